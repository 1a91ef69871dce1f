"""Owners of files on a machine with rpm: ``owners.sqlite`` was written by rpm 4.18.

It holds openssh-server (/usr/sbin/sshd and its unit) and other-tools (/opt/other/sbin/sshd); of its
tables, those of packages and of base names are kept.
"""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vigie_agent.probes import listening_ports, rpm_header, services
from vigie_agent.probes.owners import Owners
from vigie_agent.probes.probe import Machine

FIXTURE = Path(__file__).parents[1] / "fixtures/rpm/owners.sqlite"


@pytest.fixture
def red_hat(debian: Path) -> Machine:
    """The frozen server, with rpm in the place of dpkg."""
    shutil.rmtree(debian / "var/lib/dpkg")
    folder = debian / "usr/lib/sysimage/rpm"
    folder.mkdir(parents=True)
    shutil.copy(FIXTURE, folder / "rpmdb.sqlite")
    return Machine(debian, "linux")


def test_a_port_and_a_service_have_their_package(red_hat: Machine) -> None:
    unit = red_hat.path("usr/lib/systemd/system/ssh.service")
    unit.rename(unit.with_name("sshd.service"))
    wants = red_hat.path("etc/systemd/system/multi-user.target.wants")
    (wants / "ssh.service").rename(wants / "sshd.service")
    ports = listening_ports.read(red_hat).listening_ports
    assert ports
    assert [(p.port, p.package) for p in ports] == [(22, "openssh-server"), (5432, "")]
    found = services.read(red_hat).services
    assert found
    assert [(s.name, s.package) for s in found] == [("sshd.service", "openssh-server")]


@pytest.mark.parametrize(
    ("path", "package"),
    [
        ("/usr/sbin/sshd", "openssh-server"),
        ("/sbin/sshd", "openssh-server"),
        ("/opt/other/sbin/sshd", "other-tools"),
        ("/usr/local/sbin/sshd", ""),
        ("/usr/sbin/%", ""),
    ],
)
def test_the_whole_path_decides(red_hat: Machine, path: str, package: str) -> None:
    assert Owners(red_hat).package(path, "sshd") == package


def test_a_spoiled_database_gives_no_owner(red_hat: Machine) -> None:
    database = red_hat.path("usr/lib/sysimage/rpm/rpmdb.sqlite")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE Packages SET blob = substr(blob, 1, 40)")
        connection.commit()
    assert Owners(red_hat).package("/usr/sbin/sshd", "sshd") == ""
    database.write_bytes(b"not a database")
    assert Owners(red_hat).package("/usr/sbin/sshd", "sshd") == ""


@given(st.integers(0, 3000), st.integers(0, 255), st.integers(0, 5))
def test_hostile_headers_never_do_more_than_value_error(at: int, byte: int, number: int) -> None:
    with closing(sqlite3.connect(f"{FIXTURE.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        blob = bytearray(database.execute("SELECT blob FROM Packages").fetchone()[0])
    blob[at % len(blob)] = byte
    with suppress(ValueError):
        rpm_header.file_path(bytes(blob), number)
