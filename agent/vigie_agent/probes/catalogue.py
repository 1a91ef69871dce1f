"""Every probe, in plain sight and in the order in which they run."""

from vigie_agent.probes import (
    dpkg,
    listening_ports,
    machine,
    portable,
    rpm,
    services,
    sockets,
    system,
)
from vigie_agent.probes.probe import Probe

PROBES: tuple[Probe, ...] = (
    machine.PROBE,
    system.PROBE,
    dpkg.PROBE,
    rpm.PROBE,
    services.PROBE,
    listening_ports.PROBE,
    portable.PROBE,
    sockets.PROBE,
)
