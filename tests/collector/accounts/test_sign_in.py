"""Signing in: right, wrong, too often, from elsewhere, and back to where one was."""

import time
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select
from vigie_collector.accounts.passwords import matches
from vigie_collector.accounts.sessions import COOKIE
from vigie_collector.accounts.tables import AuditEntry, LoginSession, User
from vigie_collector.database import writing
from vigie_collector.organisations.tables import Organisation
from vigie_collector.secret import hash_of

from tests.support.people import PASSWORD, Person, text_of

Make = Callable[..., Person]


def test_cookie_is_out_of_reach_and_only_its_hash_is_stored(
    client: TestClient, engine: Engine, organisation: Organisation
) -> None:
    someone = Person(client, engine, organisation)
    answer = someone.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    token = someone.client.cookies[COOKIE]
    with Session(engine) as session:
        stored = session.exec(select(LoginSession)).one()
    assert stored.token_hash == hash_of(token)
    assert token not in repr(stored)


def test_a_new_sign_in_replaces_the_session(person: Make) -> None:
    someone = person()
    before = someone.client.cookies[COOKIE]
    someone.sign_in()
    assert someone.client.cookies[COOKIE] != before
    someone.client.cookies.clear()
    someone.client.cookies.set(COOKIE, before)
    assert someone.get("/comptes/moi").status_code == 303


def test_an_expired_session_asks_to_sign_in_again(person: Make, engine: Engine) -> None:
    someone = person()
    with Session(engine) as session:
        login = session.exec(select(LoginSession)).one()
        login.expires_at = int(time.time()) - 1
        session.add(login)
        session.commit()
    answer = someone.get("/journal?action=key.created")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/connexion?suite=/journal%3Faction%3Dkey.created"


def test_sign_out_ends_the_session_for_good(person: Make) -> None:
    someone = person()
    token = someone.client.cookies[COOKIE]
    assert someone.post("/deconnexion").headers["location"] == "/connexion?fait=deconnexion"
    someone.client.cookies.clear()
    someone.client.cookies.set(COOKIE, token)
    assert someone.get("/comptes/moi").status_code == 303


def test_wrong_password_and_unknown_account_look_alike(
    client: TestClient, engine: Engine, organisation: Organisation
) -> None:
    Person(client, engine, organisation)
    answers = [
        client.post("/connexion", data={"email": email, "password": "nope"})
        for email in ("administrator@ville.fr", "personne@ville.fr")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    texts = {answer.text.replace("personne@", "administrator@") for answer in answers}
    assert len(texts) == 1
    assert "Adresse ou mot de passe incorrect." in text_of(answers[0])


def test_an_unknown_account_costs_a_hash_too(
    client: TestClient, engine: Engine, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str | None] = []

    def counted(stored: str | None, password: str) -> bool:
        checked.append(stored)
        return matches(stored, password)

    monkeypatch.setattr("vigie_collector.accounts.sign_in.matches", counted)
    client.post("/connexion", data={"email": "personne@ville.fr", "password": "nope"})
    assert checked == [None]
    started = time.process_time()
    assert not matches(None, "nope")
    assert time.process_time() - started > 0.005


def test_no_lock_is_held_while_the_password_is_checked(
    client: TestClient, engine: Engine, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = Person(client, engine, organisation)
    wrote: list[str] = []

    def slow(stored: str | None, password: str) -> bool:
        with Session(writing(engine)) as session:
            session.get_one(Organisation, organisation.id).name = "Ys"
            session.commit()
        wrote.append("meanwhile")
        return matches(stored, password)

    monkeypatch.setattr("vigie_collector.accounts.sign_in.matches", slow)
    started = time.monotonic()
    assert someone.sign_in().status_code == 303
    assert wrote == ["meanwhile"]
    assert time.monotonic() - started < 5


def test_what_was_typed_for_an_unknown_account_is_not_kept(
    client: TestClient, engine: Engine, organisation: Organisation
) -> None:
    client.post("/connexion", data={"email": "mon-mot-de-passe", "password": "x"})
    with Session(engine) as session:
        entry = session.exec(select(AuditEntry)).one()
    assert (entry.action, entry.actor, entry.target) == ("user.sign_in_failed", "?", "?")


def test_too_many_wrong_passwords_make_one_wait_even_with_the_right_one(
    client: TestClient, engine: Engine, organisation: Organisation
) -> None:
    someone = Person(client, engine, organisation)
    statuses = [someone.sign_in("nope").status_code for _each in range(11)]
    assert statuses == [401] * 10 + [429]
    answer = someone.sign_in()
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 301
    assert "Trop d'essais : attendez" in text_of(answer)


def test_right_passwords_never_fill_the_limit(person: Make) -> None:
    someone = person()
    assert {someone.sign_in().status_code for _each in range(12)} == {303}


@pytest.mark.parametrize(
    "suite",
    [
        "https://ailleurs.example/",
        "//ailleurs.example/",
        "/\\ailleurs.example",
        "javascript:alert(1)",
        "/\t/ailleurs.example",
        "/%0d%0a\r\nSet-Cookie: a=b",
    ],
)
def test_the_way_back_never_leaves_the_site(
    client: TestClient, engine: Engine, organisation: Organisation, suite: str
) -> None:
    someone = Person(client, engine, organisation)
    assert someone.sign_in(suite=suite).headers["location"] == "/"
    assert someone.client.get("/connexion", params={"suite": suite}).headers["location"] == "/"


def test_the_way_back_leads_to_the_page_asked(
    client: TestClient, engine: Engine, organisation: Organisation
) -> None:
    someone = Person(client, engine, organisation)
    answer = someone.sign_in(suite="/produits?q=libre")
    assert answer.headers["location"] == "/produits?q=libre"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://ailleurs.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_sign_in_made_by_another_site_is_refused(
    client: TestClient, engine: Engine, organisation: Organisation, headers: dict[str, str]
) -> None:
    Person(client, engine, organisation)
    data = {"email": "administrator@ville.fr", "password": PASSWORD}
    answer = client.post("/connexion", data=data, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    ours = client.post("/connexion", data=data, headers={"Origin": "http://localhost"})
    assert ours.status_code == 303


def test_a_hash_of_other_parameters_is_made_again(
    client: TestClient, engine: Engine, organisation: Organisation
) -> None:
    from argon2 import PasswordHasher

    someone = Person(client, engine, organisation)
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with Session(engine) as session:
        session.get_one(User, (organisation.id, someone.user.id)).password_hash = old
        session.commit()
    assert someone.sign_in().status_code == 303
    with Session(engine) as session:
        stored = session.get_one(User, (organisation.id, someone.user.id)).password_hash
    assert stored != old
    assert "m=19456,t=2,p=1" in stored


def test_without_any_account_the_page_says_how_to_make_one(client: TestClient) -> None:
    assert "vigie user add" in text_of(client.get("/connexion"))


def test_an_organisation_not_set_up_begins_with_the_first_steps(
    client: TestClient, engine: Engine, organisation: Organisation
) -> None:
    with Session(engine) as session:
        session.get_one(Organisation, organisation.id).set_up_at = None
        session.commit()
    administrator = Person(client, engine, organisation)
    assert administrator.sign_in().headers["location"] == "/premiers-pas"
    assert Person(client, engine, organisation, "reader").sign_in().headers["location"] == "/"
