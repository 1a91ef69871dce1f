"""An organisation says what a name is: pages, history, undo, and nobody else sees it."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select
from sqlmodel import Session, col
from vigie_classifiers import Knowledge
from vigie_collector.accounts.tables import AuditEntry
from vigie_collector.clock import now
from vigie_collector.ids import new_id
from vigie_collector.inventory.tables import RawName
from vigie_collector.local_knowledge.shelf import Shelf
from vigie_collector.local_knowledge.tables import LocalEntry
from vigie_collector.organisations.tables import Organisation
from vigie_collector.settings import Settings
from vigie_collector.verdicts.tables import VerdictRow
from vigie_collector.worker import catch_up

from tests.collector.inventory.seeds import Seeds
from tests.support.people import Person, text_of

NAME = "Zorglubix Cadastre 3.1"


@pytest.fixture
def name_id(seeds: Seeds, knowledge: Knowledge, session: Session) -> int:
    """A name that nobody knows, on one device, among others."""
    seeds.device(
        "pc-1", [(NAME, "3.1", "Mairie Éditions"), ("Essai Bureau", "1", ""), ("Inconnu <b>", "1")]
    )
    seeds.settle(knowledge)
    found = session.scalars(select(RawName).where(col(RawName.name) == NAME)).one()
    session.commit()
    return found.id


def verdict(session: Session, name_id: int) -> VerdictRow:
    session.expire_all()
    found = session.scalars(select(VerdictRow).where(col(VerdictRow.name_id) == name_id)).one()
    session.commit()
    return found


def qualify(someone: Person, name_id: int, **fields: str) -> Any:
    base = {"choice": "autre", "product": "Essai Bureau", "reason": "contrat 2024"}
    return someone.post(
        f"/connaissance/noms/{name_id}",
        **{**base, "versions": "oui", "publisher_only": "oui", **fields},
    )


def test_a_name_is_qualified_shown_and_undone(
    person: Callable[..., Person], name_id: int, session: Session
) -> None:
    someone = person("operator")
    form = text_of(someone.get(f"/connaissance/noms/{name_id}"))
    assert NAME in form
    assert "Mairie Éditions" in form
    answer = qualify(someone, name_id)
    assert answer.status_code == 303, text_of(answer)
    assert verdict(session, name_id).product_id == "essai-bureau"
    page = text_of(someone.get("/produits/product:essai-bureau"))
    assert "connaissance locale par operator@ville.fr" in page
    assert "contrat 2024" in page
    listed = text_of(someone.get("/connaissance"))
    assert f"« {NAME} » (windows) est Essai Bureau" in listed.replace("\u00a0", " ")
    assert "Tous les noms" in listed
    entry = session.scalars(select(LocalEntry)).one()
    session.commit()
    gone = someone.post(f"/connaissance/{entry.id}/annulation", reason="erreur de saisie")
    assert gone.status_code == 303
    assert verdict(session, name_id).product_id == ""
    assert "Annulée" in text_of(someone.get("/connaissance"))
    actions = list(session.scalars(select(col(AuditEntry.action))))
    session.commit()
    assert {"knowledge.added", "knowledge.undone"} <= set(actions)
    again = someone.post(f"/connaissance/{entry.id}/annulation", reason="encore")
    assert again.status_code == 409


def test_a_new_product_of_a_new_vendor(
    person: Callable[..., Person],
    name_id: int,
    session: Session,
    engine: Engine,
    settings: Settings,
    knowledge: Knowledge,
) -> None:
    someone = person()
    answer = qualify(
        someone, name_id, choice="nouveau", product="", product_name="Zorglubix Cadastre",
        category="logiciel/metier-citoyen", licence="proprietary", open_source="no",
        vendor="Mairie Éditions", vendor_is_new="oui", country="FR", parent="Essai Boston",
    )  # fmt: skip
    assert answer.status_code == 303, text_of(answer)
    found = verdict(session, name_id)
    assert (found.product_id, found.vendor_id) == ("zorglubix-cadastre", "mairie-editions")
    catch_up(engine, knowledge, settings)  # the worker counts devices again
    page = text_of(someone.get("/produits/product:zorglubix-cadastre"))
    assert "Essai Boston contrôle Mairie Éditions" in page
    assert "Extra-européen" in page


def test_a_vendor_is_corrected(
    person: Callable[..., Person], name_id: int, session: Session
) -> None:
    someone = person()
    before = text_of(someone.get("/produits/product:essai-bureau"))
    assert "Extra-européen" in before
    answer = someone.post(
        "/connaissance/editeurs/essai-us",
        country="US", parent="Essai Lyon", control="majority", since="2020-01-01", reason="BODACC",
    )  # fmt: skip
    assert answer.status_code == 303, text_of(answer)
    after = text_of(someone.get("/produits/product:essai-bureau"))
    assert "Essai Lyon contrôle Essai Boston" in after
    assert "BODACC" in after
    assert name_id


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": ""}, "Raison : à remplir"),
        ({"product": "Zzz"}, "absent de la base"),
        ({"product": "x" * 10_000}, "absent de la base"),
        ({"choice": ""}, "Choisissez un produit"),
        ({"reason": "r" * 1025}, "1024 caractères au plus"),
        (
            {"choice": "nouveau", "product_name": "N", "vendor": "Essai Lyon", "category": "x/y"},
            "catégorie",
        ),
        (
            {"choice": "nouveau", "product_name": "n" * 10_000, "vendor": "Essai Lyon"},
            "256 caractères au plus",
        ),
        (
            {
                "choice": "nouveau", "product_name": "N", "vendor": "V", "vendor_is_new": "oui",
                "category": "logiciel/metier-citoyen", "country": "Allemagne",
            },
            "ISO 3166",
        ),
    ],
)  # fmt: skip
def test_one_sentence_and_nothing_kept(
    person: Callable[..., Person],
    name_id: int,
    session: Session,
    fields: dict[str, str],
    said: str,
) -> None:
    answer = qualify(person(), name_id, **fields)
    assert answer.status_code == 400
    assert said in text_of(answer).replace("\u00a0", " ")
    assert list(session.scalars(select(LocalEntry))) == []
    session.commit()
    assert verdict(session, name_id).product_id == ""


def test_html_and_formulas_are_only_text(
    person: Callable[..., Person], name_id: int, session: Session
) -> None:
    someone = person()
    answer = qualify(
        someone, name_id, choice="nouveau", product_name="=cmd|' /C calc'!A0 <script>alert(1)</script>",
        vendor="Essai Lyon", category="logiciel/metier-citoyen", reason="<img src=x onerror=1>",
    )  # fmt: skip
    assert answer.status_code == 303, text_of(answer)
    page = someone.get("/connaissance").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert verdict(session, name_id).product.startswith("=cmd")


def test_two_entries_that_contradict(person: Callable[..., Person], name_id: int) -> None:
    someone = person()
    assert qualify(someone, name_id).status_code == 303
    other = qualify(someone, name_id, product="Essai Filtre")
    assert other.status_code == 400
    assert "est déjà « Essai Bureau » dans vos entrées" in text_of(other).replace("\u00a0", " ")


def test_what_another_entry_rests_on_is_not_undone(
    person: Callable[..., Person], name_id: int, session: Session, seeds: Seeds
) -> None:
    someone = person()
    qualify(
        someone, name_id, choice="nouveau", product_name="Cadastre", vendor="Essai Lyon",
        category="logiciel/metier-citoyen",
    )  # fmt: skip
    first = session.scalars(select(LocalEntry)).one()
    other = session.scalars(select(RawName).where(col(RawName.name) == "Inconnu <b>")).one()
    session.commit()
    assert qualify(someone, other.id, product="Cadastre", publisher_only="").status_code == 303
    refused = someone.post(f"/connaissance/{first.id}/annulation", reason="x")
    assert refused.status_code == 409
    assert "annulez d'abord" in text_of(refused)


def test_readers_cannot_write(person: Callable[..., Person], name_id: int) -> None:
    someone = person("reader")
    assert someone.get("/connaissance").status_code == 200
    assert "Qualifier ce nom" not in text_of(someone.get("/produits/product:essai-bureau"))
    assert someone.get(f"/connaissance/noms/{name_id}").status_code == 403
    assert qualify(someone, name_id).status_code == 403


def test_other_organisations_never_see_it(
    person: Callable[..., Person],
    name_id: int,
    client: TestClient,
    engine: Engine,
    session: Session,
    knowledge: Knowledge,
) -> None:
    other = Organisation(id=new_id(), slug="bourg", name="Bourg", created_at=now(), set_up_at=now())
    with Session(engine, expire_on_commit=False) as own:
        own.add(other)
        own.commit()
        seeds = Seeds(own, other.id)
        seeds.device("pc-9", [(NAME, "3.1", "Mairie Éditions")])
        seeds.settle(knowledge)
        theirs = own.scalars(
            select(RawName).where(col(RawName.organisation_id) == other.id)
        ).one()  # fmt: skip
    mine = person()
    assert qualify(mine, name_id).status_code == 303
    stranger = Person(client, engine, other, "administrator", "admin@bourg.fr")
    stranger.sign_in()
    assert "Aucune entrée" in text_of(stranger.get("/connaissance"))
    assert stranger.get(f"/connaissance/noms/{name_id}").status_code == 404
    entry = session.scalars(select(LocalEntry)).one()
    session.commit()
    assert stranger.post(f"/connaissance/{entry.id}/annulation", reason="x").status_code == 404
    assert verdict(session, theirs.id).product_id == ""
    shelf = Shelf(knowledge)
    with Session(engine) as own:
        assert shelf.of(own, other.id) is knowledge
