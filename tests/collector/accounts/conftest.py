"""People of one organisation, signed in."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from vigie_collector.organisations.tables import Organisation

from tests.support.people import Person


@pytest.fixture
def person(client: TestClient, engine: Engine, organisation: Organisation) -> Callable[..., Person]:
    """Makes and signs in a person of a role."""

    def made(role: str = "administrator", email: str = "") -> Person:
        someone = Person(client, engine, organisation, role, email)
        assert someone.sign_in().status_code == 303
        return someone

    return made
