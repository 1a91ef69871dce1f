"""The agent's cost on a synthesised machine of 930 packages, beside GLPI Agent's."""

import gzip
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))  # the tests' machines, from any folder

from tests.agent import costs, servers

LAPS = 7
PEER = "GLPI Agent 1.11, software and OS only"


def run() -> list[dict[str, Any]]:
    """Measure CPU, memory and bytes; medians of child processes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = costs.frozen_machine(folder)
        authority = folder / "authority"
        authority.mkdir()
        servers.certificates(authority)
        shows = [costs.show(root) for _ in range(LAPS)]
        sends = [costs.send(folder / str(lap), authority) for lap in range(3)]
    wire = len(gzip.compress(shows[0].output.rstrip(), 9, mtime=0)) / costs.PACKAGES
    return [
        figure(
            "agent: CPU to collect 930 packages",
            costs.median([cost.cpu_seconds for cost in shows]),
            "CPU-s",
            costs.MAX_CPU,
            f"{PEER}: 0.36",
        ),
        figure(
            "agent: peak memory to collect 930 packages",
            costs.median([cost.peak_mib for cost in shows]),
            "MiB",
            costs.MAX_MIB,
            f"{PEER}: 49",
        ),
        figure(
            "agent: peak memory to collect and send over TLS",
            costs.median([cost.peak_mib for cost in sends]),
            "MiB",
            costs.MAX_MIB_SENDING,
            "GLPI Agent 1.11, all sections: 88.6",
        ),
        figure(
            "agent: CPU to collect and send over TLS",
            costs.median([cost.cpu_seconds for cost in sends]),
            "CPU-s",
            costs.MAX_CPU_SENDING,
            "GLPI Agent 1.11, all sections: 0.79",
        ),
        figure(
            "agent: bytes on the wire for one package",
            wire,
            "bytes",
            costs.MAX_BYTES,
            "GLPI Agent 1.11, all sections: 21",
        ),
    ]


def figure(name: str, value: float, unit: str, limit: float, peer: str) -> dict[str, Any]:
    """Give one row of the table."""
    return {"name": name, "value": value, "unit": unit, "limit": limit, "peer": peer}
