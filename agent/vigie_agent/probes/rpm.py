"""Packages of Red Hat, SUSE and their families.

The sqlite database is read natively: cheaper than the command, and it works on a frozen
machine. The older formats (Berkeley DB, ndb) are left to the rpm command.
"""

from collections.abc import Iterable
from pathlib import Path

from vigie_agent.observations import Software
from vigie_agent.probes import rpm_header as header
from vigie_agent.probes.probe import Findings, Machine, Needs, Probe

FOLDERS = ("usr/lib/sysimage/rpm", "var/lib/rpm")
SQLITE = "rpmdb.sqlite"
OTHERS = ("Packages", "Packages.db")
QUERY = (
    r"%{NAME}\t%|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\t%{ARCH}\t%{VENDOR}\t%{SOURCERPM}"
    r"\t%{URL}\t%{INSTALLTIME}\n"
)
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
"""Where the rpm command is looked for: never in the folders of whoever runs us."""
SECONDS = 60
"""Longest time given to the rpm command."""


def parse(lines: Iterable[str]) -> list[Software]:
    """Read the answer of ``rpm -qa --qf QUERY``: seven columns separated by tabs."""
    software: list[Software] = []
    for line in lines:
        columns = ["" if value == "(none)" else value for value in line.rstrip("\n").split("\t")]
        if len(columns) == 7:
            name, version, architecture, vendor, source, url, installed = columns
            software += _software(name, version, architecture, vendor, source, url, installed)
    return software


def parse_headers(blobs: Iterable[bytes]) -> tuple[list[Software], int]:
    """Read header blobs; give the packages, and how many headers could not be read."""
    software: list[Software] = []
    bad = 0
    for blob in blobs:
        try:
            tags = header.parse(blob)
        except ValueError:
            bad += 1
            continue
        get = tags.get
        epoch = f"{tags[header.EPOCH]}:" if header.EPOCH in tags else ""
        version = f"{epoch}{get(header.VERSION, '')}-{get(header.RELEASE, '')}"
        software += _software(
            get(header.NAME, ""),
            version,
            get(header.ARCH, ""),
            get(header.VENDOR, ""),
            get(header.SOURCERPM, ""),
            get(header.URL, ""),
            get(header.INSTALLTIME, ""),
        )
    return software, bad


def _software(
    name: str, version: str, architecture: str, vendor: str, source: str, url: str, installed: str
) -> list[Software]:
    if not name or name == "gpg-pubkey":  # a signing key, which rpm lists as a package
        return []
    source_name = source.rsplit("-", 2)[0]
    return [
        Software(
            kind="rpm",
            name=name,
            publisher=vendor,
            version=version,
            architecture=architecture,
            source_package="" if source_name == name else source_name,
            homepage=url,
            installed_on=_day(installed),
        )
    ]


def _day(seconds: str) -> str:
    """Turn seconds since 1970 into a day (UTC), without importing datetime."""
    if not seconds.isdecimal() or int(seconds) == 0 or len(seconds) > 11:
        return ""
    import time  # noqa: PLC0415 - only machines with rpm pay for it

    return time.strftime("%Y-%m-%d", time.gmtime(int(seconds)))


def read(machine: Machine) -> Findings:
    """Read the database of rpm."""
    for folder in FOLDERS:
        database = machine.path(f"{folder}/{SQLITE}")
        if database.is_file():
            software, bad = parse_headers(_blobs(database))
            reason = f"{bad} paquets de la base RPM sont illisibles." if bad else ""
            return Findings(software=_sorted(software), reason=reason)
    folder = next(f for f in FOLDERS for name in OTHERS if machine.path(f"{f}/{name}").exists())
    return Findings(software=_sorted(parse(_ask_rpm(machine.path(folder)))))


def _sorted(software: list[Software]) -> list[Software]:
    """Put in a lasting order: the database's own changes with each update."""
    return sorted(software, key=lambda item: (item.name, item.version, item.architecture))


def _blobs(database: Path) -> Iterable[bytes]:
    import sqlite3  # noqa: PLC0415 - only machines with rpm pay for it
    from contextlib import closing  # noqa: PLC0415

    # A read-only file system cannot hold the WAL's index: then read the main file alone.
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        try:
            with closing(sqlite3.connect(f"{database.as_uri()}?{mode}", uri=True)) as connection:
                rows = connection.execute("SELECT blob FROM Packages ORDER BY hnum")
                return [row[0] for row in rows if isinstance(row[0], bytes)]
        except sqlite3.DatabaseError as error:
            fault = error
    raise ValueError(f"La base {database} est illisible : {fault}.")


def _ask_rpm(folder: Path) -> list[str]:
    import subprocess  # noqa: PLC0415 - only machines with an old rpm pay for it

    command = ["rpm", "--dbpath", str(folder), "-qa", "--qf", QUERY]
    try:
        done = subprocess.run(  # noqa: S603 - fixed command, no shell, no outside text
            command,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={"PATH": PATH, "LC_ALL": "C.UTF-8"},
        )
    except FileNotFoundError as error:
        raise ValueError(
            "La base RPM est d'un ancien format et la commande rpm est absente."
        ) from error
    except subprocess.TimeoutExpired as error:
        raise ValueError(f"La commande rpm n'a pas répondu en {SECONDS} secondes.") from error
    if done.returncode != 0:
        raise ValueError(f"La commande rpm a échoué (code {done.returncode}).")
    return done.stdout.decode("utf-8", "replace").splitlines()


PROBE = Probe(
    name="rpm",
    sections=("software",),
    needs=Needs(
        any_file=tuple(f"{folder}/{name}" for folder in FOLDERS for name in (SQLITE, *OTHERS)),
        absent="rpm n'est pas utilisé sur cette machine.",
    ),
    read=read,
)
