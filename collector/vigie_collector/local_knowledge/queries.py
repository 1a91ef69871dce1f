"""Questions to the database about an organisation's own knowledge."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from vigie_collector.inventory.tables import RawName
from vigie_collector.local_knowledge.tables import LocalEntry
from vigie_collector.verdicts.tables import VerdictRow


def stamp_of(session: Session, organisation_id: int) -> tuple[int, int]:
    """Entries ever made and undone: both only grow, so the pair changes with each change."""
    statement = select(func.count(), func.count(col(LocalEntry.undone_at))).where(
        col(LocalEntry.organisation_id) == organisation_id
    )
    made, undone = session.execute(statement).one()
    return int(made), int(undone)


def entries_in_force(session: Session, organisation_id: int) -> list[LocalEntry]:
    """Entries that are not undone, in the order in which they were made."""
    statement = (
        select(LocalEntry)
        .where(
            col(LocalEntry.organisation_id) == organisation_id, col(LocalEntry.undone_at).is_(None)
        )
        .order_by(col(LocalEntry.id))
    )
    return list(session.scalars(statement))


def entries_after(
    session: Session, organisation_id: int, start: int, limit: int
) -> list[LocalEntry]:
    """Entries in the order of their ids, undone ones included."""
    statement = (
        select(LocalEntry)
        .where(col(LocalEntry.organisation_id) == organisation_id, col(LocalEntry.id) > start)
        .order_by(col(LocalEntry.id))
        .limit(limit)
    )
    return list(session.scalars(statement))


def raw_name(session: Session, organisation_id: int, name_id: int) -> RawName | None:
    """A raw name of this organisation."""
    return session.get(RawName, (organisation_id, name_id))


def raw_names_so(
    session: Session, organisation_id: int, kind: str, name: str, publisher: str
) -> RawName | None:
    """The raw name written exactly so, if machines have it."""
    statement = select(RawName).where(
        col(RawName.organisation_id) == organisation_id,
        col(RawName.kind) == kind,
        col(RawName.name) == name,
        col(RawName.publisher) == publisher,
    )
    return session.scalars(statement).first()


def verdict_row(session: Session, organisation_id: int, name_id: int) -> VerdictRow | None:
    """The verdict of a raw name, if it has one."""
    return session.get(VerdictRow, (organisation_id, name_id))


def names_of_kinds(
    session: Session, organisation_id: int, kinds: Sequence[str], limit: int
) -> list[tuple[RawName, VerdictRow]]:
    """Raw names with their verdicts, of some kinds (none given: all)."""
    statement = _read_names(organisation_id).limit(limit)
    if kinds:
        statement = statement.where(col(RawName.kind).in_(kinds))
    return [(row[0], row[1]) for row in session.execute(statement)]


def names_written(
    session: Session, organisation_id: int, names: Sequence[str]
) -> list[tuple[RawName, VerdictRow]]:
    """Raw names written exactly so, with their verdicts."""
    statement = _read_names(organisation_id).where(col(RawName.name).in_(names))
    return [(row[0], row[1]) for row in session.execute(statement)]


def _read_names(organisation_id: int) -> Any:
    return (
        select(RawName, VerdictRow)
        .join(
            VerdictRow,
            (col(VerdictRow.organisation_id) == col(RawName.organisation_id))
            & (col(VerdictRow.name_id) == col(RawName.id)),
        )
        .where(col(RawName.organisation_id) == organisation_id)
    )


def set_digest(session: Session, organisation_id: int, before: str, after: str) -> None:
    """Says that the verdicts of one digest are those of another."""
    session.execute(
        update(VerdictRow)
        .where(
            col(VerdictRow.organisation_id) == organisation_id,
            col(VerdictRow.knowledge_digest) == before,
        )
        .values(knowledge_digest=after)
    )


def verdicts_by_digest(session: Session, organisation_id: int) -> dict[str, int]:
    """How many names have a verdict of each state of the knowledge."""
    statement = (
        select(col(VerdictRow.knowledge_digest), func.count())
        .where(col(VerdictRow.organisation_id) == organisation_id)
        .group_by(col(VerdictRow.knowledge_digest))
    )
    return {digest: int(count) for digest, count in session.execute(statement)}
