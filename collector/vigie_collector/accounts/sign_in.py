"""Signing in: the same answer and the same work for a wrong password and for an account that does not exist."""

from dataclasses import dataclass

from sqlmodel import Session

from vigie_collector.accounts.audit import record
from vigie_collector.accounts.passwords import hash_password, is_outdated, matches
from vigie_collector.accounts.queries import first_organisation, user_by_email
from vigie_collector.accounts.tables import User
from vigie_collector.accounts.throttle import LoginThrottle
from vigie_collector.clock import now

_LONGEST_EMAIL = 254


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of an attempt: a person, or seconds to wait, or neither (wrong)."""

    user: User | None = None
    wait_seconds: int = 0


def sign_in(
    session: Session, throttle: LoginThrottle, *, address: str, email: str, password: str
) -> Attempt:
    """Checks an address and a password.

    Args:
        session: not committed here: a refusal must be committed too, for its line in the log.
        throttle: counts wrong ones.
        address: of the network, where the attempt comes from.
        email: what was typed.
        password: what was typed.
    """
    wanted = email.strip().lower()[:_LONGEST_EMAIL]
    wait = throttle.seconds_to_wait(address, wanted)
    if wait:
        return Attempt(wait_seconds=wait)
    user = user_by_email(session, wanted)
    stored = user.password_hash if user else None
    # Nothing is written yet: SQLite's write lock is given back while the hash is computed, reports go first.
    session.rollback()
    right = matches(stored, password)
    user = user_by_email(session, wanted)
    if user is None or not right or user.disabled_at is not None:
        throttle.count_failure(address, wanted)
        _log_failure(session, user, address, limited=throttle.seconds_to_wait(address, wanted) > 0)
        return Attempt()
    throttle.forget(wanted)
    if is_outdated(user.password_hash):
        user.password_hash = hash_password(password)
    user.last_login_at = now()
    session.add(user)
    record(session, user.email, user.organisation_id, "user.signed_in", user.email, address)
    return Attempt(user=user)


def _log_failure(session: Session, user: User | None, address: str, *, limited: bool) -> None:
    # What was typed for an account that does not exist is not kept: it is sometimes a password.
    organisation_id = user.organisation_id if user else first_organisation(session)
    if organisation_id is None:
        return
    actor = user.email if user else "?"
    record(session, actor, organisation_id, "user.sign_in_failed", actor, address)
    if limited:
        record(session, actor, organisation_id, "user.sign_in_limited", actor, address)
