"""Measures the agent as child processes: CPU, memory, bytes. Shared by tests and benchmark."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.agent import machines, servers

PACKAGES = 930
MAX_CPU = 0.18
"""CPU seconds, user and system, of a whole collection with the start of the interpreter."""
MAX_CPU_SENDING = 0.36
MAX_MIB = 25
MAX_MIB_SENDING = 32
MAX_BYTES = 20
"""Bytes on the wire for one package, all the report counted."""


@dataclass(frozen=True)
class Cost:
    """What one process cost."""

    cpu_seconds: float
    peak_mib: float
    output: bytes


def frozen_machine(folder: Path) -> Path:
    """Build a Debian machine of ``PACKAGES`` packages; give its root."""
    root = machines.debian(folder / "machine")
    (root / "var/lib/dpkg/status").write_text(machines.dpkg_status(PACKAGES), encoding="utf-8")
    return root


# The peak that wait4 gives starts at the parent's own size (Linux keeps it over exec): the child
# reads its own.
LAUNCHER = """
import sys
from vigie_agent.cli import main
code = main(sys.argv[1:])
sys.stdout.flush()
with open("/proc/self/status") as status:
    sys.stderr.write(next(line.split()[1] for line in status if line.startswith("VmHWM:")))
sys.exit(code)
"""


def measure(*words: str) -> Cost:
    """Run the agent in a process of its own and take its cost from the system."""
    with subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        output, peak = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"vigie-agent {words} ended with {process.returncode}"
    return Cost(usage.ru_utime + usage.ru_stime, int(peak) / 1024, output)


def show(root: Path) -> Cost:
    """Measure the collection of a frozen machine."""
    return measure("show", "--json", "--root", str(root))


def send(folder: Path, authority: Path) -> Cost:
    """Measure a run that collects this machine, spools, and sends over TLS."""
    state = folder / "state"
    with servers.collector(authority) as collector:
        command = ["--state-dir", str(state)]
        key = ["--key", "K", "--ca-file", str(authority / "ca.pem")]
        measure(*command, "enrol", collector.url, *key)
        cost = measure(*command, "run")
        assert collector.requests[-1].json["schema"] == "vigie-report/1"
    return cost


def modules_of_show() -> set[str]:
    """Give the modules that a collection imports."""
    code = (
        "import sys; from vigie_agent.cli import main; "
        "main(['show', '--json', '--root', '/nowhere']); print(*sys.modules, file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(told.stderr.split())


def median(values: list[float]) -> float:
    """Give the middle value: one disturbed run does not count."""
    return sorted(values)[len(values) // 2]
