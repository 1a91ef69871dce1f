"""People and API tokens: made, changed and taken away. Nothing here commits."""

import re
import secrets

from sqlmodel import Session

from vigie_collector.accounts.audit import record
from vigie_collector.accounts.passwords import generate, hash_password, matches
from vigie_collector.accounts.queries import (
    active_administrators,
    user_by_email,
    user_count,
)
from vigie_collector.accounts.roles import ADMINISTRATOR, OPERATOR, READER, ROLES
from vigie_collector.accounts.session_queries import delete_sessions_of
from vigie_collector.accounts.tables import ApiToken, User
from vigie_collector.clock import now
from vigie_collector.errors import BadInput, Conflict, NotFound
from vigie_collector.ids import new_id
from vigie_collector.secret import hash_of
from vigie_collector.texts import _

__all__ = [
    "change_password",
    "count_users",
    "create_token",
    "create_user",
    "find_user",
    "normal_email",
    "record",
    "reset_password",
    "revoke_token",
    "set_enabled",
    "set_role",
]

# Not the whole of RFC 5322: what a person signs in with, `admin@localhost` included.
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f<>]{1,64}@[^@\s\x00-\x1f\x7f<>]{1,189}")


def normal_email(email: str) -> str:
    """An address as it is stored and compared.

    Raises:
        BadInput: it does not look like one.
    """
    wanted = email.strip().lower()
    if not _EMAIL.fullmatch(wanted):
        raise BadInput("bad_email", _("Adresse invalide : écrivez-la comme nom@ville.fr."))
    return wanted


def create_user(
    session: Session,
    organisation_id: int,
    email: str,
    role: str,
    password: str | None = None,
    *,
    name: str = "",
) -> tuple[User, str | None]:
    """Makes an account.

    Returns:
        The account, and its password when none was given: it exists nowhere else in clear.

    Raises:
        BadInput: bad address, role or password.
        Conflict: the address has an account already.
    """
    wanted = normal_email(email)
    _check_role(role)
    if user_by_email(session, wanted) is not None:
        raise Conflict(
            "email_taken", _("Cette adresse a déjà un compte : choisissez-en une autre.")
        )
    made = generate() if password is None else None
    user = User(
        organisation_id=organisation_id,
        id=new_id(),
        email=wanted,
        name=name.strip()[:128],
        password_hash=hash_password(made or password or ""),
        role=role,
        created_at=now(),
    )
    session.add(user)
    session.flush()
    return user, made


def count_users(session: Session, organisation_id: int | None = None) -> int:
    """How many accounts an organisation has (all of them for None)."""
    return user_count(session, organisation_id)


def find_user(session: Session, organisation_id: int, user_id: int) -> User:
    """An account of this organisation.

    Raises:
        NotFound: there is none.
    """
    user = session.get(User, (organisation_id, user_id))
    if user is None:
        raise NotFound("unknown_user", _("Ce compte n'existe pas : revenez à la liste."))
    return user


def set_role(session: Session, user: User, role: str) -> None:
    """Changes a role.

    Raises:
        BadInput: no such role.
        Conflict: the last administrator would be gone.
    """
    _check_role(role)
    if role != ADMINISTRATOR:
        _check_not_last(session, user)
    user.role = role
    session.add(user)


def set_enabled(session: Session, user: User, *, enabled: bool) -> None:
    """Lets someone sign in again, or not any more: their sign-ins end at once.

    Raises:
        Conflict: the last administrator would be gone.
    """
    if enabled:
        user.disabled_at = None
    else:
        _check_not_last(session, user)
        user.disabled_at = now()
        delete_sessions_of(session, user.organisation_id, user.id)
    session.add(user)


def reset_password(session: Session, user: User) -> str:
    """Gives a new one-time password, and ends every sign-in of this person."""
    made = generate()
    user.password_hash = hash_password(made)
    session.add(user)
    delete_sessions_of(session, user.organisation_id, user.id)
    return made


def change_password(session: Session, user: User, present: str, wanted: str, *, keep: str) -> None:
    """Changes one's own password, and ends one's other sign-ins.

    Args:
        session: not committed here.
        user: who changes.
        present: their password now.
        wanted: the one they want.
        keep: hash of the sign-in that stays.

    Raises:
        BadInput: the present password is wrong, or the new one is refused.
    """
    if not matches(user.password_hash, present):
        raise BadInput("wrong_password", _("Mot de passe actuel incorrect."))
    user.password_hash = hash_password(wanted)
    session.add(user)
    delete_sessions_of(session, user.organisation_id, user.id, but=keep)


def create_token(
    session: Session,
    organisation_id: int,
    name: str,
    role: str = READER,
    *,
    expires_at: int | None = None,
) -> tuple[ApiToken, str]:
    """Makes an API token; its secret (`vgt_…`) exists nowhere else in clear.

    Raises:
        BadInput: no name, or a role that scripts may not have.
    """
    if not name.strip():
        raise BadInput("name_needed", _("Donnez un nom : il dira plus tard à quoi sert le jeton."))
    if role not in (READER, OPERATOR):
        raise BadInput("bad_role", _("Rôle refusé pour un jeton : lecture ou exploitation."))
    secret = "vgt_" + secrets.token_urlsafe(32)
    token = ApiToken(
        organisation_id=organisation_id,
        id=new_id(),
        name=name.strip()[:128],
        secret_hash=hash_of(secret),
        role=role,
        created_at=now(),
        expires_at=expires_at,
    )
    session.add(token)
    session.flush()
    return token, secret


def revoke_token(session: Session, organisation_id: int, token_id: int) -> ApiToken:
    """Ends a token at once; ending it twice changes nothing.

    Raises:
        NotFound: there is none.
    """
    token = session.get(ApiToken, (organisation_id, token_id))
    if token is None:
        raise NotFound("unknown_token", _("Ce jeton n'existe pas : revenez à la liste."))
    if token.revoked_at is None:
        token.revoked_at = now()
        session.add(token)
    return token


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise BadInput("bad_role", _("Rôle inconnu : choisissez-le dans la liste."))


def _check_not_last(session: Session, user: User) -> None:
    if active_administrators(session, user.organisation_id) == [user.id]:
        raise Conflict(
            "last_administrator",
            _("C'est le dernier administrateur : donnez d'abord ce rôle à un autre compte."),
        )
