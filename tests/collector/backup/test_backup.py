"""Backups are restored for real: while writes go on, on both databases, and nothing damaged gets in."""

import io
import json
import shutil
import sqlite3
import stat
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import Session, col
from vigie_collector.backup.service import backup, restore
from vigie_collector.clock import now
from vigie_collector.database import make_engine
from vigie_collector.errors import BadInput, Conflict, SettingsError
from vigie_collector.ids import new_id
from vigie_collector.inventory.tables import Device
from vigie_collector.migrate import upgrade
from vigie_collector.organisations.tables import Organisation
from vigie_collector.secret import secret_key
from vigie_collector.settings import Settings

from tests.support.postgres import Cluster


@pytest.fixture(autouse=True)
def programs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's programs of the server under test."""
    if "postgres" in request.node.name:
        cluster: Cluster = request.getfixturevalue("cluster")
        monkeypatch.setenv("PATH", str(cluster.bin), prepend=":")


def add_devices(engine: Engine, organisation_id: int, count: int) -> None:
    with Session(engine) as session:
        for number in range(count):
            session.add(
                Device(
                    organisation_id=organisation_id, id=new_id(), name=f"pc-{number} « été »",
                    first_seen_at=now(), last_seen_at=now(),
                )
            )  # fmt: skip
        session.commit()


def count_devices(engine: Engine) -> int:
    with Session(engine) as session:
        return int(session.scalar(select(func.count()).select_from(Device)) or 0)


def elsewhere(settings: Settings, tmp_path: Path, new_database: Callable[[], str]) -> Settings:
    sqlite = settings.database_url.startswith("sqlite")
    url = f"sqlite:///{tmp_path / 'other.db'}" if sqlite else new_database()
    return Settings(data_dir=tmp_path / "other", database_url=url)


