"""Faults of the database, as one sentence and a status that tell the agent to keep its report and try later."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

import psycopg
import sqlalchemy.exc

from vigie_collector.errors import BadInput, TryLater, VigieError
from vigie_collector.texts import _

_RETRY_SECONDS = 60


def explained(error: Exception) -> Exception:
    """The error to answer: faults of the database become `TryLater`, text that it cannot hold `BadInput`."""
    if isinstance(error, sqlalchemy.exc.DBAPIError) and isinstance(error.orig, Exception):
        error = error.orig
    if isinstance(error, sqlite3.Error):
        return _sqlite(str(error).lower()) or error
    if isinstance(error, psycopg.Error | sqlalchemy.exc.TimeoutError):
        return _postgres(error) or error
    return error


def is_race(error: Exception) -> bool:
    """Whether another replica or process came between: the same work, done again, meets what it left."""
    return isinstance(
        error,
        sqlite3.IntegrityError
        | psycopg.errors.IntegrityError
        | psycopg.errors.DeadlockDetected
        | psycopg.errors.SerializationFailure,
    )


def is_outage(error: Exception) -> bool:
    """Whether the database cannot work now, for anyone: trying again at once would only keep callers waiting."""
    if isinstance(error, sqlalchemy.exc.DBAPIError) and isinstance(error.orig, Exception):
        error = error.orig
    outage = (
        sqlite3.OperationalError
        | psycopg.OperationalError
        | psycopg.InterfaceError
        | psycopg.errors.ReadOnlySqlTransaction
        | sqlalchemy.exc.TimeoutError
    )
    return isinstance(error, outage) and not is_race(error)


def _postgres(error: Exception) -> VigieError | None:
    if isinstance(error, psycopg.DataError):
        return BadInput(
            "bad_text",
            _(
                "Un des textes envoyés ne peut pas être gardé (caractère nul, trop long) : corrigez-le."
            ),
        )
    if isinstance(error, psycopg.errors.DiskFull):
        return _full()
    if isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
        return _read_only()
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return _forbidden()
    if isinstance(error, psycopg.errors.UndefinedTable):
        return _silent()
    if isinstance(
        error,
        sqlalchemy.exc.TimeoutError
        | psycopg.errors.DeadlockDetected
        | psycopg.errors.SerializationFailure,
    ):
        return _busy()
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return _silent()
    return None


def _sqlite(text: str) -> VigieError | None:
    for words, told in (
        (("locked", "busy"), _busy),
        (("readonly", "read-only"), _read_only),
        (("full",), _full),
        (("malformed", "not a database"), _damaged),
        (("unable to open", "disk i/o", "no such table"), _silent),
    ):
        if any(word in text for word in words):
            return told()
    return None


def _busy() -> TryLater:
    return _later("database_busy", _("La base de données est saturée : réessayez dans une minute."))


def _silent() -> TryLater:
    return _later(
        "database_unavailable",
        _("La base de données ne répond pas : rien n'est perdu, réessayez dans une minute."),
    )


def _full() -> TryLater:
    return _later(
        "disk_full",
        _("Le disque du collecteur est plein : rien n'a été enregistré, libérez de la place."),
    )


def _read_only() -> TryLater:
    return _later(
        "database_read_only",
        _("La base de données est en lecture seule : vérifiez les droits du dossier de données."),
    )


def _damaged() -> TryLater:
    return _later(
        "database_damaged",
        _("La base de données est abîmée : arrêtez le collecteur et restaurez une sauvegarde."),
    )


def _forbidden() -> TryLater:
    return _later(
        "database_forbidden",
        _(
            "Le compte de la base n'a pas les droits qu'il faut : faites-en le propriétaire de la base"
            " (ALTER DATABASE … OWNER TO …)."
        ),
    )


def _later(code: str, message: str) -> TryLater:
    return TryLater(code, message, retry_after=_RETRY_SECONDS)


@contextmanager
def explaining() -> Generator[None]:
    """Turns faults of the database raised inside into what the caller should be told."""
    try:
        yield
    except Exception as error:
        told = explained(error)
        if told is error:
            raise
        raise told from error
