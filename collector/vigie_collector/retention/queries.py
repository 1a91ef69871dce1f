"""What is too old, and its deletion in batches. Raw names and software stay: intake holds their ids in memory."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CursorResult, delete, select, tuple_, update
from sqlmodel import Session, col

from vigie_collector.intake.tables import Agent
from vigie_collector.inventory.tables import (
    Device,
    DeviceSection,
    DeviceSource,
    DeviceWitness,
    Installation,
    SoftwareEvent,
)
from vigie_collector.organisations.tables import Organisation

_OF_DEVICE: tuple[Any, ...] = (
    Installation,
    SoftwareEvent,
    DeviceSection,
    DeviceWitness,
    DeviceSource,
)


def organisation_ids(session: Session) -> list[int]:
    """Every organisation."""
    return list(session.scalars(select(col(Organisation.id)).order_by(col(Organisation.id))))


def gone_devices(session: Session, organisation_id: int, before: int, limit: int) -> list[int]:
    """Devices of which no source heard since a moment, longest silent first.

    `device.last_seen_at` is refreshed by the worker only: the sources' last signs of life are asked too.
    """
    spoke = (
        select(col(DeviceSource.device_id))
        .where(
            col(DeviceSource.organisation_id) == col(Device.organisation_id),
            col(DeviceSource.device_id) == col(Device.id),
            col(DeviceSource.last_report_at) >= before,
        )
        .exists()
    )
    statement = (
        select(col(Device.id))
        .where(
            col(Device.organisation_id) == organisation_id,
            col(Device.last_seen_at) < before,
            ~spoke,
        )
        .order_by(col(Device.last_seen_at), col(Device.id))
        .limit(limit)
    )
    return list(session.scalars(statement))


def delete_devices(session: Session, organisation_id: int, devices: Sequence[int]) -> None:
    """Deletes devices with all that hangs on them; their agents stay enrolled, and start anew if they report."""
    for table in _OF_DEVICE:
        session.execute(
            delete(table).where(
                col(table.organisation_id) == organisation_id,
                col(table.device_id).in_(devices),
            )
        )
    session.execute(
        update(Agent)
        .where(col(Agent.organisation_id) == organisation_id, col(Agent.device_id).in_(devices))
        .values(device_id=None)
    )
    session.execute(
        delete(Device).where(
            col(Device.organisation_id) == organisation_id, col(Device.id).in_(devices)
        )
    )


def delete_old_events(session: Session, organisation_id: int, before: int, limit: int) -> int:
    """Deletes some events older than a moment; returns how many."""
    old = list(
        session.scalars(
            select(col(SoftwareEvent.id))
            .where(
                col(SoftwareEvent.organisation_id) == organisation_id,
                col(SoftwareEvent.at) < before,
            )
            .order_by(col(SoftwareEvent.at))
            .limit(limit)
        )
    )
    if old:
        session.execute(
            delete(SoftwareEvent).where(
                col(SoftwareEvent.organisation_id) == organisation_id,
                col(SoftwareEvent.id).in_(old),
            )
        )
    return len(old)


def delete_old_intervals(session: Session, organisation_id: int, before: int, limit: int) -> int:
    """Deletes some closed intervals that ended before a moment; returns how many."""
    key = tuple_(
        col(Installation.organisation_id),
        col(Installation.device_id),
        col(Installation.source),
        col(Installation.software_id),
        col(Installation.first_seen_at),
    )
    old = (
        select(
            col(Installation.organisation_id),
            col(Installation.device_id),
            col(Installation.source),
            col(Installation.software_id),
            col(Installation.first_seen_at),
        )
        .where(
            col(Installation.organisation_id) == organisation_id,
            col(Installation.gone_at) < before,
        )
        .limit(limit)
    )
    done = session.execute(delete(Installation).where(key.in_(old)))
    return done.rowcount if isinstance(done, CursorResult) else 0
