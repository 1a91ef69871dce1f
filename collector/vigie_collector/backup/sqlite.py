"""SQLite: a consistent copy while the collector writes, and its return by rename."""

import sqlite3
from contextlib import closing
from pathlib import Path

from vigie_collector.backup.manifest import not_a_backup
from vigie_collector.errors import Conflict, SettingsError
from vigie_collector.texts import _

MEMBER = "database.sqlite"


def database_file(url: str) -> Path:
    """The file of an SQLAlchemy address `sqlite:///…`."""
    return Path(url.removeprefix("sqlite:///"))


def copy_database(url: str, target: Path) -> None:
    """Copies the database in one step: one moment of it, writers go on.

    Raises:
        SettingsError: there is no database.
    """
    source = database_file(url)
    if not source.is_file():
        raise SettingsError(
            "no_database",
            _(
                "Aucune base en {path} : vérifiez VIGIE_DATA_DIR, ou lancez « vigie migrate »."
            ).format(path=source),
        )
    with (
        closing(sqlite3.connect(source, timeout=30)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        # One file, without its log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def put_database(url: str, restored: Path) -> None:
    """Checks a copy, then puts it in place of the database at once.

    Raises:
        BadInput: the copy is damaged.
        Conflict: the collector still runs.
    """
    try:
        with closing(sqlite3.connect(restored)) as copy:
            sound = copy.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            copy.execute("PRAGMA journal_mode=WAL")
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        raise not_a_backup()
    target = database_file(url)
    if target.exists():
        _close_for_all(target)
    restored.replace(target)
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)


def _close_for_all(target: Path) -> None:
    """Proves that nobody else has the database open, and folds its log into it."""
    try:
        with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as alone:
            alone.execute("PRAGMA locking_mode=EXCLUSIVE")
            alone.execute("BEGIN EXCLUSIVE")
            alone.execute("COMMIT")
    except sqlite3.OperationalError:
        raise Conflict(
            "database_in_use",
            _("La base est ouverte ailleurs : arrêtez le collecteur, puis recommencez."),
        ) from None
    except sqlite3.DatabaseError:
        return  # a damaged database is what one restores over
