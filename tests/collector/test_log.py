"""Logs: one JSON line an event, levels that systemd reads, and faults that repeat told once a minute."""

import json
import os
import subprocess
import sys
from pathlib import Path

import structlog
from vigie_collector import log

SCRIPT = """
import logging, structlog
from vigie_collector.log import configure
configure("info", as_json=True)
structlog.get_logger().info("heard")
structlog.get_logger().warning("careful", why="été")
try:
    raise ValueError("two\\nlines")
except ValueError:
    logging.getLogger("uvicorn.error").exception("a library's")
"""


def lines(path: Path, *, journal: bool) -> list[str]:
    with path.open("w+") as out:
        status = os.fstat(out.fileno())
        named = {"JOURNAL_STREAM": f"{status.st_dev}:{status.st_ino}"} if journal else {}
        subprocess.run(
            [sys.executable, "-c", SCRIPT], stderr=out, env={**os.environ, **named}, check=True
        )
        out.seek(0)
        return out.read().splitlines()


def test_each_event_is_one_json_line_those_of_libraries_too(tmp_path: Path) -> None:
    events = [json.loads(line) for line in lines(tmp_path / "log", journal=False)]
    assert [event["level"] for event in events] == ["info", "warning", "error"]
    assert events[1]["why"] == "été"
    assert "ValueError" in events[2]["exception"]


def test_systemd_is_told_the_level_of_each_line(tmp_path: Path) -> None:
    found = lines(tmp_path / "log", journal=True)
    assert [line[:3] for line in found] == ["<6>", "<4>", "<3>"]
    assert all(json.loads(line[3:]) for line in found)


def test_a_fault_that_repeats_is_told_once_a_minute() -> None:
    moment = [0.0]
    sparing = log.Sparing(lambda: moment[0])
    with structlog.testing.capture_logs() as logs:
        for at, fault in (
            (0.0, "disk_full"),
            (1.0, "disk_full"),
            (2.0, "busy"),
            (61.0, "disk_full"),
        ):
            moment[0] = at
            sparing.warning("report_put_off", fault=fault)
    assert [each["fault"] for each in logs] == ["disk_full", "busy", "disk_full"]
