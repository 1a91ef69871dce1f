"""Ports that processes wait on, from /proc/net: addresses are never kept."""

import os
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from vigie_agent.observations import ListeningPort
from vigie_agent.probes.owners import Owners
from vigie_agent.probes.probe import Findings, Machine, Needs, Probe

TABLES = (("tcp", "tcp"), ("tcp6", "tcp"), ("udp", "udp"), ("udp6", "udp"))
LISTEN, UNCONNECTED = "0A", "07"
EPHEMERAL = 32_768
"""First port that Linux gives to clients, when the machine does not say."""


class Socket(NamedTuple):
    """One waiting socket."""

    protocol: str
    address: str  # any, loopback, specific
    port: int
    inode: str


def parse(text: str, protocol: str, ephemeral: int = EPHEMERAL) -> Iterator[Socket]:
    """Give the waiting sockets of one table of /proc/net.

    What comes and goes with clients is left out: UDP and loopback ports of the ephemeral range.
    """
    for line in text.splitlines()[1:]:
        columns = line.split()
        if len(columns) < 10 or columns[3] != (LISTEN if protocol == "tcp" else UNCONNECTED):
            continue
        host, _, port_text = columns[1].partition(":")
        port, address = int(port_text, 16), _kind(host)
        passing = protocol == "udp" or address == "loopback"
        if port and not (passing and port >= ephemeral):
            yield Socket(protocol, address, port, columns[9])


def _kind(host: str) -> str:
    """Tell any, loopback or specific from a hexadecimal address (words little-endian)."""
    if not host.strip("0"):
        return "any"
    if len(host) == 8:
        return "loopback" if host.endswith("7F") else "specific"
    mapped = host.startswith("0000000000000000FFFF0000") and host.endswith("7F")
    return "loopback" if mapped or host == "0" * 24 + "01000000" else "specific"


def _programs(machine: Machine, wanted: set[str]) -> tuple[dict[str, str], bool]:
    """Give the program's path by socket inode, and whether some process was closed to us."""
    found: dict[str, str] = {}
    closed = False
    for process in machine.path("proc").iterdir():
        if not process.name.isdecimal():
            continue
        if len(found) == len(wanted):
            break
        try:
            for link in (process / "fd").iterdir():
                target = str(link.readlink())
                inode = target[8:-1]
                if target.startswith("socket:[") and inode in wanted:
                    found[inode] = str((process / "exe").readlink())
        except PermissionError:
            closed = True
        except OSError:
            continue  # the process ended while we looked
    return found, closed


def read(machine: Machine) -> Findings:
    """Read the waiting ports and the names of the programs behind them."""
    span = machine.text("proc/sys/net/ipv4/ip_local_port_range").split()
    ephemeral = int(span[0]) if span and span[0].isdecimal() else EPHEMERAL
    sockets = [
        socket
        for table, protocol in TABLES
        for socket in parse(machine.text(f"proc/net/{table}"), protocol, ephemeral)
    ]
    programs, closed = _programs(machine, {s.inode for s in sockets}) if sockets else ({}, False)
    owners = Owners(machine)
    ports: set[tuple[str, str, int, str, str]] = set()
    for socket in sockets:
        path = programs.get(socket.inode, "").removesuffix(" (deleted)")
        name = PurePosixPath(path).name
        package = owners.package(path, name) if path else ""
        ports.add((socket.protocol, socket.address, socket.port, name, package))
    missing = closed and any(not port[3] for port in ports)
    return Findings(
        listening_ports=[
            ListeningPort(protocol=p[0], address=p[1], port=p[2], process=p[3], package=p[4])
            for p in sorted(ports)
        ],
        reason=""
        if not missing
        else "Sans les droits d'administration, le nom de certains processus reste inconnu."
        if os.geteuid()
        # In a container, or on a hardened machine.
        else "Le système cache certains processus, même à l'administrateur : leur nom reste inconnu.",
    )


PROBE = Probe(
    name="listening_ports",
    sections=("listening_ports",),
    needs=Needs(any_file=("proc/net/tcp",), absent="Le dossier /proc/net est illisible."),
    read=read,
)
