"""Passwords: argon2id, with the same work whether the account exists or not."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from vigie_collector.errors import BadInput
from vigie_collector.texts import _

SHORTEST = 12
LONGEST = 256
# No 0, O, 1, l, I: a one-time password is often read aloud.
_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"

# RFC 9106's second recommended option: 64 MiB, 3 passes, 4 lanes (the library's default, written out).
hasher = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)


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
    return hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether a password is the one stored; None (no such account) costs the same and answers False."""
    try:
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
