"""Applies the two retention settings, in short transactions, so that intake never waits for a long one."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session

from vigie_collector.accounts.service import record
from vigie_collector.clock import now
from vigie_collector.database import writing
from vigie_collector.retention import queries
from vigie_collector.settings import Settings

_DAY = 86_400
_DEVICES_AT_ONCE = 50
_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Removed:
    """What was deleted."""

    devices: int = 0
    events: int = 0
    intervals: int = 0
    """Closed installations."""

    def __bool__(self) -> bool:
        """Whether anything was."""
        return bool(self.devices or self.events or self.intervals)


def apply_retention(
    engine: Engine, settings: Settings, *, at: int | None = None
) -> dict[int, Removed]:
    """Deletes silent devices and old history of every organisation, and tells their audit logs.

    Commits after each batch: what is done stays done. Counts of lines follow at the worker's next round.

    Args:
        engine: of the database.
        settings: `retention_gone_days` and `retention_history_days`; 0 keeps all.
        at: now, in epoch seconds.

    Returns:
        Organisation id to what was deleted.
    """
    moment = now() if at is None else at
    with Session(writing(engine)) as session:
        organisations = queries.organisation_ids(session)
        session.rollback()
        return {each: _apply(session, settings, each, moment) for each in organisations}


def _apply(session: Session, settings: Settings, organisation_id: int, moment: int) -> Removed:
    devices = events = intervals = 0
    if settings.retention_gone_days:
        devices = _gone(session, organisation_id, moment - settings.retention_gone_days * _DAY)
    if settings.retention_history_days:
        before = moment - settings.retention_history_days * _DAY
        events = _batches(session, organisation_id, before, queries.delete_old_events)
        intervals = _batches(session, organisation_id, before, queries.delete_old_intervals)
    removed = Removed(devices, events, intervals)
    if removed:
        record(
            session,
            "collector",
            organisation_id,
            "retention.applied",
            detail=f"devices={devices} events={events} intervals={intervals}",
        )
        session.commit()
    return removed


def _gone(session: Session, organisation_id: int, before: int) -> int:
    total = 0
    while devices := queries.gone_devices(session, organisation_id, before, _DEVICES_AT_ONCE):
        queries.delete_devices(session, organisation_id, devices)
        session.commit()
        total += len(devices)
    session.rollback()
    return total


def _batches(
    session: Session,
    organisation_id: int,
    before: int,
    delete_some: Callable[[Session, int, int, int], int],
) -> int:
    total = 0
    while done := delete_some(session, organisation_id, before, _ROWS_AT_ONCE):
        session.commit()
        total += done
    session.rollback()
    return total
