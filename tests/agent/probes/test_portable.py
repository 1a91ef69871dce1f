"""The probes of other systems, run on this one: psutil answers the same way everywhere."""

import socket

import pytest
from vigie_agent.probes import portable, sockets
from vigie_agent.probes.probe import Machine
from vigie_agent.report import ListeningPort


@pytest.mark.parametrize("family", ["windows", "macos"])
def test_system_processor_and_memory(family: str) -> None:
    found = portable.read(Machine(family=family))
    assert found.operating_system is not None
    assert found.operating_system.family == family
    assert found.hardware is not None
    assert found.hardware.memory_mib > 0
    assert found.hardware.cpu_threads > 0


def test_a_port_that_we_open_is_seen() -> None:
    with socket.create_server(("0.0.0.0", 0)) as server:
        ports = sockets.read(Machine(family="windows")).listening_ports
        assert ports is not None
        expected = server.getsockname()[1]
        (seen,) = [p for p in ports if p.port == expected and p.protocol == "tcp"]
    assert seen == ListeningPort(protocol="tcp", address="any", port=expected, process=seen.process)
    assert "/" not in seen.process
    assert seen.process


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("0.0.0.0", "any"),
        ("::", "any"),
        ("127.0.0.1", "loopback"),
        ("::1", "loopback"),
        ("192.0.2.1", "specific"),
    ],
)
def test_addresses(host: str, kind: str) -> None:
    assert sockets.address_kind(host) == kind
