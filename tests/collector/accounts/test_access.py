"""The API's own doors: roles of tokens, and changes made with the cookie of a browser."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session
from vigie_collector.accounts.access import ApiOperator
from vigie_collector.accounts.roles import ROLES, allows
from vigie_collector.accounts.service import create_token
from vigie_collector.accounts.sessions import COOKIE
from vigie_collector.organisations.tables import Organisation
from vigie_collector.settings import Settings
from vigie_collector.web import site

from tests.support.people import Person


@pytest.fixture
def scripts(engine: Engine, settings: Settings) -> TestClient:
    """An application with one change that operators may make."""
    app = FastAPI()
    app.state.settings, app.state.engine = settings, engine
    site.install(app, settings)

    @app.post("/api/v1/essai")
    def change(viewer: ApiOperator) -> dict[str, str]:
        return {"actor": viewer.actor}

    return TestClient(app, base_url="http://localhost")


def test_tokens_change_what_their_role_allows(
    scripts: TestClient, engine: Engine, organisation: Organisation
) -> None:
    with Session(engine) as session:
        _row, reads = create_token(session, organisation.id, "lit")
        _row, writes = create_token(session, organisation.id, "écrit", "operator")
        session.commit()
    for secret, status in ((reads, 403), (writes, 200)):
        answer = scripts.post("/api/v1/essai", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == status
    assert scripts.post("/api/v1/essai").status_code == 401


def test_the_cookie_alone_changes_nothing(
    scripts: TestClient, person: Callable[..., Person]
) -> None:
    someone = person("operator")
    scripts.cookies.set(COOKIE, someone.client.cookies[COOKIE])
    answer = scripts.post("/api/v1/essai")
    assert (answer.status_code, answer.json()["error"]) == (403, "csrf")
    answer = scripts.post("/api/v1/essai", headers={"X-CSRF-Token": someone.csrf})
    assert answer.json() == {"actor": "operator@ville.fr"}


def test_roles_are_ordered_and_unknown_ones_may_nothing() -> None:
    for at, role in enumerate(ROLES):
        assert [allows(role, needed) for needed in ROLES] == [
            at >= other for other in range(len(ROLES))
        ]
        assert not allows("roi", role)
