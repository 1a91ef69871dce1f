"""Sign-ins: a random 256-bit cookie whose SHA-256 alone is stored."""

import secrets
from datetime import timedelta

import structlog
from fastapi import Request
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session
from starlette.responses import Response

from vigie_collector.accounts.session_queries import (
    delete_expired,
    delete_session,
    note_token_use,
    signed_in,
    token_holder,
)
from vigie_collector.accounts.tables import ApiToken, LoginSession, User
from vigie_collector.accounts.viewer import Viewer
from vigie_collector.clock import now
from vigie_collector.database import writing
from vigie_collector.secret import hash_of
from vigie_collector.settings import Settings
from vigie_collector.texts import language

COOKIE = "vigie_session"
_log = structlog.get_logger()
_LONGEST = 256
"""No cookie or token of ours is longer: what is longer is not even hashed."""
_USE_NOTED_SECONDS = 60
"""An API token's last use is noted at most so often: reading a list should not write each time."""


def open_session(session: Session, user: User, settings: Settings) -> str:
    """Signs a person in and gives the value of their cookie; expired sign-ins are forgotten on the way."""
    moment = now()
    delete_expired(session, moment)
    token = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            organisation_id=user.organisation_id,
            token_hash=hash_of(token),
            user_id=user.id,
            csrf=secrets.token_urlsafe(32),
            created_at=moment,
            expires_at=moment + int(timedelta(hours=settings.session_hours).total_seconds()),
        )
    )
    session.flush()
    return token


def close_session(session: Session, request: Request) -> None:
    """Ends the sign-in of the request's cookie, if it has one."""
    token = request.cookies.get(COOKIE, "")
    if 0 < len(token) <= _LONGEST:
        delete_session(session, hash_of(token))


def set_cookie(response: Response, token: str, settings: Settings) -> None:
    """Gives the browser its cookie: out of reach of scripts, never sent by another site's form."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(timedelta(hours=settings.session_hours).total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
        path="/",
    )


def viewer_of_cookie(session: Session, request: Request) -> Viewer | None:
    """The person behind the request's cookie."""
    token = request.cookies.get(COOKIE, "")
    if not token or len(token) > _LONGEST:
        return None
    found = signed_in(session, hash_of(token), now())
    if found is None:
        return None
    return Viewer(
        organisation_id=found.organisation.id,
        organisation=found.organisation.name,
        actor=found.user.email,
        name=found.user.name or found.user.email,
        role=found.user.role,
        csrf=found.login.csrf,
        language=language(),
        policy=found.organisation.policy,
        user_id=found.user.id,
        set_up=found.organisation.set_up_at is not None,
    )


def viewer_of_token(
    session: Session, engine: Engine, secret: str, *, changing: bool
) -> Viewer | None:
    """The script behind an API token; its use is noted.

    Args:
        session: of the request.
        engine: of the database.
        secret: what the script sent.
        changing: the request writes: its own transaction, which holds SQLite's write lock, notes the use. Another
            transaction does otherwise.
    """
    if not secret or len(secret) > _LONGEST:
        return None
    moment = now()
    found = token_holder(session, hash_of(secret), moment)
    if found is None:
        return None
    token, organisation = found
    if (token.last_used_at or 0) + _USE_NOTED_SECONDS <= moment:
        if changing:
            note_token_use(session, token, moment)
        else:
            _note_use(engine, token, moment)
    return Viewer(
        organisation_id=organisation.id,
        organisation=organisation.name,
        actor=f"token:{token.name}",
        name=token.name,
        role=token.role,
        csrf="",
        language=language(),
        policy=organisation.policy,
    )


def _note_use(engine: Engine, token: ApiToken, moment: int) -> None:
    # Most calls only read: one that also wrote could be refused because a report came in between (SQLite).
    try:
        with Session(writing(engine)) as session:
            note_token_use(session, token, moment)
            session.commit()
    except DBAPIError:
        # The script asked for a list: it gets it, whatever keeps the database from being written.
        _log.warning("token_use_not_noted", token=token.name)
