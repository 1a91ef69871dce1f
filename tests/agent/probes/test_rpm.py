import contextlib
import os
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vigie_agent.probes import rpm, rpm_header
from vigie_agent.probes.probe import Machine
from vigie_agent.report import Software

FIXTURES = Path(__file__).parents[1] / "fixtures/rpm"
"""A database written by rpm 4.18 (only its table of packages kept), and what rpm -qa says of it."""

ZABBIX = Software(
    kind="rpm",
    name="zabbix-agent2",
    publisher="Zabbix SIA",
    version="7.0.5-release1.el9",
    architecture="noarch",
    installed_on="2026-11-23",
)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    folder = tmp_path / "var/lib/rpm"
    folder.mkdir(parents=True)
    shutil.copy(FIXTURES / "rpmdb.sqlite", folder)
    return Machine(tmp_path, "linux")


def by_name(software: list[Software] | None) -> list[Software]:
    assert software is not None
    return sorted(software, key=lambda item: item.name)


def test_the_native_reading_and_the_command_say_the_same(machine: Machine) -> None:
    native = by_name(rpm.read(machine).software)
    told = by_name(rpm.parse((FIXTURES / "rpm-qa.txt").read_text().splitlines()))
    assert native == told
    assert native[2] == ZABBIX
    assert [(s.name, s.version, s.source_package) for s in native[:2]] == [
        ("nginx", "1:1.20.1-22.el9_6.3", ""),
        ("nginx-core", "1:1.20.1-22.el9_6.3", "nginx"),
    ]


def test_a_read_only_database_is_read(machine: Machine) -> None:
    folder = machine.path("var/lib/rpm")
    folder.chmod(0o500)
    try:
        assert len(by_name(rpm.read(machine).software)) == 3
    finally:
        folder.chmod(0o700)


def test_signing_keys_are_not_software() -> None:
    line = "gpg-pubkey\t8483c65d-5ccc5b19\t(none)\t(none)\t(none)\t(none)\t1700000000"
    assert rpm.parse([line]) == []


def test_a_database_that_is_not_one_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "var/lib/rpm").mkdir(parents=True)
    (tmp_path / "var/lib/rpm/rpmdb.sqlite").write_bytes(b"SQLite format 3\0" + b"\0" * 84)
    with pytest.raises(ValueError, match="illisible"):
        rpm.read(Machine(tmp_path, "linux"))


def test_old_formats_are_left_to_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small program stands in for rpm: the answer is rpm's own, kept in the fixture."""
    command = tmp_path / "bin/rpm"
    command.parent.mkdir()
    command.write_text(f"#!/bin/sh\ncat {FIXTURES}/rpm-qa.txt\n")
    command.chmod(0o755)
    (tmp_path / "var/lib/rpm").mkdir(parents=True)
    (tmp_path / "var/lib/rpm/Packages").write_bytes(b"")
    monkeypatch.setattr(rpm, "PATH", f"{command.parent}{os.pathsep}/usr/bin:/bin")
    assert len(by_name(rpm.read(Machine(tmp_path, "linux")).software)) == 3
    command.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(ValueError, match="code 3"):
        rpm.read(Machine(tmp_path, "linux"))
    command.unlink()
    monkeypatch.setattr(rpm, "PATH", str(command.parent))
    with pytest.raises(ValueError, match="commande rpm est absente"):
        rpm.read(Machine(tmp_path, "linux"))


@given(st.binary(max_size=200))
def test_hostile_headers_never_do_more_than_value_error(blob: bytes) -> None:
    with contextlib.suppress(ValueError):
        rpm_header.parse(blob)


def test_one_bad_header_does_not_hide_the_others() -> None:
    data = b"good\0"
    good = struct.pack(">II", 1, len(data)) + struct.pack(">IIII", 1000, 6, 0, 1) + data
    software, bad = rpm.parse_headers([b"\0\0\0\x09", good, good[:-3]])
    assert [s.name for s in software] == ["good"]
    assert bad == 2


def test_the_real_command_where_it_is_installed(tmp_path: Path) -> None:
    """Where rpm is, a database that it makes now reads the same both ways (empty but real)."""
    if shutil.which("rpm") is None:
        assert (FIXTURES / "rpmdb.sqlite").exists()  # the kept database stands for it
        return
    folder = tmp_path / "var/lib/rpm"
    folder.mkdir(parents=True)
    subprocess.run(["rpm", "--dbpath", str(folder), "--initdb"], check=True, capture_output=True)
    assert rpm.read(Machine(tmp_path, "linux")).software == []
