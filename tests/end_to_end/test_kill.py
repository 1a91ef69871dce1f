"""Nothing acknowledged is lost or doubled, however often the collector is killed."""

import gzip
import http.client
import json
import random
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.support.fleet import report_of
from tests.support.server import Server

ROWS = 40


def report(machine: int, turn: int) -> bytes:
    software = [
        {"kind": "dpkg", "name": f"package-{number}", "version": f"{turn}.{number}"}
        for number in range(ROWS)
    ]
    return gzip.compress(json.dumps(report_of(f"pc-{machine:04d}", software)).encode())


class Machine(threading.Thread):
    """Enrols, then reports a new state again and again, as fast as it is answered; remembers what was acknowledged."""

    def __init__(self, server: Server, key: str, number: int, ended: threading.Event) -> None:
        super().__init__(daemon=True)
        self._server = server
        self._key = key
        self._number = number
        self._ended = ended
        self._credential = ""
        self.acknowledged = 0

    def _post(self, path: str, content: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self._server.port, timeout=20)
        try:
            connection.request("POST", path, content, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def run(self) -> None:
        turn = 0
        while not self._ended.is_set():
            try:
                if not self._credential:
                    content = json.dumps({"key": self._key}).encode()
                    status, body = self._post(
                        "/api/v1/enrolments", content, {"Content-Type": "application/json"}
                    )
                    if status == 201:
                        self._credential = body["credential"]
                    continue
                status, body = self._post(
                    "/api/v1/reports",
                    report(self._number, turn + 1),
                    {"Authorization": f"Bearer {self._credential}", "Content-Encoding": "gzip"},
                )
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(
                    0.02
                )  # killed meanwhile: the same state again, as an agent's outbox does
                continue
            if status == 200:
                turn += 1
                self.acknowledged = turn


def stored(server: Server) -> list[tuple[str, int, int]]:
    """(device, rows present, highest turn present) of each device."""
    query = (
        "SELECT d.name, count(*), max(CAST(substr(s.version, 1, position('.' in s.version) - 1) AS INTEGER))"
        " FROM device d JOIN installation i ON i.device_id = d.id AND i.gone_at IS NULL"
        " JOIN software s ON s.id = i.software_id GROUP BY d.id, d.name ORDER BY d.name"
    )
    url = server.environment["VIGIE_DATABASE_URL"]
    if url:
        with psycopg.connect(url) as connection:
            return [(str(a), int(b), int(c)) for a, b, c in connection.execute(query)]
    path = Path(server.environment["VIGIE_DATA_DIR"]) / "vigie.db"
    query = query.replace("position('.' in s.version)", "instr(s.version, '.')")
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return list(connection.execute(query))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "kills"), [("sqlite", 35), pytest.param("postgres", 15, marks=pytest.mark.postgres)]
)
def test_kills_during_intake_lose_and_double_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, kills: int
) -> None:
    url = str(request.getfixturevalue("postgres_url")) if kind == "postgres" else ""
    server = Server(tmp_path / "data", url)
    server.vigie("migrate")
    key = server.secret("key", "create", "--name", "kill")
    ended = threading.Event()
    machines = [Machine(server, key, number, ended) for number in range(4)]
    chance = random.Random(20261123)  # when to kill, nothing secret
    server.start()
    for machine in machines:
        machine.start()
    for _kill in range(kills):
        time.sleep(chance.uniform(0.05, 0.4))
        server.kill()
        server.start()
    ended.set()
    for machine in machines:
        machine.join(timeout=30)
    server.stop()
    rows = stored(server)
    assert sum(machine.acknowledged for machine in machines) > kills
    assert [name for name, _count, _turn in rows] == [f"pc-{n:04d}" for n in range(4)]
    for (_name, count, turn), machine in zip(rows, machines, strict=True):
        assert count == ROWS
        # One more may be stored whose answer the kill cut off.
        assert turn - machine.acknowledged in (0, 1)
