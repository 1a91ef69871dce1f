"""Several processes on one data folder and database."""

import threading
from pathlib import Path

import pytest
from vigie_classifiers import Knowledge
from vigie_collector.errors import SettingsError
from vigie_collector.secret import secret_key
from vigie_collector.settings import Settings
from vigie_collector.worker import catch_up

from tests.support.fleet import Fleet, report_of


def test_two_workers_at_once_do_not_trip_over_each_other(
    fleet: Fleet, knowledge: Knowledge, settings: Settings
) -> None:
    rows = [{"kind": "dpkg", "name": f"p{number}"} for number in range(3000)]
    fleet.post(fleet.enrol(), report_of("pc-1", rows))
    faults: list[Exception] = []

    def work() -> None:
        try:
            catch_up(fleet.engine, knowledge, settings)
        except Exception as error:  # noqa: BLE001  # told by the test
            faults.append(error)

    threads = [threading.Thread(target=work) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert faults == []


def test_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    keys: list[bytes] = []
    threads = [
        # Past the memory of the process, as another process is.
        threading.Thread(target=lambda: keys.append(secret_key.__wrapped__(tmp_path)))
        for _each in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (len(keys), len(set(keys)), len(keys[0])) == (16, 1, 32)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_a_damaged_key_is_said_and_never_used(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("")
    with pytest.raises(SettingsError):
        secret_key(tmp_path)
