"""Baselines in the database, and the raw names behind present lines."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session, col

from vigie_collector.baselines.tables import Baseline, BaselineLine
from vigie_collector.inventory.origins import COUNTED
from vigie_collector.inventory.tables import NameCount
from vigie_collector.verdicts.tables import VerdictRow


def names_by_line(session: Session, organisation_id: int) -> dict[str, frozenset[int]]:
    """Line key to the ids of its raw names on present devices."""
    statement = (
        select(col(VerdictRow.line_key), col(VerdictRow.name_id))
        .join(
            NameCount,
            (col(NameCount.organisation_id) == col(VerdictRow.organisation_id))
            & (col(NameCount.name_id) == col(VerdictRow.name_id)),
        )
        .where(col(VerdictRow.organisation_id) == organisation_id)
    )
    found: dict[str, set[int]] = {}
    for key, name_id in session.execute(statement):
        found.setdefault(key, set()).add(name_id)
    return {key: frozenset(ids) for key, ids in found.items()}


def baselines_after(
    session: Session, organisation_id: int, start: int, limit: int
) -> list[Baseline]:
    """Baselines in the order of their ids, which is that of their making."""
    statement = (
        select(Baseline)
        .where(col(Baseline.organisation_id) == organisation_id, col(Baseline.id) > start)
        .order_by(col(Baseline.id))
        .limit(limit)
    )
    return list(session.scalars(statement))


def product_counts(session: Session, organisation_id: int) -> dict[int, int]:
    """Products of each baseline."""
    statement = (
        select(col(BaselineLine.baseline_id), func.count())
        .where(
            col(BaselineLine.organisation_id) == organisation_id,
            col(BaselineLine.type).in_(COUNTED),
        )
        .group_by(col(BaselineLine.baseline_id))
    )
    return {int(row[0]): int(row[1]) for row in session.execute(statement)}


def find_baseline(session: Session, organisation_id: int, baseline_id: int) -> Baseline | None:
    """One baseline of this organisation."""
    return session.get(Baseline, (organisation_id, baseline_id))


def is_name_taken(session: Session, organisation_id: int, name: str) -> bool:
    """Whether a baseline has this name, whatever its case."""
    statement = select(func.count()).where(
        col(Baseline.organisation_id) == organisation_id,
        func.lower(col(Baseline.name)) == func.lower(name),
    )
    return bool(session.scalar(statement))


def lines_of(session: Session, organisation_id: int, baseline_id: int) -> list[BaselineLine]:
    """All lines of a baseline, by key."""
    statement = (
        select(BaselineLine)
        .where(
            col(BaselineLine.organisation_id) == organisation_id,
            col(BaselineLine.baseline_id) == baseline_id,
        )
        .order_by(col(BaselineLine.line_key))
    )
    return list(session.scalars(statement))


def add_baseline(session: Session, baseline: Baseline, lines: Iterable[BaselineLine]) -> None:
    """Stores a baseline with its lines, in bulk."""
    session.add(baseline)
    session.flush()
    rows: Sequence[dict[str, Any]] = [line.model_dump() for line in lines]
    if rows:
        session.execute(insert(BaselineLine), rows)


def delete_baseline(session: Session, baseline: Baseline) -> None:
    """Takes a baseline away with its lines."""
    session.execute(
        delete(BaselineLine).where(
            col(BaselineLine.organisation_id) == baseline.organisation_id,
            col(BaselineLine.baseline_id) == baseline.id,
        )
    )
    session.delete(baseline)
    session.flush()
