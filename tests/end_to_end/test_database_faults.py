"""The database locked, down, read-only or full: each is one sentence, nothing acknowledged is lost."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog
from fastapi.testclient import TestClient
from psycopg import sql
from sqlalchemy import Engine, event
from sqlmodel import Session, select
from vigie_classifiers import Knowledge
from vigie_collector.app import create_app
from vigie_collector.clock import now
from vigie_collector.database import make_engine
from vigie_collector.ids import new_id
from vigie_collector.intake import api
from vigie_collector.inventory.tables import Device
from vigie_collector.log import Sparing
from vigie_collector.migrate import upgrade
from vigie_collector.organisations.tables import Organisation
from vigie_collector.settings import Settings
from vigie_collector.worker import Worker

from tests.support.fleet import Fleet, report_of
from tests.support.postgres import Cluster

ROWS = [{"kind": "dpkg", "name": f"p{number}", "version": "1"} for number in range(50)]


@contextmanager
def collector(tmp_path: Path, knowledge: Knowledge, url: str = "") -> Iterator[Fleet]:
    settings = Settings(data_dir=tmp_path / "data", database_url=url)
    settings.data_dir.mkdir()
    engine = make_engine(settings.url, busy_ms=2000)
    upgrade(engine)
    organisation = Organisation(id=new_id(), slug="v", name="V", created_at=now(), set_up_at=now())
    with Session(engine, expire_on_commit=False) as session:
        session.add(organisation)
        session.commit()
    with TestClient(create_app(settings, engine=engine, knowledge=knowledge)) as client:
        yield Fleet(client, engine, organisation, settings)
    engine.dispose()


def assert_kept_for_later(answer: Any, code: str) -> None:
    assert (answer.status_code, answer.json()["error"]) == (503, code), answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert "\n" not in answer.json()["message"]


def names(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return sorted(session.exec(select(Device.name)))


def test_a_damaged_sqlite_asks_to_come_back_and_says_what_to_do(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    with collector(tmp_path, knowledge) as fleet:
        credential = fleet.enrol()
        fleet.post(credential, report_of("pc-1", ROWS))
        fleet.engine.dispose()
        for suffix in ("", "-wal", "-shm"):
            file = tmp_path / "data" / f"vigie.db{suffix}"
            if file.exists():
                file.write_bytes(b"\xff" * file.stat().st_size)
        assert_kept_for_later(fleet.post(credential, report_of("pc-1", [])), "database_damaged")
        page = fleet.client.get("/", headers={"Accept": "text/html"})
        assert page.status_code == 503
        assert "restaurez une sauvegarde" in page.text
        assert "Traceback" not in page.text
        assert fleet.client.get("/ready").status_code == 503
        assert fleet.client.get("/health").status_code == 200


def test_a_fault_is_one_warning_in_the_journal_and_never_a_trace(
    tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "_faults", Sparing())
    with collector(tmp_path, knowledge) as fleet, structlog.testing.capture_logs() as logs:
        credential = fleet.enrol()
        (tmp_path / "data" / "vigie.db").rename(tmp_path / "away.db")
        fleet.engine.dispose()
        worker = Worker(fleet.engine, knowledge, Settings(data_dir=tmp_path / "data"), pause=0.01)
        worker.start()
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and not any("worker" in each["event"] for each in logs):
            time.sleep(0.05)
        worker.close()
        for _turn in range(3):
            assert fleet.post(credential, report_of("pc-1", ROWS)).status_code == 503
        told = [(each["event"], each["log_level"]) for each in logs]
    assert told.count(("worker_round_put_off", "warning")) == 1
    assert told.count(("report_put_off", "warning")) == 1
    assert not any("exc_info" in each for each in logs)


def test_a_locked_sqlite_asks_to_come_back(tmp_path: Path, knowledge: Knowledge) -> None:
    with collector(tmp_path, knowledge) as fleet:
        credential = fleet.enrol()
        fleet.post(credential, report_of("pc-1", ROWS))
        other = fleet.enrol()
        holder = sqlite3.connect(tmp_path / "data" / "vigie.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        assert_kept_for_later(fleet.post(other, report_of("pc-2", ROWS)), "database_busy")
        holder.execute("ROLLBACK")
        holder.close()
        assert names(fleet.engine) == ["pc-1"]
        assert fleet.post(other, report_of("pc-2", ROWS)).status_code == 200
        assert names(fleet.engine) == ["pc-1", "pc-2"]


@pytest.mark.parametrize(
    ("pragma", "undo", "code"),
    [
        ("query_only=ON", "query_only=OFF", "database_read_only"),
        ("max_page_count=1", "max_page_count=1000000", "disk_full"),
    ],
)
def test_a_read_only_or_full_sqlite_asks_to_come_back(
    tmp_path: Path, knowledge: Knowledge, pragma: str, undo: str, code: str
) -> None:
    with collector(tmp_path, knowledge) as fleet:
        credential = fleet.enrol()
        fleet.post(credential, report_of("pc-1", ROWS))
        other = fleet.enrol()
        chosen = [pragma]

        def on_checkout(connection: Any, _record: Any, _proxy: Any) -> None:
            connection.execute(f"PRAGMA {chosen[0]}")

        event.listen(fleet.engine, "checkout", on_checkout)
        # Enough new rows that a full disk needs a page that it does not have.
        many = [
            {"kind": "dpkg", "name": f"q{number}" * 20, "version": "1"} for number in range(900)
        ]
        assert_kept_for_later(fleet.post(other, report_of("pc-2", many)), code)
        chosen[0] = undo
        assert names(fleet.engine) == ["pc-1"]
        assert fleet.post(other, report_of("pc-2", many)).status_code == 200
        assert names(fleet.engine) == ["pc-1", "pc-2"]


@pytest.mark.postgres
def test_a_postgresql_that_is_down_asks_to_come_back(tmp_path: Path, knowledge: Knowledge) -> None:
    with (
        Cluster(durable=True) as cluster,
        collector(tmp_path, knowledge, cluster.new_database()) as fleet,
    ):
        credential = fleet.enrol()
        fleet.post(credential, report_of("pc-1", ROWS))
        cluster.stop("fast")
        assert_kept_for_later(fleet.post(credential, report_of("pc-1", [])), "database_unavailable")
        assert fleet.client.get("/ready").status_code == 503
        assert fleet.client.get("/health").status_code == 200
        cluster.start()
        assert fleet.post(credential, report_of("pc-1", ROWS[:9])).json()["status"] == "stored"
        assert names(fleet.engine) == ["pc-1"]


@pytest.mark.postgres
def test_a_read_only_postgresql_asks_to_come_back(
    tmp_path: Path, knowledge: Knowledge, postgres_url: str
) -> None:
    with collector(tmp_path, knowledge, postgres_url) as fleet:
        credential = fleet.enrol()
        fleet.post(credential, report_of("pc-1", ROWS))
        name = postgres_url.split("/")[3].split("?", maxsplit=1)[0]
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(
                    sql.Identifier(name)
                )
            )
            fleet.engine.dispose()
            assert_kept_for_later(
                fleet.post(credential, report_of("pc-1", [])), "database_read_only"
            )
            connection.execute("SET default_transaction_read_only = off")
            connection.execute(
                sql.SQL("ALTER DATABASE {} RESET default_transaction_read_only").format(
                    sql.Identifier(name)
                )
            )
        fleet.engine.dispose()
        assert fleet.post(credential, report_of("pc-1", ROWS[:9])).status_code == 200
