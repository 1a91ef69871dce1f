"""Passwords: argon2id, with the same work whether the account exists or not."""

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from vigie_collector.errors import BadInput
from vigie_collector.texts import _

SHORTEST = 12
LONGEST = 256
# No 0, O, 1, l, I: a one-time password is often read aloud.
_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"

# OWASP's option for argon2id: 19 MiB, 2 passes, 1 lane. A burst of sign-ins may not take the machine's memory:
# so many are checked at once, the others wait their turn.
hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_places = threading.BoundedSemaphore(4)


def generate() -> str:
    """A one-time password of 20 characters in groups of five: about 115 random bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _each in range(5)) for _group in range(4))
    return "-".join(groups)


def hash_password(password: str) -> str:
    """The argon2id hash of a password.

    Raises:
        BadInput: too short or too long.
    """
    if len(password) < SHORTEST:
        raise BadInput(
            "password_too_short",
            _("Mot de passe trop court : {least} caractères au moins.").format(least=SHORTEST),
        )
    if len(password) > LONGEST:
        raise BadInput(
            "password_too_long",
            _("Mot de passe trop long : {most} caractères au plus.").format(most=LONGEST),
        )
    with _places:
        return hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether a password is the one stored; None (no such account) costs the same and answers False."""
    try:
        with _places:
            hasher.verify(stored or _nobody(), password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return hasher.check_needs_rehash(stored)


@cache
def _nobody() -> str:
    return hasher.hash(secrets.token_urlsafe(32))
