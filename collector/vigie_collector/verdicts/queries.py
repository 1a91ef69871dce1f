"""Names that wait for a verdict, and verdicts stored in bulk."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import delete, insert, or_, select
from sqlmodel import Session, col

from vigie_collector.inventory.tables import RawName
from vigie_collector.verdicts.tables import VerdictRow


def pending_names(session: Session, organisation_id: int, digest: str, limit: int) -> list[RawName]:
    """Names without a verdict of this knowledge, oldest first."""
    statement = (
        select(RawName)
        .outerjoin(
            VerdictRow,
            (col(VerdictRow.organisation_id) == col(RawName.organisation_id))
            & (col(VerdictRow.name_id) == col(RawName.id)),
        )
        .where(
            col(RawName.organisation_id) == organisation_id,
            or_(col(VerdictRow.name_id).is_(None), col(VerdictRow.knowledge_digest) != digest),
        )
        .order_by(col(RawName.id))
        .limit(limit)
    )
    return list(session.scalars(statement))


def replace_verdicts(
    session: Session, organisation_id: int, rows: Sequence[dict[str, Any]]
) -> None:
    """Stores verdicts in place of those of the same names."""
    names = [cast("int", row["name_id"]) for row in rows]
    for start in range(0, len(names), 500):
        session.execute(
            delete(VerdictRow).where(
                col(VerdictRow.organisation_id) == organisation_id,
                col(VerdictRow.name_id).in_(names[start : start + 500]),
            )
        )
    if rows:
        session.execute(insert(VerdictRow), list(rows))
