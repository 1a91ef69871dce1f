"""API tokens: made, used, expired, revoked."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select
from vigie_collector.accounts.service import create_token
from vigie_collector.accounts.tables import ApiToken
from vigie_collector.database import make_engine, writing
from vigie_collector.migrate import upgrade
from vigie_collector.organisations.tables import Organisation

from tests.support.people import Person

Make = Callable[..., Person]


def _me(client: TestClient, secret: str) -> tuple[int, dict[str, str]]:
    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    return answer.status_code, answer.json()


def test_a_token_lives_from_the_page_to_its_revocation(
    person: Make, client: TestClient, engine: Engine
) -> None:
    someone = person()
    answer = someone.post("/jetons", name="<i>lundi</i>", role="operator", days="30")
    secret = re.findall(r"vgt_[A-Za-z0-9_-]{43}", answer.text)[0]
    assert "<i>lundi" not in answer.text
    status, me = _me(client, secret)
    assert (status, me["actor"], me["role"]) == (200, "token:<i>lundi</i>", "operator")
    assert secret not in someone.get("/jetons").text
    with Session(engine) as session:
        stored = session.exec(select(ApiToken)).one()
    assert stored.last_used_at is not None
    assert secret not in repr(stored)
    assert someone.post(f"/jetons/{stored.id}/revocation").status_code == 303
    status, told = _me(client, secret)
    assert (status, told["error"]) == (401, "unknown_token")


def test_an_expired_token_is_refused(
    client: TestClient, engine: Engine, organisation: Organisation
) -> None:
    with Session(engine) as session:
        _row, past = create_token(session, organisation.id, "a", expires_at=int(time.time()) - 1)
        _row, future = create_token(session, organisation.id, "b", expires_at=int(time.time()) + 99)
        session.commit()
    assert _me(client, past)[0] == 401
    assert _me(client, future)[0] == 200


def test_a_token_reads_even_when_its_use_cannot_be_noted(
    client: TestClient, organisation: Organisation, tmp_path: Path
) -> None:
    address = f"sqlite:///{tmp_path / 'occupied.db'}"
    prepared = make_engine(address)
    upgrade(prepared)
    with Session(prepared) as session:
        session.add(Organisation(**organisation.model_dump()))
        session.flush()
        _row, secret = create_token(session, organisation.id, "lecture")
        session.commit()
    hurried = make_engine(address, busy_ms=50)
    app: Any = client.app
    app.state.engine = hurried
    with Session(writing(prepared)) as busy:
        busy.get_one(Organisation, organisation.id)
        assert _me(client, secret)[0] == 200
    with Session(prepared) as session:
        assert session.exec(select(ApiToken)).one().last_used_at is None
    assert _me(client, secret)[0] == 200
    with Session(prepared) as session:
        assert session.exec(select(ApiToken)).one().last_used_at is not None
    hurried.dispose()
    prepared.dispose()


def test_without_a_token_the_api_says_what_to_send(client: TestClient) -> None:
    for headers in ({}, {"Authorization": "Bearer nope"}, {"Authorization": "Basic YTpi"}):
        answer = client.get("/api/v1/me", headers=headers)
        assert answer.status_code == 401
        assert set(answer.json()) == {"error", "message"}
    english = client.get("/api/v1/nope", headers={"Accept-Language": "en"})
    assert english.status_code == 404


def test_a_signed_in_person_may_read_the_api_too(person: Make) -> None:
    assert person("reader").get("/api/v1/me").json()["actor"] == "reader@ville.fr"


def test_scripts_never_administrate(person: Make) -> None:
    answer = person().post("/jetons", name="x", role="administrator", days="30")
    assert answer.status_code == 400
    assert 'id="role-erreur"' in answer.text
