from pathlib import Path

import pytest
from vigie_agent.probes import listening_ports
from vigie_agent.probes.listening_ports import Socket
from vigie_agent.probes.probe import Machine
from vigie_agent.report import ListeningPort

HEAD = "  sl  local_address rem_address st\n"
TAIL = "00000000:00000000 00:00000000 00000000 0 0 77 2\n"


def test_a_frozen_machine(debian: Path) -> None:
    assert listening_ports.read(Machine(debian, "linux")).listening_ports == [
        ListeningPort(
            protocol="tcp", address="any", port=22, process="sshd", package="openssh-server"
        ),
        ListeningPort(protocol="tcp", address="loopback", port=5432),
    ]


def test_addresses_are_only_told_apart() -> None:
    zero, one = "0" * 32, "0" * 24 + "01000000"
    mapped, other = "0000000000000000FFFF00000100007F", "B80D0120000000000000000001000000"
    text = HEAD + "".join(
        f" 0: {host}:01BB 00000000:0000 0A {TAIL}" for host in (zero, one, mapped, other)
    )
    assert [s.address for s in listening_ports.parse(text, "tcp")] == [
        "any",
        "loopback",
        "loopback",
        "specific",
    ]


def test_udp_of_clients_is_left_out() -> None:
    text = HEAD + (
        f" 0: 00000000:00A1 00000000:0000 07 {TAIL}"
        f" 1: 00000000:D431 00000000:0000 07 {TAIL}"
        f" 2: 00000000:0035 00000000:0000 01 {TAIL}"
    )
    assert list(listening_ports.parse(text, "udp")) == [Socket("udp", "any", 161, "77")]


def test_this_very_machine() -> None:
    """The running machine answers, whatever it has."""
    assert listening_ports.read(Machine()).listening_ports is not None


@pytest.mark.parametrize(("user", "sentence"), [(0, "même à l'administrateur"), (1000, "Sans les")])
def test_a_hidden_process_is_told_to_whoever_asks(
    debian: Path, monkeypatch: pytest.MonkeyPatch, user: int, sentence: str
) -> None:
    """Port 5432 has no program, and one process is closed: as in a container, even for root."""
    read = Path.iterdir

    def closed(path: Path) -> object:
        if path.name == "fd" and path.parent.name == "999":
            raise PermissionError(13, "Permission denied")
        return read(path)

    (debian / "proc/999").mkdir()
    monkeypatch.setattr(Path, "iterdir", closed)
    monkeypatch.setattr("os.geteuid", lambda: user)
    assert sentence in listening_ports.read(Machine(debian, "linux")).reason
