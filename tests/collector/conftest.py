"""The collector under test: a migrated database of each kind, the application, devices that really report."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session
from vigie_classifiers import Knowledge, load
from vigie_collector.app import create_app
from vigie_collector.clock import now
from vigie_collector.database import make_engine
from vigie_collector.ids import new_id
from vigie_collector.intake.keys import create_key
from vigie_collector.migrate import upgrade
from vigie_collector.organisations.tables import Organisation
from vigie_collector.settings import Settings
from vigie_collector.worker import catch_up


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The shipped knowledge base."""
    return load(cache=tmp_path_factory.mktemp("knowledge"))


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


class Fleet:
    """Machines that enrol and report through the HTTP API, as agents do."""

    def __init__(
        self, client: TestClient, engine: Engine, organisation: Organisation, settings: Settings
    ) -> None:
        self.client = client
        self.engine = engine
        self.organisation = organisation
        self._settings = settings

    def key(self, **options: Any) -> str:
        """A new enrolment key."""
        with Session(self.engine) as session:
            _row, secret = create_key(
                session, self.organisation.id, "essai", "agent",
                **{"expires_at": now() + 3600, "max_uses": None, "created_by": "test", **options},
            )  # fmt: skip
            session.commit()
        return secret

    def enrol(self, key: str | None = None) -> str:
        """Enrols an agent; returns its credential."""
        answer = self.client.post("/api/v1/enrolments", json={"key": key or self.key()})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["credential"])

    def post(self, credential: str, report: dict[str, Any], **headers: str) -> Any:
        """Sends a report; returns the HTTP answer."""
        return self.client.post(
            "/api/v1/reports",
            content=gzip.compress(json.dumps(report).encode()),
            headers={
                "Authorization": f"Bearer {credential}",
                "Content-Type": "application/json",
                "Content-Encoding": "gzip",
                **headers,
            },
        )

    def settle(self) -> None:
        """Gives verdicts and counts now, as the worker does."""
        catch_up(self.engine, self.client.app.state.knowledge, self._settings)  # type: ignore[attr-defined]  # Starlette types the app as a plain callable


@pytest.fixture
def fleet(
    client: TestClient, engine: Engine, organisation: Organisation, settings: Settings
) -> Fleet:
    """Machines that report."""
    return Fleet(client, engine, organisation, settings)


def report_of(
    name: str = "pc-1",
    software: list[dict[str, str]] | None = None,
    *,
    device: dict[str, Any] | None = None,
    **sections: Any,
) -> dict[str, Any]:
    """A report as an agent writes it.

    Args:
        name: host name; also makes the machine's witnesses.
        software: rows, each at least kind and name.
        device: further fields of the device.
        sections: further sections.
    """
    number = f"{sum(name.encode()):04x}{len(name):02x}"
    identity = {
        "name": name,
        "machine_id": (name.encode().hex() * 8)[:64],
        "dmi_uuid": f"4c4c4544-0042-{number[:4]}-8053-{name.encode().hex():0>12.12}",
        "serial": f"SN-{name}-{number}",
        "macs": [],
    }
    report: dict[str, Any] = {
        "schema": "vigie-report/1",
        "source": "agent",
        "agent": {"name": "vigie-agent", "version": "0.1.0"},
        "taken_at": "2026-11-23T08:00:00Z",
        "device": {**identity, **(device or {})},
        "probes": [{"name": "dpkg", "sections": ["software"], "status": "ok", "count": 1}],
        **sections,
    }
    if software is not None:
        report["software"] = software
    return report
