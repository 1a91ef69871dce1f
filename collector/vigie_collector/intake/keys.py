"""Enrolment keys: made by a person, found by their hash, counted as they are used."""

import secrets

from sqlmodel import Session

from vigie_collector.clock import now
from vigie_collector.errors import NotAllowed, SignInNeeded
from vigie_collector.ids import new_id
from vigie_collector.intake.key_queries import count_use, key_by_hash
from vigie_collector.intake.tables import EnrolmentKey
from vigie_collector.secret import hash_of
from vigie_collector.texts import _


def create_key(
    session: Session,
    organisation_id: int,
    name: str,
    purpose: str = "agent",
    *,
    expires_at: int | None = None,
    max_uses: int | None = None,
    created_by: str = "",
) -> tuple[EnrolmentKey, str]:
    """Makes a key; its secret (`vgk_…`) exists nowhere else in clear.

    Args:
        session: not committed here.
        organisation_id: the tenant that machines will join.
        name: what it is for.
        purpose: `agent` (expires, limited uses) or `fleet` (lasting, for existing inventories).
        expires_at: epoch seconds; None never expires.
        max_uses: None is unlimited.
        created_by: who made it.
    """
    secret = "vgk_" + secrets.token_urlsafe(24)
    key = EnrolmentKey(
        organisation_id=organisation_id,
        id=new_id(),
        name=name[:128],
        purpose=purpose,
        secret_hash=hash_of(secret),
        created_at=now(),
        created_by=created_by[:256],
        expires_at=expires_at,
        max_uses=max_uses,
    )
    session.add(key)
    session.flush()
    return key, secret


def find_key(session: Session, secret: str) -> EnrolmentKey:
    """The key behind a secret, if it may be used now.

    Raises:
        SignInNeeded: `unknown_key`.
        NotAllowed: `key_revoked`, `key_expired` or `key_exhausted`.
    """
    key = key_by_hash(session, hash_of(secret.strip()))
    if key is None:
        raise SignInNeeded(
            "unknown_key",
            _(
                "Clé d'enrôlement inconnue : vérifiez qu'elle est copiée en entier, ou créez-en une."
            ),
        )
    if key.revoked_at is not None:
        raise NotAllowed("key_revoked", _("Clé d'enrôlement révoquée : demandez-en une nouvelle."))
    if key.expires_at is not None and key.expires_at <= now():
        raise NotAllowed("key_expired", _("Clé d'enrôlement expirée : demandez-en une nouvelle."))
    if key.max_uses is not None and key.uses >= key.max_uses:
        raise _exhausted()
    return key


def agent_key(session: Session, secret: str) -> EnrolmentKey:
    """The key behind a secret, if a machine may join with it now.

    Raises:
        SignInNeeded, NotAllowed: as `find_key`, and `key_for_fleet`: such a key lasts, and stands in addresses.
    """
    key = find_key(session, secret)
    if key.purpose != "agent":
        raise NotAllowed(
            "key_for_fleet",
            _("Cette clé est celle d'un parc existant : créez une clé d'agent pour enrôler."),
        )
    return key


def use_key(session: Session, key: EnrolmentKey) -> None:
    """Counts one use; the limit holds however many machines join at once.

    Raises:
        NotAllowed: `key_exhausted`: others took the last uses.
    """
    if not count_use(session, key):
        raise _exhausted()


def _exhausted() -> NotAllowed:
    return NotAllowed(
        "key_exhausted",
        _("Clé d'enrôlement épuisée (nombre d'utilisations atteint) : demandez-en une nouvelle."),
    )
