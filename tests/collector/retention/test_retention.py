"""Old devices and old history go, all of it and nothing else; raw names and software stay."""

import time
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import Session, col
from vigie_classifiers import Knowledge
from vigie_collector.accounts.tables import AuditEntry
from vigie_collector.clock import now
from vigie_collector.ids import new_id
from vigie_collector.intake.tables import Agent
from vigie_collector.inventory.tables import (
    Device,
    DeviceSection,
    DeviceSource,
    DeviceWitness,
    Installation,
    RawName,
    Software,
    SoftwareEvent,
)
from vigie_collector.retention import service
from vigie_collector.retention.service import Removed, apply_retention
from vigie_collector.settings import Settings
from vigie_collector.worker import Worker

from tests.collector.inventory.seeds import DAY, Seeds
from tests.support.fleet import Fleet, report_of


def count(session: Session, table: Any) -> int:
    session.rollback()
    return int(session.scalar(select(func.count()).select_from(table)) or 0)


@pytest.fixture
def fleet_of_two(session: Session, seeds: Seeds) -> tuple[int, int]:
    """A silent device and a present one, each with rows in every table; their ids."""
    sections = {"hardware": {"maker": "Essai"}}
    silent = seeds.device("z", [("Ancien", "1")], silent=True, sections=sections)
    present = seeds.device("a", [("Essai Bureau", "1")], sections=sections)
    for device in (silent, present):
        seeds.event(device, "updated", "Ancien", "1", "2")
    session.add(
        Agent(
            organisation_id=seeds.organisation_id, id=new_id(), device_id=silent,
            secret_hash="0" * 64, enrolled_at=now(),
        )
    )  # fmt: skip
    session.commit()
    return silent, present


def test_nothing_goes_by_default(
    engine: Engine, settings: Settings, session: Session, fleet_of_two: tuple[int, int]
) -> None:
    assert set(apply_retention(engine, settings).values()) == {Removed()}
    assert count(session, Device) == 2
    assert count(session, AuditEntry) == 0


def test_silent_devices_go_with_all_their_rows(
    engine: Engine,
    settings: Settings,
    session: Session,
    seeds: Seeds,
    fleet_of_two: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    silent, present = fleet_of_two
    more = [seeds.device(f"z{number}", [("Ancien", "1")], silent=True) for number in range(5)]
    session.commit()
    monkeypatch.setattr(service, "_DEVICES_AT_ONCE", 2)
    chosen = settings.model_copy(update={"retention_gone_days": 45})
    assert apply_retention(engine, chosen) == {
        seeds.organisation_id: Removed(devices=1 + len(more))
    }
    for table in (Device, DeviceSource, DeviceSection, DeviceWitness, Installation, SoftwareEvent):
        assert count(session, table) == 1, table
    assert session.scalar(select(col(Device.id))) == present
    assert silent != present
    assert count(session, RawName) == 2
    assert count(session, Software) == 2
    assert session.scalars(select(col(Agent.device_id))).all() == [None]
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.action) == ("collector", "retention.applied")
    assert "devices=6" in entry.detail
    assert set(apply_retention(engine, chosen).values()) == {Removed()}


def test_a_sign_of_life_not_yet_counted_keeps_a_device(
    engine: Engine, settings: Settings, session: Session, seeds: Seeds
) -> None:
    device = seeds.device("z", [("Ancien", "1")], silent=True)
    seeds.source(device, "glpi", now())
    session.commit()
    chosen = settings.model_copy(update={"retention_gone_days": 45})
    apply_retention(engine, chosen)
    assert count(session, Device) == 1


def test_old_history_goes_and_present_rows_stay(
    engine: Engine, settings: Settings, session: Session, seeds: Seeds
) -> None:
    device = seeds.device("a", [("Essai Bureau", "2")])
    seeds.install(device, "Essai Bureau", "1", at=now() - 500 * DAY, gone_at=now() - 400 * DAY)
    seeds.install(device, "Essai Filtre", "1", at=now() - 500 * DAY, gone_at=now() - 10 * DAY)
    seeds.install(device, "Essai Paie", "1", at=now() - 900 * DAY)
    seeds.event(device, "removed", "Essai Bureau", "1", "")
    session.commit()
    old = session.scalars(select(SoftwareEvent)).one()
    old.at = now() - 400 * DAY
    seeds.event(device, "installed", "Essai Bureau", "", "2")
    session.commit()
    chosen = settings.model_copy(update={"retention_history_days": 365})
    removed = apply_retention(engine, chosen)[seeds.organisation_id]
    assert removed == Removed(events=1, intervals=1)
    assert count(session, Installation) == 3
    assert count(session, SoftwareEvent) == 1
    assert count(session, Device) == 1


def test_the_collector_applies_it_by_itself(
    engine: Engine,
    settings: Settings,
    session: Session,
    fleet_of_two: tuple[int, int],
    knowledge: Knowledge,
) -> None:
    _silent, present = fleet_of_two
    chosen = settings.model_copy(update={"retention_gone_days": 45})
    worker = Worker(engine, knowledge, chosen, pause=0.01)
    worker.start()
    deadline = time.monotonic() + 30
    while count(session, Device) > 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    worker.close()
    assert session.scalars(select(col(Device.id))).all() == [present]


def test_an_agent_whose_device_was_deleted_starts_anew(
    engine: Engine, settings: Settings, session: Session, fleet: Fleet
) -> None:
    credential = fleet.enrol()
    report = report_of("pc-7", [{"kind": "dpkg", "name": "libreoffice", "version": "1"}])
    assert fleet.post(credential, report).json()["status"] == "stored"
    chosen = settings.model_copy(update={"retention_gone_days": 30})
    apply_retention(engine, chosen, at=now() + 60 * DAY)
    assert count(session, Device) == 0
    answer = fleet.post(credential, report)
    assert (answer.status_code, answer.json()["status"]) == (200, "stored")
    assert count(session, Device) == 1
    assert count(session, Installation) >= 1
