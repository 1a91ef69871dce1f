"""People: made, changed, disabled; the last administrator stays."""

import re
from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select
from vigie_collector.accounts.tables import AuditEntry, User
from vigie_collector.ids import new_id
from vigie_collector.organisations.tables import Organisation

from tests.support.people import PASSWORD, Person, text_of

Make = Callable[..., Person]


def _password(answer: object) -> str:
    found = re.search(r'id="mot-de-passe"[^>]*>([^<]+)<', str(getattr(answer, "text", "")))
    assert found is not None
    return found[1]


def test_an_account_is_made_with_a_password_shown_once(person: Make, client: TestClient) -> None:
    someone = person()
    answer = someone.post("/comptes", email=" Paul@Ville.FR ", name="<b>Paul</b>", role="reader")
    password = _password(answer)
    assert "&lt;b&gt;Paul&lt;/b&gt;" in answer.text
    assert "<b>Paul" not in answer.text
    assert password not in someone.get("/comptes").text
    data = {"email": "paul@ville.fr", "password": password}
    assert client.post("/connexion", data=data).status_code == 303


def test_refused_fields_are_told_beside_them(person: Make) -> None:
    someone = person()
    for fields, field, sentence in (
        ({"email": "sans arobase", "role": "reader"}, "email", "Adresse invalide"),
        ({"email": "administrator@ville.fr", "role": "reader"}, "email", "a déjà un compte"),
        ({"email": "a@b.fr", "role": "roi"}, "role", "Rôle inconnu"),
    ):
        answer = someone.post("/comptes", **fields)
        assert answer.status_code in (400, 409)
        assert re.search(rf'id="{field}-erreur">[^<]*{sentence}', answer.text)


def test_the_last_administrator_stays(person: Make) -> None:
    someone = person()
    for path, fields in (("role", {"role": "reader"}), ("desactivation", {})):
        answer = someone.post(f"/comptes/{someone.user.id}/{path}", **fields)
        assert answer.status_code == 409
        assert "dernier administrateur" in text_of(answer)
    other = person("administrator", "autre@ville.fr")
    assert someone.post(f"/comptes/{other.user.id}/role", role="operator").status_code == 303
    assert someone.post(f"/comptes/{someone.user.id}/role", role="reader").status_code == 409


def test_disabling_ends_the_sessions_at_once(person: Make) -> None:
    someone, other = person(), person("reader")
    assert other.get("/agents").status_code == 200
    someone.post(f"/comptes/{other.user.id}/desactivation")
    assert other.get("/agents").status_code == 303
    assert other.sign_in().status_code == 401
    someone.post(f"/comptes/{other.user.id}/activation")
    assert other.sign_in().status_code == 303


def test_a_reset_password_ends_the_sessions(person: Make) -> None:
    someone, other = person(), person("reader")
    password = _password(someone.post(f"/comptes/{other.user.id}/mot-de-passe"))
    assert other.get("/agents").status_code == 303
    assert other.sign_in().status_code == 401
    assert other.sign_in(password).status_code == 303


def test_ones_own_password_needs_the_present_one(person: Make, client: TestClient) -> None:
    someone = person("reader")
    wanted = "une autre phrase, plus longue"
    path = "/comptes/moi/mot-de-passe"
    for fields, field in (
        ({"present": "faux", "wanted": wanted, "again": wanted}, "present"),
        ({"present": PASSWORD, "wanted": "court", "again": "court"}, "wanted"),
        ({"present": PASSWORD, "wanted": wanted, "again": "autre"}, "again"),
    ):
        answer = someone.post(path, **fields)
        assert answer.status_code == 400
        assert f'id="{field}-erreur"' in answer.text
    elsewhere = TestClient(client.app, base_url="http://localhost", follow_redirects=False)
    elsewhere.post("/connexion", data={"email": someone.email, "password": PASSWORD})
    assert elsewhere.get("/agents").status_code == 200
    assert someone.post(path, present=PASSWORD, wanted=wanted, again=wanted).status_code == 303
    assert someone.get("/agents").status_code == 200
    assert elsewhere.get("/agents").status_code == 303
    assert someone.sign_in(wanted).status_code == 303


def test_another_organisations_account_does_not_exist_here(
    person: Make, engine: Engine, client: TestClient
) -> None:
    other = Organisation(id=new_id(), slug="voisine", name="Voisine", created_at=1)
    with Session(engine, expire_on_commit=False) as session:
        session.add(other)
        session.commit()
    stranger = Person(client, engine, other, email="x@voisine.fr")
    someone = person()
    assert "x@voisine.fr" not in someone.get("/comptes").text
    assert someone.post(f"/comptes/{stranger.user.id}/desactivation").status_code == 404
    assert someone.post(f"/comptes/{1 << 70}/desactivation").status_code == 400
    with Session(engine) as session:
        assert (
            session.exec(select(User).where(User.email == "x@voisine.fr")).one().disabled_at is None
        )


def test_the_log_tells_who_did_what_and_no_secret(person: Make, engine: Engine) -> None:
    someone = person()
    password = _password(someone.post("/comptes", email="paul@ville.fr", role="reader"))
    token = re.search("vgt_[A-Za-z0-9_-]+", someone.post("/jetons", name="export").text)
    key = re.search("vgk_[A-Za-z0-9_-]+", someone.post("/agents", name="accueil").text)
    assert token is not None
    assert key is not None
    with Session(engine) as session:
        entries = list(session.exec(select(AuditEntry)))
    assert {entry.action for entry in entries} == {
        "user.signed_in", "user.created", "token.created", "key.created",
    }  # fmt: skip
    written = repr(entries)
    assert password not in written
    assert token[0] not in written
    assert key[0] not in written
    page = text_of(someone.get("/journal"))
    assert "Clé d'enrôlement créée accueil" in page
    assert "Jeton d'API créé export" in page
    assert (
        "Compte créé" not in text_of(someone.get("/journal?action=key.created")).split("Détail")[1]
    )
