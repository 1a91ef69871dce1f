"""What a command says when something failed: one sentence that names what to look at."""

import psycopg
import sqlalchemy.exc
from vigie_classifiers import KnowledgeError

from vigie_collector.errors import SettingsError, TryLater, VigieError
from vigie_collector.intake.faults import explained
from vigie_collector.texts import _


def told(error: Exception) -> VigieError | None:
    """The sentence for an error; None when it is a mistake of ours, whose trace we want."""
    if isinstance(error, VigieError):
        return error
    if isinstance(error, KnowledgeError):
        return SettingsError("bad_knowledge", str(error))
    if isinstance(error, OSError):
        return _refused(error)
    cause = error.orig if isinstance(error, sqlalchemy.exc.DBAPIError) else error
    if isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None:
        # No connection was made: a person at a console wants to know why.
        lines = str(cause).strip().splitlines()
        return TryLater(
            "database_unavailable",
            _(
                "PostgreSQL ne répond pas ({why}) : vérifiez VIGIE_DATABASE_URL et le serveur."
            ).format(why=lines[0] if lines else "?"),
        )
    if isinstance(cause, Exception) and "unable to open" in str(cause):
        return SettingsError(
            "data_dir_unusable",
            _(
                "Impossible d'ouvrir la base : vérifiez le dossier de données et ses droits"
                " (réglages VIGIE_DATA_DIR, VIGIE_DATABASE_URL)."
            ),
        )
    found = explained(error)
    return found if isinstance(found, VigieError) else None


def _refused(error: OSError) -> SettingsError:
    where = error.filename2 or error.filename or "?"
    return SettingsError(
        "system_refused",
        _("{path} : {why}. Vérifiez le chemin, les droits et la place sur le disque.").format(
            path=where, why=error.strerror or error
        ),
    )
