"""Services that systemd starts, read from unit files: no bus, no command.

Only enabled or running units are listed. An instance (name@somebody.service) is written as its
template, and the description of a unit written on the machine is left out: both may name people.
Of a command, only the file name of the program is kept.
"""

from pathlib import Path, PurePosixPath

from vigie_agent.observations import Service
from vigie_agent.probes.owners import Owners
from vigie_agent.probes.probe import Findings, Machine, Needs, Probe

LOCAL = "etc/systemd/system"
PACKAGED = ("usr/lib/systemd/system", "lib/systemd/system")
RUNNING = ("sys/fs/cgroup/system.slice", "sys/fs/cgroup/systemd/system.slice")
"""Where systemd keeps a folder for each running service: control groups version 2, then 1."""
KEYS = frozenset({"Description", "Type", "BusName", "ExecStart"})
BOOTED = "run/systemd/system"


def parse(text: str) -> dict[str, str]:
    """Give the keys of ``KEYS`` in a unit file; of the first ExecStart, the first word only."""
    found: dict[str, str] = {}
    continued = False
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        key = key.strip()
        if not continued and equals and key in KEYS:
            kept = value.strip()
            if key == "ExecStart":
                words = kept.lstrip("@-:+!").split(maxsplit=1)
                kept = words[0].rstrip("\\").strip("\"'") if words else ""
            if kept:
                found.setdefault(key, kept)
        continued = line.endswith("\\")
    return found


def template(name: str) -> str:
    """Give the template of an instance: syncthing@jeanne.service -> syncthing@.service."""
    stem, at, rest = name.partition("@")
    return f"{stem}@.{rest.rpartition('.')[2]}" if at else name


def _enabled(machine: Machine, folder: str) -> set[str]:
    """Give the services linked into a target: in /etc by the machine, else by their packages."""
    names: set[str] = set()
    base = machine.path(folder)
    for link in base.iterdir() if base.is_dir() else ():
        if link.suffix in {".wants", ".requires"} and link.is_dir():
            names |= {template(unit.name) for unit in link.iterdir()}
        elif folder == LOCAL and link.suffix == ".service" and link.is_symlink():
            names |= _alias(link)
    return {name for name in names if name.endswith(".service")}


def _alias(link: Path) -> set[str]:
    """Give what an alias of /etc stands for (sshd.service -> ssh.service), not a mask."""
    target = PurePosixPath(link.readlink())
    return set() if str(target) == "/dev/null" else {template(target.name)}


def _running(machine: Machine) -> set[str]:
    names: set[str] = set()
    for base in map(machine.path, RUNNING):
        for path in base.iterdir() if base.is_dir() else ():
            # Instances of a template stand one level down: system-getty.slice.
            inside = path.iterdir() if path.name.endswith(".slice") else (path,)
            names |= {template(unit.name) for unit in inside if unit.name.endswith(".service")}
    return names


def read(machine: Machine) -> Findings:
    """Read the services that are enabled or running."""
    enabled, running = _enabled(machine, LOCAL), _running(machine)
    wanted = {name for folder in PACKAGED for name in _enabled(machine, folder)}
    booted = machine.path(BOOTED).is_dir()
    owners = Owners(machine)
    services: list[Service] = []
    for name in sorted(enabled | running | wanted):
        folder = _folder(machine, name)
        if folder is None:
            continue
        unit = parse(machine.text(f"{folder}/{name}"))
        if name not in enabled and (unit.get("Type") == "oneshot" or "BusName" in unit):
            continue  # a step of the boot, or what the bus wakes up for a minute: it would flap
        packaged = folder != LOCAL
        program = PurePosixPath(unit.get("ExecStart", "")).name
        # A one-shot runs for a moment: its state would make an unchanged machine look changed.
        known = booted and unit.get("Type") != "oneshot"
        state = ("running" if name in running else "stopped") if known else ""
        package = owners.package(f"/{folder}/{name}", name, program) if packaged else ""
        services.append(
            Service(
                name=name,
                description=unit.get("Description", "") if packaged else "",
                state=state,
                start="enabled" if name in enabled else "static",
                package=package,
                executable=program,
            )
        )
    return Findings(services=services)


def _folder(machine: Machine, name: str) -> str | None:
    """Give the folder whose unit file counts; None when the unit is masked or has no file."""
    for folder in (LOCAL, *PACKAGED):
        path = machine.path(f"{folder}/{name}")
        if path.is_symlink():
            target = str(path.readlink())
            if target == "/dev/null":
                return None
            if folder == LOCAL and "/systemd/system/" in target:
                continue  # a link to the packaged unit: the package's text is the one
        if path.is_file():
            return folder
    return None


PROBE = Probe(
    name="services",
    sections=("services",),
    needs=Needs(any_file=PACKAGED, absent="systemd n'est pas utilisé sur cette machine."),
    read=read,
)
