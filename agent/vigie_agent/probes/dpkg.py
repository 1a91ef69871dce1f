"""Packages of Debian and its family, straight from /var/lib/dpkg/status.

The file is streamed: nothing is kept of a stanza but the fields below. Running dpkg-query would
cost more than all the rest of the agent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from vigie_agent.observations import Software
from vigie_agent.probes.apt_lists import hosts
from vigie_agent.probes.probe import Findings, Machine, Needs, Probe

STATUS = "var/lib/dpkg/status"
FRAGMENTS = "var/lib/dpkg/status.d"  # images without a package manager (distroless)
DISTRIBUTIONS = ("debian.org", "ubuntu.com", "canonical.com")
"""A packager with such an address is the distribution's, not the software's publisher."""

_FIELDS = {
    b"Package": "name",
    b"Version": "version",
    b"Architecture": "architecture",
    b"Source": "source",
    b"Homepage": "homepage",
    b"Maintainer": "maintainer",
    b"Status": "status",
}
_FIRST = frozenset(b"PVASHM")


def parse(lines: Iterable[bytes], *, status: str = "") -> Iterator[Software]:
    """Give the installed packages of a status file, in its order.

    Args:
        lines: the lines of the file.
        status: what to take for a stanza without Status (fragments of distroless images).
    """
    stanza: dict[str, str] = {}
    for line in lines:
        if line[0] in _FIRST:
            key, colon, value = line.partition(b":")
            name = _FIELDS.get(key)
            if name is not None and colon:
                stanza[name] = value.strip().decode("utf-8", "replace")
        elif line == b"\n":
            if stanza.get("name") and _installed(stanza.get("status", status)):
                yield _software(stanza)
            stanza = {}
    if stanza.get("name") and _installed(stanza.get("status", status)):
        yield _software(stanza)


def _installed(status: str) -> bool:
    """Tell whether the files are there, whatever is wanted of them.

    "hold ok installed" is installed (a package on hold is the one that nobody updates), and so
    are half-configured ones; "config-files" and "half-installed" are not.
    """
    _, _, state = status.rpartition(" ")
    return state in {
        "installed",
        "unpacked",
        "half-configured",
        "triggers-awaited",
        "triggers-pending",
    }


def _software(stanza: dict[str, str]) -> Software:
    source, _, _ = stanza.get("source", "").partition(" (")
    publisher = _publisher(stanza.get("maintainer", ""))
    return Software(
        kind="dpkg",
        name=stanza["name"],
        publisher=publisher,
        version=stanza.get("version", ""),
        architecture=stanza.get("architecture", ""),
        source_package=source,
        # The source package says all of the distribution's own; the page helps for the others.
        homepage=stanza.get("homepage", "") if publisher else "",
    )


def _publisher(maintainer: str) -> str:
    """Keep who publishes a package from outside the distribution, without the address."""
    name, bracket, address = maintainer.partition("<")
    domain = address.rstrip("> ").rpartition("@")[2].lower()
    if bracket and domain.endswith(DISTRIBUTIONS):
        return ""
    return "" if "@" in name else name.strip(' "')


def read(machine: Machine) -> Findings:
    """Read the database of dpkg."""
    software: list[Software] = []
    if machine.path(STATUS).exists():
        with machine.path(STATUS).open("rb") as file:
            software.extend(parse(file))
    if machine.path(FRAGMENTS).is_dir():
        for path in sorted(machine.path(FRAGMENTS).iterdir()):
            if path.suffix != ".md5sums" and path.is_file():
                with path.open("rb") as file:
                    software.extend(parse(file, status="install ok installed"))
    return Findings(software=_with_repositories(machine, software))


def _with_repositories(machine: Machine, software: list[Software]) -> list[Software]:
    outside = {item.name: item.publisher for item in software if item.publisher}
    try:
        known = hosts(machine, outside, DISTRIBUTIONS, _publisher)
    except OSError:
        return software  # apt was writing its lists: the packages themselves are known
    return [
        replace(item, repository=known[item.name]) if item.name in known else item
        for item in software
    ]


PROBE = Probe(
    name="dpkg",
    sections=("software",),
    needs=Needs(any_file=(STATUS, FRAGMENTS), absent="dpkg n'est pas utilisé sur cette machine."),
    read=read,
)
