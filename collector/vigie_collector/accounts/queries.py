"""People, API tokens and the audit log in the database."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from vigie_collector.accounts.tables import ApiToken, AuditEntry, User
from vigie_collector.organisations.tables import Organisation


def user_by_email(session: Session, email: str) -> User | None:
    """The account with this address (lower case), in any organisation: addresses are unique."""
    return session.exec(select(User).where(col(User.email) == email)).first()


def users_of(session: Session, organisation_id: int) -> list[User]:
    """All accounts, by address."""
    return list(
        session.exec(
            select(User)
            .where(col(User.organisation_id) == organisation_id)
            .order_by(col(User.email))
        )
    )


def user_count(session: Session, organisation_id: int | None = None) -> int:
    """How many accounts an organisation has; all organisations for None."""
    statement = select(func.count()).select_from(User)
    if organisation_id is not None:
        statement = statement.where(col(User.organisation_id) == organisation_id)
    return session.exec(statement).one()


def active_administrators(session: Session, organisation_id: int) -> list[int]:
    """Ids of the administrators who can sign in, locked until the transaction ends (PostgreSQL)."""
    return list(
        session.exec(
            select(col(User.id))
            .where(
                col(User.organisation_id) == organisation_id,
                col(User.role) == "administrator",
                col(User.disabled_at).is_(None),
            )
            .order_by(col(User.id))
            .with_for_update()
        )
    )


def tokens_of(session: Session, organisation_id: int) -> list[ApiToken]:
    """All API tokens, newest first."""
    return list(
        session.exec(
            select(ApiToken)
            .where(col(ApiToken.organisation_id) == organisation_id)
            .order_by(col(ApiToken.id).desc())
        )
    )


def first_organisation(session: Session) -> int | None:
    """The organisation whose log keeps sign-ins that name nobody."""
    return session.exec(
        select(col(Organisation.id)).order_by(col(Organisation.created_at), col(Organisation.id))
    ).first()


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is asked of the audit log; empty means all."""

    action: str = ""
    actor: str = ""
    before_id: int = 0
    """Entries older than this one."""


def audit_entries(
    session: Session, organisation_id: int, chosen: AuditFilter, limit: int
) -> list[AuditEntry]:
    """Entries of the audit log, newest first."""
    statement = select(AuditEntry).where(col(AuditEntry.organisation_id) == organisation_id)
    if chosen.action:
        statement = statement.where(col(AuditEntry.action) == chosen.action)
    if chosen.actor:
        statement = statement.where(col(AuditEntry.actor) == chosen.actor)
    if chosen.before_id:
        statement = statement.where(col(AuditEntry.id) < chosen.before_id)
    return list(session.exec(statement.order_by(col(AuditEntry.id).desc()).limit(limit)))


def audit_actions(session: Session, organisation_id: int) -> list[str]:
    """Every action that the log knows."""
    return list(
        session.exec(
            select(col(AuditEntry.action))
            .where(col(AuditEntry.organisation_id) == organisation_id)
            .distinct()
            .order_by(col(AuditEntry.action))
        )
    )
