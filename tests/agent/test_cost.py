"""What the agent may cost, for 930 packages; measured on child processes, never in wall time.

CPU and memory have twice the room of the benchmark's limit, since this machine may be shared.
"""

import gzip
import json
from pathlib import Path

from vigie_agent.collection import collect
from vigie_agent.config import Settings
from vigie_agent.probes.probe import Machine
from vigie_agent.report import to_json

from tests.agent import costs


def test_bytes_on_the_wire_for_one_package(tmp_path: Path) -> None:
    root = costs.frozen_machine(tmp_path)
    report = collect(Machine(root, "linux"), Settings())
    assert report.software is not None
    assert len(report.software) == costs.PACKAGES
    sent = len(gzip.compress(to_json(report), 9, mtime=0))
    assert sent / costs.PACKAGES <= costs.MAX_BYTES


def test_cpu_and_memory_of_a_collection(tmp_path: Path) -> None:
    cost = costs.show(costs.frozen_machine(tmp_path))
    assert len(json.loads(cost.output)["software"]) == costs.PACKAGES
    assert cost.cpu_seconds <= costs.MAX_CPU * 2
    assert cost.peak_mib <= costs.MAX_MIB * 2


def test_memory_of_a_run_that_sends_over_tls(tmp_path: Path, authority: Path) -> None:
    cost = costs.send(tmp_path, authority)
    assert cost.cpu_seconds <= costs.MAX_CPU_SENDING * 2
    assert cost.peak_mib <= costs.MAX_MIB_SENDING * 2


def test_nothing_heavy_is_imported_to_collect() -> None:
    heavy = {"ssl", "http.client", "asyncio", "logging", "psutil", "sqlite3", "tomllib", "socket"}
    assert costs.modules_of_show() & heavy == set()
