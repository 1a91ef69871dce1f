"""Backup and restore of the whole collector: database, secret key, the organisation's own knowledge."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from vigie_collector import __version__
from vigie_collector.backup import postgres, sqlite
from vigie_collector.backup.archive import parts_of, read_archive, scratch, write_archive
from vigie_collector.backup.manifest import FORMAT, Manifest
from vigie_collector.clock import now
from vigie_collector.database import make_engine
from vigie_collector.errors import BadInput, Conflict, SettingsError
from vigie_collector.migrate import alembic_config, current_revision, head_revision
from vigie_collector.secret import FILE as SECRET
from vigie_collector.serving import make_data_dir
from vigie_collector.settings import Settings
from vigie_collector.texts import _

_KNOWLEDGE = "knowledge"
_TELLING = ("device", "user_account", "enrolment_key", "baseline")
"""A database with a row in one of these was used."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What an archive holds."""

    path: Path
    size: int
    """Bytes of the file."""
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back."""

    manifest: Manifest
    needs_migration: bool
    """The schema is older than this version's: `vigie migrate` comes next."""


def backup(settings: Settings, path: Path) -> Backup:
    """Writes one archive, mode 0600, while the collector may go on writing.

    Raises:
        SettingsError: no database, or PostgreSQL's programs are missing or too old.
        Conflict: another file stands there.
        BadInput: the folder cannot be written.
        TryLater: the database does not answer.
    """
    dialect = _dialect(settings)
    revision = _revision(settings)
    if revision is None:
        raise SettingsError(
            "no_database", _("La base est vide : lancez « vigie migrate » ; rien à sauvegarder.")
        )
    try:
        with scratch(path.absolute().parent) as folder:
            member = sqlite.MEMBER if dialect == "sqlite" else postgres.MEMBER
            if dialect == "sqlite":
                sqlite.copy_database(settings.url, folder / member)
            else:
                postgres.dump_database(settings.database_url, folder / member)
            files = {member: folder / member, **_own_files(settings)}
            manifest = Manifest(
                format=FORMAT,
                version=__version__,
                revision=revision,
                dialect=dialect,
                created_at=now(),
                parts=parts_of(files),
            )
            size = write_archive(path.absolute(), manifest, files)
    except OSError as error:
        raise BadInput(
            "unwritable",
            _(
                "Impossible d'écrire {path} : {why}. Vérifiez le dossier, la place et les droits."
            ).format(path=path, why=error.strerror or error),
        ) from None
    return Backup(path, size, manifest)


def restore(settings: Settings, path: Path, *, force: bool = False) -> Restored:
    """Puts an archive back, once all of it is checked; the collector must be stopped.

    Args:
        settings: where to.
        path: the archive.
        force: also over a database in use.

    Raises:
        BadInput: not a backup, damaged, of another kind of database, or of a newer version.
        Conflict: the database is not empty and `force` is false, or the collector runs.
        SettingsError: PostgreSQL's programs are missing or too old.
        TryLater: the database refuses; nothing was changed.
    """
    dialect = _dialect(settings)
    if not path.is_file():
        raise BadInput(
            "no_backup", _("Sauvegarde {path} introuvable : vérifiez le chemin.").format(path=path)
        )
    if not force and _is_used(settings):
        raise Conflict(
            "database_not_empty",
            _("La base contient déjà des données : ajoutez --force pour les remplacer."),
        )
    make_data_dir(settings)
    # On the disk of the database, so that a rename puts it in place.
    beside = sqlite.database_file(settings.url).absolute().parent
    with scratch(beside if dialect == "sqlite" else settings.data_dir) as folder:
        manifest = read_archive(path, folder)
        _check(manifest, dialect)
        if dialect == "sqlite":
            _require(folder / sqlite.MEMBER)
            sqlite.put_database(settings.url, folder / sqlite.MEMBER)
        else:
            _require(folder / postgres.MEMBER)
            postgres.put_database(settings.database_url, folder / postgres.MEMBER)
        _put_own_files(settings, folder)
    return Restored(manifest, manifest.revision != head_revision())


def _dialect(settings: Settings) -> str:
    return "sqlite" if settings.url.startswith("sqlite") else "postgresql"


def _revision(settings: Settings) -> str | None:
    if _dialect(settings) == "sqlite" and not sqlite.database_file(settings.url).is_file():
        return None  # asking would make an empty file
    engine = make_engine(settings.url)
    try:
        return current_revision(engine)
    finally:
        engine.dispose()


def _is_used(settings: Settings) -> bool:
    if _dialect(settings) == "sqlite" and not sqlite.database_file(settings.url).exists():
        return False
    engine = make_engine(settings.url)
    try:
        tables = set(inspect(engine).get_table_names())
        with engine.connect() as connection:
            return any(
                connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first() is not None
                for name in _TELLING
                if name in tables
            )
    except DatabaseError:
        return True  # what cannot be read is not known to be empty
    finally:
        engine.dispose()


def _check(manifest: Manifest, dialect: str) -> None:
    if manifest.dialect != dialect:
        raise BadInput(
            "other_database",
            _(
                "Sauvegarde d'une base {theirs}, base réglée : {ours}. Réglez VIGIE_DATABASE_URL comme à l'origine."
            ).format(theirs=manifest.dialect, ours=dialect),
        )
    script = ScriptDirectory.from_config(alembic_config())
    if manifest.revision not in {each.revision for each in script.walk_revisions()}:
        raise BadInput(
            "newer_backup",
            _(
                "Sauvegarde faite par une version plus récente ({version}) : installez-la, puis restaurez."
            ).format(version=manifest.version[:40]),
        )


def _require(part: Path) -> None:
    if not part.is_file():
        raise BadInput("no_database_part", _("Cette sauvegarde ne contient pas de base."))


def _own_files(settings: Settings) -> dict[str, Path]:
    secret = settings.data_dir / SECRET
    found = {SECRET: secret} if secret.is_file() else {}
    folder = settings.local_knowledge
    if folder.is_dir():
        for file in sorted(folder.rglob("*.toml")):
            if file.is_file() and not file.is_symlink():
                found[f"{_KNOWLEDGE}/{file.relative_to(folder).as_posix()}"] = file
    return found


def _put_own_files(settings: Settings, folder: Path) -> None:
    if (folder / SECRET).is_file():
        near = settings.data_dir / f".{SECRET}.restored"
        shutil.move(folder / SECRET, near)
        near.chmod(0o600)
        near.replace(settings.data_dir / SECRET)
    if not (folder / _KNOWLEDGE).is_dir():
        return
    target = settings.local_knowledge
    if target.exists():
        # A person wrote these files: the ones in place stay beside.
        target.rename(target.with_name(f"{target.name}.avant-restauration-{now()}"))
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(folder / _KNOWLEDGE, target)
