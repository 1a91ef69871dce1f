"""Enrolment: hostile texts, the language of the answer, and a commit that comes before the answer."""

import time
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from sqlmodel import Session, select
from vigie_classifiers import Knowledge
from vigie_collector import metrics
from vigie_collector.accounts.service import create_token
from vigie_collector.app import create_app
from vigie_collector.intake.tables import Agent
from vigie_collector.settings import Settings

from tests.support.fleet import Fleet, report_of

BASH = {"kind": "dpkg", "name": "bash", "version": "5.2"}
ENGLISH = {"Accept-Language": "en"}


def test_hostile_texts_of_a_machine_are_cleaned(fleet: Fleet) -> None:
    device = {"tag": "a\x00b\u202ec", "name": "\x00"}
    agent = {"name": "x\x00", "version": "\x1b1"}
    answer = fleet.client.post(
        "/api/v1/enrolments", json={"key": fleet.key(), "device": device, "agent": agent}
    )
    assert answer.status_code == 201, answer.text
    with Session(fleet.engine) as session:
        stored = session.exec(select(Agent)).one()
    assert (stored.tag, stored.name, stored.version) == ("abc", "x", "1")


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b'{"key": "\\ud800"}', "application/json", 400),
        (b"[" * 200_000, "application/json", 400),
        (b'{"key": ', "application/json", 400),
        (b"<xml/>", "text/xml", 400),
        (b'{"key": {"deep": []}}', "application/json", 400),
        (b"", "application/json", 400),
    ],
)
def test_a_bad_enrolment_is_one_sentence(
    fleet: Fleet, content: bytes, kind: str, status: int
) -> None:
    headers = {"Content-Type": kind}
    answer = fleet.client.post("/api/v1/enrolments", content=content, headers=headers)
    assert answer.status_code == status, answer.text
    assert 0 < len(answer.json()["message"]) < 300


def test_text_that_the_database_cannot_hold_is_the_senders_fault(fleet: Fleet) -> None:
    with Session(fleet.engine) as session:
        _row, token = create_token(session, fleet.organisation.id, "essai")
        session.commit()
    bearer = {"Authorization": f"Bearer {token}"}
    answer = fleet.client.get("/api/v1/devices?q=%00", headers=bearer)
    assert answer.status_code in {200, 400}, answer.text


def test_sentences_made_by_the_writers_are_in_the_callers_language(fleet: Fleet) -> None:
    credential = fleet.enrol()
    unknown = fleet.post("vga_wrong", report_of(), **ENGLISH)
    assert unknown.json()["message"].startswith("Unknown agent credential")
    fleet.post(credential, report_of("pc-1", [BASH]))
    clone = report_of("pc-2", [BASH])
    refused = fleet.post(credential, clone, **ENGLISH)
    assert refused.status_code == 409
    assert refused.json()["message"].startswith("This agent was enrolled on another machine")


def test_an_enrolment_is_committed_before_its_answer_leaves(
    fleet: Fleet, settings: Settings, engine: Engine, knowledge: Knowledge
) -> None:
    key = fleet.key()
    seen: list[int] = []
    inner = create_app(settings, engine=engine, knowledge=knowledge)

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        async def watching(message: Any) -> None:
            if message["type"] == "http.response.start":
                with engine.connect() as connection:
                    seen.append(connection.execute(text("SELECT count(*) FROM agent")).scalar_one())
            await send(message)

        await inner(scope, receive, watching if scope["type"] == "http" else send)

    with TestClient(watched) as client:
        assert client.post("/api/v1/enrolments", json={"key": key}).status_code == 201
    assert seen == [1]


def test_a_digest_alone_needs_no_content_length(fleet: Fleet) -> None:
    credential = fleet.enrol()
    fleet.post(credential, report_of("pc-1", [BASH]), **{"Vigie-Digest": "sha256:abc"})
    request = fleet.client.build_request(
        "POST",
        "/api/v1/reports",
        headers={"Authorization": f"Bearer {credential}", "Vigie-Digest": "sha256:abc"},
    )
    del request.headers["content-length"]
    assert fleet.client.send(request).json()["status"] == "unchanged"


def test_reports_are_counted_by_outcome(fleet: Fleet) -> None:
    def counted(outcome: str) -> float:
        return metrics.registry.get_sample_value("vigie_reports_total", {"outcome": outcome}) or 0.0

    before = {name: counted(name) for name in ("stored", "unchanged", "unknown_credential")}
    credential = fleet.enrol()
    for _turn in range(2):
        fleet.post(credential, report_of("pc-1", [BASH]))
    fleet.post("vga_wrong", report_of())
    assert {name: counted(name) - value for name, value in before.items()} == {
        "stored": 1,
        "unchanged": 1,
        "unknown_credential": 1,
    }
    shown = fleet.client.get("/metrics").text
    assert 'vigie_reports_total{outcome="stored"}' in shown
    assert "pc-1" not in shown


def test_a_token_that_changes_something_does_not_wait_for_itself(fleet: Fleet) -> None:
    with Session(fleet.engine) as session:
        _row, token = create_token(session, fleet.organisation.id, "essai", "operator")
        session.commit()
    started = time.monotonic()
    bearer = {"Authorization": f"Bearer {token}"}
    answer = fleet.client.post("/api/v1/baselines", json={"name": "repère"}, headers=bearer)
    assert answer.status_code in {200, 201}, answer.text
    assert time.monotonic() - started < 5
