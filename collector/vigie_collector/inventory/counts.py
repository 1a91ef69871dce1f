"""Counts kept up to date: freshness of devices, devices of each name and of each line.

They are computed by reads, then written in one short transaction, so that intake never waits for a long one.
"""

from typing import Any

from sqlalchemy import delete, distinct, func, insert, select, text
from sqlmodel import Session, col

from vigie_collector.clock import now
from vigie_collector.database import alone
from vigie_collector.inventory.statistics import refresh_statistics
from vigie_collector.inventory.tables import Device, Installation, LineCount, NameCount, Software
from vigie_collector.verdicts.tables import VerdictRow

_FRESHNESS = (
    text(
        "UPDATE device SET last_seen_at = (SELECT max(s.last_report_at) FROM device_source s"
        " WHERE s.organisation_id = device.organisation_id AND s.device_id = device.id)"
        " WHERE organisation_id = :organisation AND EXISTS (SELECT 1 FROM device_source s"
        " WHERE s.organisation_id = device.organisation_id AND s.device_id = device.id"
        " AND s.last_report_at > device.last_seen_at)"
    ),
    text(
        "UPDATE agent SET last_contact_at = (SELECT max(s.last_report_at) FROM device_source s"
        " WHERE s.organisation_id = agent.organisation_id AND s.agent_id = agent.id)"
        " WHERE organisation_id = :organisation AND EXISTS (SELECT 1 FROM device_source s"
        " WHERE s.organisation_id = agent.organisation_id AND s.agent_id = agent.id"
        " AND s.last_report_at > COALESCE(agent.last_contact_at, 0))"
    ),
)


def refresh_freshness(session: Session, organisation_id: int) -> None:
    """Brings `last_seen_at` of devices and `last_contact_at` of agents up to their sources' last sign of life."""
    for statement in _FRESHNESS:
        session.execute(statement, {"organisation": organisation_id})


def refresh_counts(session: Session, organisation_id: int, stale_before: int) -> None:
    """Counts present devices again, and commits: the caller's transaction must hold nothing else.

    Args:
        session: its transaction is ended.
        organisation_id: the tenant.
        stale_before: devices last seen before are silent, and not counted (epoch seconds).
    """
    refresh_freshness(session, organisation_id)
    session.commit()
    refresh_statistics(session)
    session.commit()
    names = _name_counts(session, organisation_id, stale_before)
    lines = _line_counts(session, organisation_id, stale_before)
    session.commit()
    alone(session, "counts", organisation_id)
    session.execute(delete(NameCount).where(col(NameCount.organisation_id) == organisation_id))
    session.execute(delete(LineCount).where(col(LineCount.organisation_id) == organisation_id))
    if names:
        session.execute(insert(NameCount), names)
    if lines:
        session.execute(insert(LineCount), lines)
    session.commit()


def _present(*columns: Any, organisation_id: int, stale_before: int) -> Any:
    return (
        select(*columns)
        .select_from(Installation)
        .join(
            Device,
            (col(Device.organisation_id) == col(Installation.organisation_id))
            & (col(Device.id) == col(Installation.device_id)),
        )
        .join(
            Software,
            (col(Software.organisation_id) == col(Installation.organisation_id))
            & (col(Software.id) == col(Installation.software_id)),
        )
        .where(
            col(Installation.organisation_id) == organisation_id,
            col(Installation.gone_at).is_(None),
            col(Device.last_seen_at) >= stale_before,
        )
    )


def _name_counts(session: Session, organisation_id: int, stale_before: int) -> list[dict[str, int]]:
    statement = _present(
        col(Software.name_id),
        func.count(distinct(col(Installation.device_id))),
        func.min(col(Installation.first_seen_at)),
        organisation_id=organisation_id,
        stale_before=stale_before,
    ).group_by(col(Software.name_id))
    return [
        {
            "organisation_id": organisation_id,
            "name_id": name_id,
            "devices": devices,
            "first_seen_at": first,
        }
        for name_id, devices, first in session.execute(statement)
    ]


def _line_counts(
    session: Session, organisation_id: int, stale_before: int
) -> list[dict[str, int | str]]:
    moment = now()
    statement = (
        _present(
            col(VerdictRow.line_key),
            func.count(distinct(col(Installation.device_id))),
            func.count(distinct(col(Software.name_id))),
            func.min(col(Installation.first_seen_at)),
            organisation_id=organisation_id,
            stale_before=stale_before,
        )
        .join(
            VerdictRow,
            (col(VerdictRow.organisation_id) == col(Software.organisation_id))
            & (col(VerdictRow.name_id) == col(Software.name_id)),
        )
        .group_by(col(VerdictRow.line_key))
    )
    return [
        {
            "organisation_id": organisation_id,
            "line_key": key,
            "devices": devices,
            "names": names,
            "first_seen_at": first,
            "counted_at": moment,
        }
        for key, devices, names, first in session.execute(statement)
    ]
