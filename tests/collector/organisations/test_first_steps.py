"""From an empty collector to the first report."""

import re
from collections.abc import Callable

from sqlalchemy import Engine
from sqlmodel import Session
from vigie_collector.organisations.tables import Organisation

from tests.support.fleet import Fleet, report_of
from tests.support.people import Person, text_of

Make = Callable[..., Person]


def test_the_whole_way(
    person: Make, fleet: Fleet, engine: Engine, organisation: Organisation
) -> None:
    with Session(engine) as session:
        session.get_one(Organisation, organisation.id).set_up_at = None
        session.commit()
    someone = person()
    assert "Les premiers pas ne sont pas terminés." in text_of(someone.get("/agents"))
    step = someone.post("/premiers-pas/organisation", name="Ys", known_devices="12")
    assert step.headers["location"] == "/premiers-pas?etape=2"
    step = someone.post("/premiers-pas/politique", policy="wide")
    assert step.headers["location"] == "/premiers-pas?etape=3"
    page = someone.post("/premiers-pas/cle")
    key = re.findall(r"vgk_[A-Za-z0-9_-]{32}", page.text)[0]
    assert f"sudo vigie-agent enrol http://localhost --key {key}" in text_of(page)
    assert "réglez VIGIE_PUBLIC_URL" in text_of(page)
    assert 'hx-get="/premiers-pas/attente"' in page.text
    assert "En attente du premier rapport" in text_of(someone.get("/premiers-pas/attente"))
    fleet.post(fleet.enrol(key), report_of("pc-<b>accueil", []))
    arrived = someone.get("/premiers-pas/attente")
    assert "1 machine a envoyé son rapport : pc-<b>accueil" in text_of(arrived)
    assert "<b>" not in arrived.text
    assert "hx-get" not in arrived.text
    assert someone.post("/premiers-pas/fin").headers["location"] == "/"
    assert "Les premiers pas" not in text_of(someone.get("/agents"))
    with Session(engine) as session:
        stored = session.get_one(Organisation, organisation.id)
    assert (stored.name, stored.known_devices, stored.policy) == ("Ys", 12, "wide")
    assert stored.set_up_at is not None


def test_a_refused_step_stays_and_says_why(person: Make) -> None:
    someone = person()
    page = someone.post("/premiers-pas/organisation", name="", known_devices="x")
    assert page.status_code == 400
    assert 'id="name-erreur"' in page.text
    assert 'id="known_devices-erreur"' in page.text
    assert someone.post("/premiers-pas/politique", policy="").status_code == 400
    assert 'aria-current="step">1.' in someone.get("/premiers-pas?etape=99").text
