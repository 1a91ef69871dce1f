"""What a sysadmin meets at the console: each fault of the surroundings is one sentence, never a trace."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from vigie_collector.app import load_knowledge
from vigie_collector.console import current_database
from vigie_collector.console_faults import told
from vigie_collector.database import make_engine
from vigie_collector.errors import SettingsError
from vigie_collector.migrate import upgrade
from vigie_collector.serving import make_data_dir
from vigie_collector.settings import Settings

from tests.support.server import free_port


def vigie(*arguments: str, **environment: str) -> str:
    """What a command that must fail says; its whole standard error is one line."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("VIGIE_")}
    done = subprocess.run(
        [sys.executable, "-m", "vigie_collector", *arguments],
        env={**kept, "VIGIE_PORT": str(free_port()), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr.startswith("vigie : ")
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


def test_serve_before_migrate_says_so(tmp_path: Path) -> None:
    assert "vigie migrate" in vigie("serve", VIGIE_DATA_DIR=str(tmp_path / "absent"))
    assert not (tmp_path / "absent").exists()


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = vigie("migrate", VIGIE_DATA_DIR=str(tmp_path / "file" / "data"))
    assert str(tmp_path / "file" / "data") in said


def test_a_postgresql_out_of_reach_says_why_and_hides_the_password() -> None:
    url = f"postgresql://vigie:Secret9@127.0.0.1:{free_port()}/vigie"
    said = vigie("serve", VIGIE_DATABASE_URL=url)
    assert "VIGIE_DATABASE_URL" in said
    assert "refused" in said
    assert "Secret9" not in said


@pytest.mark.parametrize("content", [b"not a database" * 500, b""])
def test_a_file_that_is_not_our_database(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "vigie.db").write_bytes(content)
    settings = Settings(data_dir=tmp_path)
    with pytest.raises(Exception) as caught, current_database(settings):  # noqa: PT011  # told() is the test
        pass
    found = told(caught.value)
    assert found is not None
    assert found.code == ("database_damaged" if content else "migration_needed")


@pytest.mark.postgres
def test_a_database_account_without_rights_is_told_what_it_lacks(postgres_url: str) -> None:
    role = "lecteur_" + os.urandom(4).hex()
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    engine = make_engine(Settings(database_url=postgres_url).url.replace("postgres@", f"{role}@"))
    with pytest.raises(Exception) as caught:  # noqa: PT011  # told() is the test
        upgrade(engine)
    engine.dispose()
    found = told(caught.value)
    assert found is not None
    assert (found.code, "OWNER" in found.message) == ("database_forbidden", True)


def test_our_own_mistakes_keep_their_trace() -> None:
    assert told(ValueError("x")) is None
    assert told(sqlite3.ProgrammingError("no such column: x")) is None


def test_a_wrong_file_of_the_organisations_knowledge_is_named(tmp_path: Path) -> None:
    (tmp_path / "knowledge" / "acme").mkdir(parents=True)
    (tmp_path / "knowledge" / "acme" / "vendor.toml").write_text("name = ")
    with pytest.raises(Exception) as caught:  # noqa: PT011  # told() is the test
        load_knowledge(Settings(data_dir=tmp_path))
    found = told(caught.value)
    assert found is not None
    assert "acme/vendor.toml" in found.message


def test_a_knowledge_folder_that_is_not_there_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="VIGIE_KNOWLEDGE_DIR"):
        load_knowledge(Settings(data_dir=tmp_path, knowledge_dir=tmp_path / "absent"))


def test_a_compiled_copy_that_cannot_be_kept_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert load_knowledge(Settings(data_dir=tmp_path, cache_dir=tmp_path / "cache")).vendors


def test_the_data_folder_is_closed_to_others(tmp_path: Path) -> None:
    made = Settings(data_dir=tmp_path / "data")
    make_data_dir(made)
    assert made.data_dir.stat().st_mode & 0o007 == 0


@pytest.mark.parametrize("option", [("--days", "99999999"), ("--uses", "9999999999")])
def test_a_number_out_of_reason_is_refused(option: tuple[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vigie_collector", "key", "create", "--name", "x", *option],
        env={**os.environ, "VIGIE_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
