"""An inventory whose facts tests can rely on."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session
from vigie_classifiers import Knowledge, load
from vigie_collector.accounts.service import create_token, create_user
from vigie_collector.accounts.sessions import COOKIE, open_session
from vigie_collector.organisations.tables import Organisation
from vigie_collector.settings import Settings

from tests.collector.inventory.seeds import Seeds, write_knowledge


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The shipped base with the vendors of `seeds` as the organisation's own."""
    folder = write_knowledge(tmp_path_factory.mktemp("local"))
    return load(folder, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def seeds(session: Session, organisation: Organisation) -> Seeds:
    """Writes rows of the organisation."""
    return Seeds(session, organisation.id)


@pytest.fixture
def page(
    client: TestClient, session: Session, organisation: Organisation, settings: Settings
) -> Callable[[str], Response]:
    """Opens an address as a signed-in reader would."""
    user, _password = create_user(session, organisation.id, "lecture@ville.fr", "reader")
    client.cookies.set(COOKIE, open_session(session, user, settings))
    session.commit()
    return client.get


@pytest.fixture
def api(
    client: TestClient, session: Session, organisation: Organisation
) -> Callable[[str], Response]:
    """Calls the API as a script with a token does."""
    _token, secret = create_token(session, organisation.id, "essai")
    session.commit()
    return lambda address: client.get(address, headers={"Authorization": f"Bearer {secret}"})
