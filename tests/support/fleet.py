"""Machines that enrol and report through the HTTP API, as agents do."""

import gzip
import json
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session
from vigie_collector.clock import now
from vigie_collector.intake.keys import create_key
from vigie_collector.organisations.tables import Organisation
from vigie_collector.settings import Settings
from vigie_collector.worker import catch_up


class Fleet:
    """Machines that enrol and report through the HTTP API, as agents do."""

    def __init__(
        self, client: TestClient, engine: Engine, organisation: Organisation, settings: Settings
    ) -> None:
        self.client = client
        self.engine = engine
        self.organisation = organisation
        self._settings = settings

    def key(self) -> str:
        """A new enrolment key."""
        with Session(self.engine) as session:
            _row, secret = create_key(
                session, self.organisation.id, "essai", expires_at=now() + 3600, created_by="test"
            )
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
    identity: dict[str, Any] = {
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
