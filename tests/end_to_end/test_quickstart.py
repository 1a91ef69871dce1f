"""`make run` after its set-up: one command, and a page with this machine's products."""

import http.cookiejar
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.server import free_port

pytestmark = pytest.mark.slow
READY = re.compile(r"Vigie est prêt : (http://\S+)")
PASSWORD = re.compile(r"Mot de passe \(affiché cette seule fois\) : (\S+)")


@contextmanager
def quickstart(folder: Path, port: int) -> Iterator[str]:
    """Runs it until it says that all is ready; gives what it said, then stops it as Ctrl+C does."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("VIGIE_")}
    log = folder / f"log-{time.monotonic_ns()}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "vigie_collector",
                "quickstart",
                "--data-dir",
                str(folder / "var"),
            ],
            env={
                **environment,
                "VIGIE_CACHE_DIR": str(Path(__file__).parents[2] / "var" / "cache"),
                "VIGIE_PORT": str(port),
                "LC_ALL": "C.UTF-8",
            },
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 120
        while "Ctrl+C" not in log.read_text() and time.monotonic() < deadline:
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
        yield log.read_text()
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            code = process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    assert code == 0, log.read_text()
    assert "Traceback" not in log.read_text()


def count(folder: Path, table: str) -> int:
    with sqlite3.connect(folder / "var/vigie.db") as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_from_nothing_to_a_page_with_this_machines_products(tmp_path: Path) -> None:
    port = free_port()
    with quickstart(tmp_path, port) as said:
        ready, password = READY.search(said), PASSWORD.search(said)
        assert ready
        assert password
        browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        form = urllib.parse.urlencode({"email": "admin@localhost", "password": password[1]})
        browser.open(f"{ready[1]}/connexion", form.encode(), timeout=20).read()
        deadline = time.monotonic() + 60
        page = ""
        while "/produits/product:" not in page and time.monotonic() < deadline:
            page = browser.open(f"{ready[1]}/produits", timeout=20).read().decode()
        assert "/produits/product:debian" in page or "/produits/product:ubuntu" in page
    assert (count(tmp_path, "device"), count(tmp_path, "agent")) == (1, 1)
    with quickstart(tmp_path, port) as said:
        assert "Comptes déjà créés" in said
        assert "enrôlée" not in said
    assert count(tmp_path, "agent") == 1
    with quickstart(tmp_path, free_port()) as said:
        assert "Rapport envoyé" in said, "another port: the agent must follow"
    assert count(tmp_path, "device") == 1
