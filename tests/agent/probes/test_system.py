from pathlib import Path

from vigie_agent.probes import system
from vigie_agent.probes.probe import Machine


def test_a_frozen_debian(debian: Path) -> None:
    found = system.read(Machine(debian, "linux")).operating_system
    assert found is not None
    assert (found.name, found.id, found.version, found.codename, found.kernel, found.family) == (
        "Debian GNU/Linux 12 (bookworm)",
        "debian",
        "12",
        "bookworm",
        "6.1.0-28-amd64",
        "linux",
    )


def test_quotes_comments_and_blanks() -> None:
    text = '# comment\n\nNAME=\'Rocky Linux\'\nVARIANT="Server \\"x\\""\nID=rocky\nBROKEN\n'
    assert system.parse(text) == {"NAME": "Rocky Linux", "VARIANT": 'Server "x"', "ID": "rocky"}


def test_a_machine_that_does_not_say_is_partial(tmp_path: Path) -> None:
    assert "os-release" in system.read(Machine(tmp_path, "linux")).reason
