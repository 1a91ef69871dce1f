"""Which repository a package from outside the distribution comes from: its host name alone.

apt keeps the list of each repository. Those of the distribution are large, change every day and
tell nothing new; those of others are small. A package is a repository's when its list has that name
from the same packager: versions come and go in a list, so that they would make an unchanged
machine look changed.
"""

from collections.abc import Callable, Collection, Mapping

from vigie_agent.probes.probe import Machine

FOLDER = "var/lib/apt/lists"
SUFFIX = "_Packages"
MAX_LIST = 8 << 20
"""Bytes: a larger list is a mirror of a distribution, and would cost more than all the rest."""


def hosts(
    machine: Machine,
    publishers: Mapping[str, str],
    distributions: Collection[str],
    publisher_of: Callable[[str], str],
) -> dict[str, str]:
    """Give the host of the repository of each package that one is known for.

    Args:
        machine: the machine.
        publishers: packages from outside the distribution, and their publishers.
        distributions: ends of the host names that are the distribution's.
        publisher_of: gives the publisher of a field Maintainer.
    """
    folder = machine.path(FOLDER)
    found: dict[str, str] = {}
    wanted = {name.encode(): name for name in publishers}
    for path in sorted(folder.glob(f"*{SUFFIX}")) if wanted and folder.is_dir() else ():
        host = path.name.partition("_")[0].rpartition("@")[2].lower()
        if not host or host.endswith(tuple(distributions)) or path.stat().st_size > MAX_LIST:
            continue
        name = b""
        with path.open("rb") as file:
            for line in file:
                if line.startswith(b"Package: "):
                    name = line[9:].strip()
                elif name in wanted and line.startswith(b"Maintainer: "):
                    package = wanted[name]
                    if (
                        publisher_of(line[12:].strip().decode("utf-8", "replace"))
                        == (publishers[package])
                    ):
                        found.setdefault(package, host)
    return found
