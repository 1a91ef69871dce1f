"""The machine itself: firmware, processor, memory, disks, network cards.

Filler values ("To be filled by O.E.M.", a UUID of zeros) are sent raw: the collector judges.
"""

from collections.abc import Iterator

from vigie_agent.observations import Disk, Hardware
from vigie_agent.probes import chassis
from vigie_agent.probes.probe import Findings, Machine, Needs, Probe

DMI = "sys/class/dmi/id"
DMI_FILES = (
    "sys_vendor",
    "product_name",
    "product_family",
    "product_uuid",
    "product_serial",
    "board_vendor",
    "board_name",
    "bios_vendor",
    "bios_version",
    "chassis_type",
)
NOT_DISKS = ("loop", "ram", "zram", "dm-", "md", "sr", "fd", "nbd", "zd")


def parse_cpu(text: str) -> dict[str, str]:
    """Give the first processor's fields of /proc/cpuinfo, with "threads" and "cores" counted."""
    first: dict[str, str] = {}
    threads, cores, package = 0, set[tuple[str, str]](), ""
    for line in text.splitlines():
        key, colon, value = line.partition(":")
        if not colon:
            continue
        key, value = key.strip(), value.strip()
        first.setdefault(key, value)
        if key == "processor":
            threads += 1
        elif key == "physical id":
            package = value
        elif key == "core id":
            cores.add((package, value))
    return {**first, "threads": str(threads), "cores": str(len(cores) or threads)}


def parse_memory(text: str) -> int:
    """Give MemTotal of /proc/meminfo in MiB, 0 when it is not there."""
    for line in text.splitlines():
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) // 1024
    return 0


def _disks(machine: Machine) -> Iterator[Disk]:
    base = machine.path("sys/block")
    for path in sorted(base.iterdir()) if base.is_dir() else ():
        name = path.name
        sectors = machine.text(f"sys/block/{name}/size")
        if name.startswith(NOT_DISKS) or not sectors.isdecimal() or sectors == "0":
            continue
        size = round(int(sectors) * 512 / 2**30)
        yield Disk(name=name, model=machine.text(f"sys/block/{name}/device/model"), size_gib=size)


def _macs(machine: Machine) -> list[str]:
    """Give the addresses of physical cards: those with a device behind them."""
    base = machine.path("sys/class/net")
    found: set[str] = set()
    for path in base.iterdir() if base.is_dir() else ():
        if (path / "device").exists():
            # A bond or bridge gives its members one address; the card's own one is "permanent".
            address = machine.text(f"sys/class/net/{path.name}/bonding_slave/perm_hwaddr")
            address = (address or machine.text(f"sys/class/net/{path.name}/address")).lower()
            if address and address != "00:00:00:00:00:00":
                found.add(address)
    return sorted(found)


def _container(machine: Machine) -> str:
    for file, name in ((".dockerenv", "docker"), ("run/.containerenv", "podman")):
        if machine.path(file).exists():
            return name
    return machine.text("run/systemd/container")


def read(machine: Machine) -> Findings:
    """Read the hardware, and what tells this machine from others."""
    dmi = {name: machine.text(f"{DMI}/{name}") for name in DMI_FILES}
    cpu = parse_cpu(machine.text("proc/cpuinfo"))
    flags = cpu.get("flags", "")
    virtual = chassis.virtualisation(dmi, flags, _container(machine))
    unreadable = machine.path(f"{DMI}/product_uuid").exists() and not dmi["product_uuid"]
    return Findings(
        hardware=Hardware(
            maker=dmi["sys_vendor"],
            model=dmi["product_name"] or machine.text("proc/device-tree/model").rstrip("\0"),
            family=dmi["product_family"],
            board_maker=dmi["board_vendor"],
            board_model=dmi["board_name"],
            bios_vendor=dmi["bios_vendor"],
            bios_version=dmi["bios_version"],
            cpu_maker=cpu.get("vendor_id", ""),
            cpu_model=cpu.get("model name", ""),
            cpu_cores=int(cpu["cores"]),
            cpu_threads=int(cpu["threads"]),
            memory_mib=parse_memory(machine.text("proc/meminfo")),
            disks=list(_disks(machine)),
            virtualisation=virtual,
        ),
        device={
            "dmi_uuid": dmi["product_uuid"].lower(),
            "serial": dmi["product_serial"],
            "macs": _macs(machine),
            "kind": chassis.kind(dmi["chassis_type"], virtual),
        },
        reason="Sans les droits d'administration, l'UUID et le numéro de série restent inconnus."
        if unreadable
        else "",
    )


PROBE = Probe(name="machine", sections=("hardware",), needs=Needs(), read=read)
