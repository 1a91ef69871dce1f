"""Sign-ins and API tokens in the database, by the hash of what the caller holds."""

from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from vigie_collector.accounts.tables import ApiToken, LoginSession, User
from vigie_collector.organisations.tables import Organisation


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An unexpired sign-in with its person and organisation."""

    login: LoginSession
    user: User
    organisation: Organisation


def signed_in(session: Session, token_hash: str, moment: int) -> SignedIn | None:
    """The sign-in behind a hashed cookie, if it has not expired and its account is not disabled."""
    row = session.exec(
        select(LoginSession, User, Organisation)
        .join(
            User,
            (col(User.organisation_id) == col(LoginSession.organisation_id))
            & (col(User.id) == col(LoginSession.user_id)),
        )
        .join(Organisation, col(Organisation.id) == col(LoginSession.organisation_id))
        .where(
            col(LoginSession.token_hash) == token_hash,
            col(LoginSession.expires_at) > moment,
            col(User.disabled_at).is_(None),
        )
    ).first()
    return SignedIn(*row) if row else None


def token_holder(
    session: Session, secret_hash: str, moment: int
) -> tuple[ApiToken, Organisation] | None:
    """The API token behind a hash, if it is neither revoked nor expired."""
    row = session.exec(
        select(ApiToken, Organisation)
        .join(Organisation, col(Organisation.id) == col(ApiToken.organisation_id))
        .where(col(ApiToken.secret_hash) == secret_hash, col(ApiToken.revoked_at).is_(None))
    ).first()
    if row is None or (row[0].expires_at is not None and row[0].expires_at <= moment):
        return None
    return row[0], row[1]


def note_token_use(session: Session, token: ApiToken, moment: int) -> None:
    """Keeps when a token was last used."""
    session.execute(
        update(ApiToken)
        .where(col(ApiToken.organisation_id) == token.organisation_id, col(ApiToken.id) == token.id)
        .values(last_used_at=moment)
    )


def delete_session(session: Session, token_hash: str) -> None:
    """Ends one sign-in."""
    session.execute(delete(LoginSession).where(col(LoginSession.token_hash) == token_hash))


def delete_sessions_of(
    session: Session, organisation_id: int, user_id: int, *, but: str = ""
) -> None:
    """Ends every sign-in of a person, except the one whose hash is `but`."""
    session.execute(
        delete(LoginSession).where(
            col(LoginSession.organisation_id) == organisation_id,
            col(LoginSession.user_id) == user_id,
            col(LoginSession.token_hash) != but,
        )
    )


def delete_expired(session: Session, moment: int) -> None:
    """Forgets the sign-ins that have expired."""
    session.execute(delete(LoginSession).where(col(LoginSession.expires_at) <= moment))
