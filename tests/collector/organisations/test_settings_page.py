"""/reglages: all or nothing, and a sentence beside each refused field."""

from collections.abc import Callable

from sqlalchemy import Engine
from sqlmodel import Session
from vigie_collector.organisations.tables import Organisation

from tests.support.people import Person, text_of

Make = Callable[..., Person]
RIGHT = {
    "name": "Ville d'<Ys>",
    "known_devices": "1 250",
    "policy": "24-39",
    "host_names": "pseudonym",
}


def test_settings_are_changed_and_told(
    person: Make, engine: Engine, organisation: Organisation
) -> None:
    someone = person()
    answer = someone.post("/reglages", **RIGHT)
    assert answer.status_code == 303
    page = someone.get(answer.headers["location"])
    assert "Réglages enregistrés." in text_of(page)
    assert "Ville d&#39;&lt;Ys&gt;" in page.text
    with Session(engine) as session:
        stored = session.get_one(Organisation, organisation.id)
    assert (stored.name, stored.known_devices, stored.policy, stored.host_names) == (
        "Ville d'<Ys>", 1250, "24-39", "pseudonym",
    )  # fmt: skip
    assert "Appareils connus, Politique, Noms des machines" in text_of(someone.get("/journal"))


def test_nothing_is_kept_when_a_field_is_refused(
    person: Make, engine: Engine, organisation: Organisation
) -> None:
    someone = person()
    for field, wrong in (
        ("name", "  "),
        ("name", "x" * 257),
        ("known_devices", "beaucoup"),
        ("known_devices", "-3"),
        ("known_devices", "0"),
        ("known_devices", "99999999999999999999"),
        ("known_devices", "²"),
        ("policy", "autre"),
        ("host_names", "autre"),
    ):
        answer = someone.post("/reglages", **{**RIGHT, field: wrong})
        assert answer.status_code == 400, (field, wrong)
        assert f'id="{field}-erreur"' in answer.text, (field, wrong)
    with Session(engine) as session:
        assert session.get_one(Organisation, organisation.id).name == "Ville de Test"


def test_no_number_means_not_known(
    person: Make, engine: Engine, organisation: Organisation
) -> None:
    someone = person()
    someone.post("/reglages", **RIGHT)
    someone.post("/reglages", **{**RIGHT, "known_devices": ""})
    with Session(engine) as session:
        assert session.get_one(Organisation, organisation.id).known_devices is None