@pytest.fixture
def other(settings: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """Settings of another, empty machine of the same kind."""
    return elsewhere(
        settings, tmp_path, lambda: str(request.getfixturevalue("cluster").new_database())
    )


@pytest.fixture
def archive(settings: Settings, engine: Engine, organisation: Organisation, tmp_path: Path) -> Path:
    """A backup of three devices, a secret and a local product."""
    add_devices(engine, organisation.id, 3)
    secret_key(settings.data_dir)
    own = settings.local_knowledge / "ville"
    own.mkdir(parents=True)
    (own / "vendor.toml").write_text("# à nous\n", "utf-8")
    path = tmp_path / "sauvegarde"
    made = backup(settings, path)
    assert made.size == path.stat().st_size
    return path


def test_everything_comes_back(settings: Settings, other: Settings, archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    done = restore(other, archive)
    assert not done.needs_migration
    engine = make_engine(other.url)
    assert count_devices(engine) == 3
    with Session(engine) as session:
        names = set(session.scalars(select(col(Device.name))))
    engine.dispose()
    assert "pc-0 « été »" in names
    assert (other.data_dir / "secret.key").read_bytes() == (
        settings.data_dir / "secret.key"
    ).read_bytes()
    assert stat.S_IMODE((other.data_dir / "secret.key").stat().st_mode) == 0o600
    assert (other.local_knowledge / "ville" / "vendor.toml").read_text("utf-8") == "# à nous\n"
    assert not [each for each in other.data_dir.iterdir() if each.name.startswith(".vigie-")]


def test_a_used_database_is_not_replaced_without_force(
    settings: Settings, engine: Engine, organisation: Organisation, archive: Path
) -> None:
    add_devices(engine, organisation.id, 2)
    with pytest.raises(Conflict, match="--force"):
        restore(settings, archive)
    assert count_devices(engine) == 5
    engine.dispose()
    restore(settings, archive, force=True)
    assert count_devices(engine) == 3
    kept = [each.name for each in settings.data_dir.iterdir() if "avant-restauration" in each.name]
    assert len(kept) == 1


def test_a_migrated_but_unused_database_is_replaced(other: Settings, archive: Path) -> None:
    engine = make_engine(other.url)
    upgrade(engine)
    engine.dispose()
    restore(other, archive)
    assert count_devices(engine) == 3
    engine.dispose()


def test_while_writes_go_on(
    settings: Settings, engine: Engine, other: Settings, organisation: Organisation, tmp_path: Path
) -> None:
    add_devices(engine, organisation.id, 200)
    ended = threading.Event()
    wrote = 0

    def write() -> None:
        nonlocal wrote
        while not ended.is_set():
            # Pairs in one transaction: a copy with half of one would be of no moment.
            add_devices(engine, organisation.id, 2)
            wrote += 2

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while wrote < 10:
            ended.wait(0.01)
        before = wrote
        backup(settings, tmp_path / "sauvegarde")
        while wrote < before + 10:
            ended.wait(0.01)
    finally:
        ended.set()
        thread.join()
    restore(other, tmp_path / "sauvegarde")
    restored = make_engine(other.url)
    count = count_devices(restored)
    restored.dispose()
    assert 200 + before <= count <= 200 + wrote
    assert count % 2 == 0


def rewritten(archive: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with tarfile.open(archive) as tar:
        members = {
            each.name: (tar.extractfile(each) or io.BytesIO()).read() for each in tar.getmembers()
        }
    change(members)
    path = archive.with_name("autre")
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return path


def in_manifest(field: str, value: object) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        manifest[field] = value
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


def broken_secret(members: dict[str, bytes]) -> None:
    members["secret.key"] = bytes(reversed(members["secret.key"]))


def traversal(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    part = next(each for each in manifest["parts"] if each["name"].startswith("knowledge/"))
    members["knowledge/../../hors"] = members.pop(part["name"])
    part["name"] = "knowledge/../../hors"
    members["manifest.json"] = json.dumps(manifest).encode()


def without_secret(members: dict[str, bytes]) -> None:
    del members["secret.key"]


def with_stranger(members: dict[str, bytes]) -> None:
    members["etranger"] = b"x"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (in_manifest("revision", "9999_future"), "newer_backup"),
        (in_manifest("format", "vigie-backup/9"), "unknown_backup_format"),
        (in_manifest("dialect", "oracle"), "other_database"),
        (in_manifest("parts", "aucune"), "not_a_backup"),
        (broken_secret, "not_a_backup"),
        (traversal, "not_a_backup"),
        (without_secret, "not_a_backup"),
        (with_stranger, "not_a_backup"),
    ],
)
def test_what_is_damaged_changes_nothing(
    other: Settings, archive: Path, change: Callable[[dict[str, bytes]], None], code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        restore(other, rewritten(archive, change))
    assert caught.value.code == code
    assert not (other.data_dir / "secret.key").exists()
    if other.url.startswith("sqlite"):
        assert not Path(other.url.removeprefix("sqlite:///")).exists()


def test_truncated_missing_and_foreign_files(other: Settings, archive: Path) -> None:
    short = archive.with_name("court")
    short.write_bytes(archive.read_bytes()[:-200])
    foreign = archive.with_name("texte")
    foreign.write_text("bonjour", "utf-8")
    for path in (short, foreign):
        with pytest.raises(BadInput, match="pas une sauvegarde"):
            restore(other, path)
    with pytest.raises(BadInput, match="introuvable"):
        restore(other, archive.with_name("absent"))


def test_a_backup_never_replaces_another_kind_of_file(
    settings: Settings, engine: Engine, archive: Path
) -> None:
    precious = archive.with_name("lettre.odt")
    precious.write_text("texte", "utf-8")
    with pytest.raises(Conflict, match="existe"):
        backup(settings, precious)
    assert precious.read_text("utf-8") == "texte"
    backup(settings, archive)
    with pytest.raises(BadInput, match="Impossible"):
        backup(settings, archive.parent / "absent" / "sauvegarde")


def test_an_empty_machine_has_nothing_to_save(other: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        backup(other, tmp_path / "rien")
    assert not (tmp_path / "rien").exists()


def test_restoring_under_a_running_collector_is_refused(
    settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings.data_dir.mkdir()
    engine = make_engine(settings.url)
    upgrade(engine)
    backup(settings, tmp_path / "sauvegarde")
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM device")
        with pytest.raises(Conflict, match="arrêtez le collecteur"):
            restore(settings, tmp_path / "sauvegarde", force=True)
    engine.dispose()
    restore(settings, tmp_path / "sauvegarde", force=True)


def test_a_damaged_copy_is_not_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    settings.data_dir.mkdir()
    engine = make_engine(settings.url)
    upgrade(engine)
    engine.dispose()
    backup(settings, tmp_path / "sauvegarde")

    def damage(members: dict[str, bytes]) -> None:
        import hashlib

        members["database.sqlite"] = b"SQLite format 3\x00" + b"\xff" * 8_000
        manifest = json.loads(members["manifest.json"])
        for part in manifest["parts"]:
            if part["name"] == "database.sqlite":
                part["size"] = len(members["database.sqlite"])
                part["sha256"] = hashlib.sha256(members["database.sqlite"]).hexdigest()
        members["manifest.json"] = json.dumps(manifest).encode()

    with pytest.raises(BadInput, match="pas une sauvegarde"):
        restore(settings, rewritten(tmp_path / "sauvegarde", damage), force=True)
    with sqlite3.connect(settings.data_dir / "vigie.db") as kept:
        assert kept.execute("SELECT count(*) FROM device").fetchone() == (0,)
    kept.close()


@pytest.mark.postgres
def test_missing_programs_of_postgres(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data_dir=tmp_path / "data", database_url=cluster.new_database())
    engine = make_engine(settings.url)
    upgrade(engine)
    engine.dispose()
    monkeypatch.setattr("vigie_collector.backup.postgres._DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SettingsError, match="paquet postgresql-client"):
        backup(settings, tmp_path / "sauvegarde")
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n", "utf-8")
    old.chmod(0o755)
    with pytest.raises(SettingsError, match="plus ancien que le serveur"):
        backup(settings, tmp_path / "sauvegarde")
    assert shutil.which("pg_dump") == str(old)
