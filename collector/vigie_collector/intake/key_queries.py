"""Keys in the database."""

from typing import Any, cast

from sqlalchemy import CursorResult, or_, update
from sqlmodel import Session, col, select

from vigie_collector.intake.tables import EnrolmentKey


def key_by_hash(session: Session, secret_hash: str) -> EnrolmentKey | None:
    """The key with this hash."""
    return session.exec(
        select(EnrolmentKey).where(col(EnrolmentKey.secret_hash) == secret_hash)
    ).first()


def count_use(session: Session, key: EnrolmentKey) -> bool:
    """Adds one use where one is left; False when none is."""
    done = session.execute(
        update(EnrolmentKey)
        .where(
            col(EnrolmentKey.organisation_id) == key.organisation_id,
            col(EnrolmentKey.id) == key.id,
            col(EnrolmentKey.revoked_at).is_(None),
            or_(
                col(EnrolmentKey.max_uses).is_(None),
                col(EnrolmentKey.uses) < col(EnrolmentKey.max_uses),
            ),
        )
        .values(uses=col(EnrolmentKey.uses) + 1)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", done).rowcount == 1


def keys_of(session: Session, organisation_id: int) -> list[EnrolmentKey]:
    """All keys of an organisation, newest first."""
    return list(
        session.exec(
            select(EnrolmentKey)
            .where(col(EnrolmentKey.organisation_id) == organisation_id)
            .order_by(col(EnrolmentKey.id).desc())
        )
    )
