"""/agents: keys, agents, their states, and taking them away."""

import re
import time

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select
from vigie_collector.intake.agent_queries import AgentFilter, agent_count, agent_rows
from vigie_collector.intake.tables import Agent, EnrolmentKey
from vigie_collector.organisations.tables import Organisation

from tests.support.fleet import Fleet, report_of
from tests.support.people import Person, text_of


@pytest.fixture
def operator(client: TestClient, engine: Engine, organisation: Organisation) -> Person:
    """Someone who runs the fleet."""
    someone = Person(client, engine, organisation, "operator")
    assert someone.sign_in().status_code == 303
    return someone


def test_a_key_is_made_used_and_revoked(operator: Person, fleet: Fleet, engine: Engine) -> None:
    assert "Aucun agent pour l'instant" in text_of(operator.get("/agents"))
    answer = operator.post("/agents", name="<script>accueil", days="7", uses="2")
    key = re.findall(r"vgk_[A-Za-z0-9_-]{32}", answer.text)[0]
    assert f"sudo vigie-agent enrol http://localhost --key {key}" in text_of(answer)
    assert "<script>accueil" not in answer.text
    assert key not in operator.get("/agents").text
    credential = fleet.enrol(key)
    assert fleet.post(credential, report_of("pc-1", [])).status_code == 200
    page = text_of(operator.get("/agents"))
    assert "pc-1 À jour" in page
    assert "1 / 2" in page
    with Session(engine) as session:
        stored = session.exec(select(EnrolmentKey)).one()
        agent = session.exec(select(Agent)).one()
    assert stored.created_by == "operator@ville.fr"
    assert 6 * 86_400 < (stored.expires_at or 0) - time.time() <= 7 * 86_400
    operator.post(f"/agents/cles/{stored.id}/revocation")
    refused = fleet.client.post("/api/v1/enrolments", json={"key": key})
    assert (refused.status_code, refused.json()["error"]) == (403, "key_revoked")
    assert fleet.post(credential, report_of("pc-1", [])).status_code == 200
    operator.post(f"/agents/{agent.id}/revocation")
    refused = fleet.post(credential, report_of("pc-1", []))
    assert (refused.status_code, refused.json()["error"]) == (403, "agent_revoked")


def test_refused_fields_are_told_beside_them(operator: Person) -> None:
    for field, wrong in (("name", " "), ("days", "5000"), ("uses", "0"), ("uses", "beaucoup")):
        answer = operator.post("/agents", **{"name": "x", "days": "30", "uses": "", field: wrong})
        assert answer.status_code == 400
        assert f'id="{field}-erreur"' in answer.text


def test_states_are_told_and_filtered(
    operator: Person, fleet: Fleet, engine: Engine, organisation: Organisation
) -> None:
    for name in ("pc-ok", "pc-muet", "pc-clone", "pc_heure"):
        assert fleet.post(fleet.enrol(), report_of(name, [])).status_code == 200
    fleet.enrol()
    with Session(engine) as session:
        rows = {
            row.device_name: row.agent.id
            for row in agent_rows(session, organisation.id, AgentFilter(), offset=0, limit=9)
        }
        silent = session.get_one(Agent, (organisation.id, rows["pc-muet"]))
        silent.last_contact_at = 1
        clone = session.get_one(Agent, (organisation.id, rows["pc-clone"]))
        clone.conflict_at, clone.conflict_name = int(time.time()), "pc-<i>jumeau"
        clock = session.get_one(Agent, (organisation.id, rows["pc_heure"]))
        clock.clock_skew_seconds = -90_000
        session.commit()
    page = operator.get("/agents")
    assert "« pc-<i>jumeau » a utilisé le même identifiant" in text_of(page)
    assert "pc-<i>" not in page.text
    assert "Décalée − 1 j 1 h" in text_of(page)
    later = int(time.time()) - 60
    with Session(engine) as session:
        for state, count in (("never", 1), ("conflict", 1), ("clock", 1), ("revoked", 0), ("", 5)):
            chosen = AgentFilter(state=state, stale_before=later)
            assert agent_count(session, organisation.id, chosen) == count, state
        assert agent_count(session, organisation.id, AgentFilter(words="pc_")) == 1
        assert agent_count(session, organisation.id, AgentFilter(words="%")) == 0
    assert "Aucun agent ne correspond" in text_of(operator.get("/agents?q=introuvable"))


def test_many_agents_are_shown_by_pages(operator: Person, fleet: Fleet) -> None:
    key = fleet.key()
    for _each in range(51):
        fleet.enrol(key)
    assert "Page 1 sur 2" in text_of(operator.get("/agents"))
    assert "Page 2 sur 2" in text_of(operator.get("/agents?page=2"))
    for wrong in ("0", "-1", "9999999999999", "x"):
        assert operator.get(f"/agents?page={wrong}").status_code == 200
