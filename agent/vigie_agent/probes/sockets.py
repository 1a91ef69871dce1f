"""Windows and macOS: ports that processes wait on, as psutil tells them."""

from vigie_agent.observations import ListeningPort
from vigie_agent.probes.probe import Findings, Machine, Needs, Probe

EPHEMERAL = 49_152
"""First port that Windows and macOS give to clients."""


def address_kind(host: str) -> str:
    """Tell any, loopback or specific from an address."""
    if host in {"0.0.0.0", "::"}:
        return "any"
    return "loopback" if host.startswith("127.") or host == "::1" else "specific"


def read(_: Machine) -> Findings:
    """Read the running machine; names of processes only, never paths or arguments."""
    import psutil  # noqa: PLC0415 - Linux, the usual case, does not pay for it

    ports: set[tuple[str, str, int, str]] = set()
    names: dict[int, str] = {}
    try:
        connections = psutil.net_connections("inet")
    except psutil.AccessDenied as error:
        raise PermissionError(13, "net_connections") from error
    for connection in connections:
        udp = connection.type.name == "SOCK_DGRAM"
        if not connection.laddr or (not udp and connection.status != psutil.CONN_LISTEN):
            continue
        host, port = connection.laddr
        kind = address_kind(host)
        if (udp or kind == "loopback") and (port >= EPHEMERAL or connection.raddr):
            continue
        pid = connection.pid or 0
        if pid and pid not in names:
            try:
                names[pid] = psutil.Process(pid).name()
            except psutil.Error:
                names[pid] = ""  # it ended, or is closed to us: the port still counts
        ports.add(("udp" if udp else "tcp", kind, port, names.get(pid, "")))
    return Findings(
        listening_ports=[
            ListeningPort(protocol=p[0], address=p[1], port=p[2], process=p[3])
            for p in sorted(ports)
        ]
    )


PROBE = Probe(
    name="sockets",
    sections=("listening_ports",),
    needs=Needs(families=("windows", "macos"), live=True),
    read=read,
)
