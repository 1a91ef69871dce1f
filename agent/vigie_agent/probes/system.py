"""The operating system: /etc/os-release and the kernel."""

import os

from vigie_agent.observations import OperatingSystem
from vigie_agent.probes.probe import Findings, Machine, Needs, Probe


def parse(text: str) -> dict[str, str]:
    """Read os-release: KEY=value lines, values perhaps quoted as in a shell."""
    values: dict[str, str] = {}
    for line in text.splitlines():
        key, equals, value = line.strip().partition("=")
        if equals and not key.startswith("#"):
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
            values[key] = value[1:-1].replace("\\", "") if quoted else value
    return values


def read(machine: Machine) -> Findings:
    """Read the system's name and version, and the kernel of the running machine."""
    values = parse(machine.text("etc/os-release") or machine.text("usr/lib/os-release"))
    name = values.get("PRETTY_NAME", "")
    version = values.get("VERSION_ID", "")
    if values.get("ID") == "debian" and not version:
        version = machine.text("etc/debian_version")  # testing and unstable have no VERSION_ID
    kernel = machine.text("proc/sys/kernel/osrelease")
    return Findings(
        operating_system=OperatingSystem(
            name=name,
            id=values.get("ID", ""),
            version=version,
            codename=values.get("VERSION_CODENAME", ""),
            edition=values.get("VARIANT", ""),
            build=values.get("BUILD_ID", ""),
            kernel=kernel,
            architecture=os.uname().machine if machine.live else "",
            family=machine.family,
        ),
        reason="" if name else "Le fichier /etc/os-release est absent ou illisible.",
    )


PROBE = Probe(name="system", sections=("operating_system",), needs=Needs(), read=read)
