"""PostgreSQL: its own dump and restore programs, the server's version or newer."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from vigie_collector.backup.manifest import not_a_backup
from vigie_collector.database import APPLICATION
from vigie_collector.errors import Conflict, SettingsError, TryLater
from vigie_collector.texts import _

MEMBER = "database.dump"
_DEBIAN = Path("/usr/lib/postgresql")
_LEAVING_SECONDS = 2.0
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def dump_database(database_url: str, target: Path) -> None:
    """Writes a dump in PostgreSQL's own format: one moment of the database, writers go on.

    Raises:
        SettingsError: the programs are missing or too old.
        TryLater: the server does not answer, or the dump failed.
    """
    program = _program("pg_dump", _server_version(database_url))
    plain, environment = _connection(database_url)
    _run(
        [program, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}",
         f"--dbname={plain}"],
        environment,
    )  # fmt: skip


def put_database(database_url: str, dump: Path) -> None:
    """Replaces all tables by those of a dump, in one transaction: all or nothing.

    Raises:
        SettingsError: the programs are missing or too old.
        Conflict: the collector still runs.
        TryLater: the server does not answer, or refuses; nothing was changed.
    """
    version = _server_version(database_url)
    _refuse_in_use(database_url)
    restore, shell = _program("pg_restore", version), _program("psql", version)
    plain, environment = _connection(database_url)
    script = dump.with_suffix(".sql")
    listed = subprocess.run(  # noqa: S603  # our own words
        [restore, "--no-owner", "--no-privileges", f"--file={script}", str(dump)],
        env=environment,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        raise not_a_backup()
    script.chmod(0o600)
    drops = dump.with_suffix(".drops.sql")
    drops.write_text(_drops(database_url), "utf-8")
    _run(
        [shell, "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
         "--output=/dev/null", f"--dbname={plain}", f"--file={drops}", f"--file={script}"],
        environment,
    )  # fmt: skip


def _refuse_in_use(database_url: str) -> None:
    """A collector that runs remembers numbers of rows that will no longer be the same."""
    deadline = time.monotonic() + _LEAVING_SECONDS
    with psycopg.connect(database_url, connect_timeout=10, autocommit=True) as connection:
        # Our own connections of a moment ago may still be leaving.
        while connection.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s LIMIT 1",
            (APPLICATION,),
        ).fetchone():
            if time.monotonic() > deadline:
                raise Conflict(
                    "database_in_use",
                    _("La base est ouverte ailleurs : arrêtez le collecteur, puis recommencez."),
                )
            time.sleep(0.1)


def _drops(database_url: str) -> str:
    """Tables of a later schema must not survive the return of an older one."""
    with psycopg.connect(database_url, connect_timeout=10) as connection:
        rows = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname = current_schema()"
        ).fetchall()
        return "\n".join(
            sql.SQL("DROP TABLE {} CASCADE;").format(sql.Identifier(*row)).as_string(connection)
            for row in rows
        )


def _server_version(database_url: str) -> int:
    try:
        with psycopg.connect(database_url, connect_timeout=10) as connection:
            return connection.info.server_version // 10_000
    except psycopg.OperationalError as error:
        raise TryLater(
            "database_unavailable",
            _(
                "PostgreSQL ne répond pas ({why}) : vérifiez VIGIE_DATABASE_URL et le serveur."
            ).format(why=str(error).strip().splitlines()[0]),
        ) from None


def _connection(database_url: str) -> tuple[str, dict[str, str]]:
    """Connection words without the password, which goes through the environment: others read command lines."""
    words = {key: str(value) for key, value in conninfo_to_dict(database_url).items()}
    password = words.pop("password", "")
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    if password:
        environment["PGPASSWORD"] = password
    return make_conninfo("", **words), environment


def _program(name: str, server: int) -> str:
    """The program of the server's version or newer: Debian keeps several side by side."""
    found: list[tuple[int, str]] = []
    first = shutil.which(name)
    for path in [first, *map(str, _DEBIAN.glob(f"*/bin/{name}"))]:
        if path:
            told = subprocess.run(  # noqa: S603  # a program found on this machine
                [path, "--version"], capture_output=True, text=True, check=False
            )
            match = _VERSION.search(told.stdout)
            if match:
                found.append((int(match[1]), path))
    fitting = [each for each in found if each[0] >= server]
    if fitting:
        return min(fitting)[1]
    if found:
        raise SettingsError(
            "postgres_client_old",
            _(
                "« {name} » (version {have}) est plus ancien que le serveur PostgreSQL ({server}) : installez"
                " postgresql-client-{server}."
            ).format(name=name, have=max(found)[0], server=server),
        )
    raise SettingsError(
        "postgres_client_missing",
        _("« {name} » est absent de cette machine : installez le paquet postgresql-client.").format(
            name=name
        ),
    )


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603  # our own words
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        raise TryLater(
            "postgres_refused",
            _(
                "PostgreSQL a refusé, rien n'a été changé : {why}. Corrigez, puis recommencez."
            ).format(why=told[0] if told else Path(command[0]).name),
        )
