"""The collector under test: a migrated database of each kind, the application, devices that really report."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_collector.app import create_app
from vigie_collector.clock import now
from vigie_collector.database import make_engine
from vigie_collector.ids import new_id
from vigie_collector.migrate import upgrade
from vigie_collector.organisations.tables import Organisation
from vigie_collector.settings import Settings

from tests.support.fleet import Fleet


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of a collector with a data folder of its own."""
    return Settings(data_dir=tmp_path / "data", database_url=database_url)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """An engine on a migrated database."""
    made = make_engine(settings.url)
    upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def organisation(engine: Engine) -> Organisation:
    """The first organisation, set up."""
    made = Organisation(
        id=new_id(), slug="ville", name="Ville de Test", created_at=now(), set_up_at=now()
    )
    with Session(engine, expire_on_commit=False) as session:
        session.add(made)
        session.commit()
    return made


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session of the test's own."""
    with Session(engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def client(settings: Settings, engine: Engine, knowledge: Knowledge) -> Iterator[TestClient]:
    """The application, without its background worker's timing: tests call `fleet.settle()`."""
    app = create_app(settings, engine=engine, knowledge=knowledge)
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def fleet(
    client: TestClient, engine: Engine, organisation: Organisation, settings: Settings
) -> Fleet:
    """Machines that report."""
    return Fleet(client, engine, organisation, settings)
