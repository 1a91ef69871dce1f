"""Windows and macOS: the system, the processor and the memory, as Python and psutil tell them."""

from vigie_agent.observations import Hardware, OperatingSystem
from vigie_agent.probes.probe import Findings, Machine, Needs, Probe


def read(machine: Machine) -> Findings:
    """Read the running machine."""
    import platform  # noqa: PLC0415 - Linux, the usual case, does not pay for it

    import psutil  # noqa: PLC0415

    windows = machine.family == "windows"
    version = platform.version() if windows else platform.mac_ver()[0]
    name = f"Windows {platform.release()}" if windows else f"macOS {version}"
    return Findings(
        operating_system=OperatingSystem(
            name=name,
            id=machine.family,
            version=version,
            edition=platform.win32_edition() or "" if windows else "",
            build=version.rpartition(".")[2] if windows else "",
            kernel=platform.release(),
            architecture=platform.machine(),
            family=machine.family,
        ),
        hardware=Hardware(
            cpu_model=platform.processor(),
            cpu_cores=psutil.cpu_count(logical=False) or 0,
            cpu_threads=psutil.cpu_count() or 0,
            memory_mib=psutil.virtual_memory().total // 2**20,
        ),
    )


PROBE = Probe(
    name="portable",
    sections=("operating_system", "hardware"),
    needs=Needs(families=("windows", "macos"), live=True),
    read=read,
)
