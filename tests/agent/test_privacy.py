"""Plants secrets in every file that the probes read, and looks for them in the report."""

import os
from pathlib import Path

import pytest
from vigie_agent.collection import collect
from vigie_agent.config import Settings
from vigie_agent.probes.probe import Machine
from vigie_agent.report import Report, to_json

from tests.agent import machines

SECRETS = ("jdupont", "hunter2", "10.7.7.7", "0123456789abcdef0123456789abcdef", "S3cretEnv")


@pytest.fixture
def spied(debian: Path) -> Path:
    """A machine whose files name a person, a password, an address and an environment."""
    local = debian / "etc/systemd/system"
    wants = local / "multi-user.target.wants"
    machines.write(
        debian,
        {
            "etc/systemd/system/sauvegarde.service": "[Unit]\nDescription=Sauvegarde de jdupont\n"
            "[Service]\nUser=jdupont\nEnvironment=TOKEN=S3cretEnv\nWorkingDirectory=/home/jdupont\n"
            "ExecStart=/home/jdupont/bin/sauvegarde --password hunter2 --to 10.7.7.7\n",
            "usr/lib/systemd/system/syncthing@.service": "[Unit]\nDescription=Syncthing for %I\n"
            "[Service]\nExecStart=/usr/bin/syncthing --user jdupont\n",
            "proc/4021/environ": "LOGNAME=jdupont\0TOKEN=S3cretEnv\0",
            "proc/4021/cmdline": "sshd\0-D\0--password=hunter2\0",
            "proc/4021/comm": "jdupont\n",
            "etc/passwd": "jdupont:x:1000:1000:J Dupont:/home/jdupont:/bin/bash\n",
            "proc/net/udp": machines.TCP.replace("0A0", "070").replace(
                "00000000:0016", "0707070A:00A1"
            ),
        },
    )
    (wants / "sauvegarde.service").symlink_to("../sauvegarde.service")
    (wants / "syncthing@jdupont.service").symlink_to("/usr/lib/systemd/system/syncthing@.service")
    return debian


def test_no_secret_leaves_the_machine(spied: Path) -> None:
    report = collect(Machine(spied, "linux"), Settings())
    text = to_json(report).decode()
    assert [secret for secret in SECRETS if secret in text] == []
    assert "/home" not in text
    assert report.services is not None
    assert {(s.name, s.description, s.executable) for s in report.services} >= {
        ("sauvegarde.service", "", "sauvegarde"),
        ("syncthing@.service", "Syncthing for %I", "syncthing"),
    }


def test_this_very_machine_gives_nothing_of_its_environment() -> None:
    os.environ["VIGIE_TEST_SECRET"] = "S3cretEnv-of-this-run"
    text = to_json(collect(Machine(), Settings())).decode()
    assert os.environ.pop("VIGIE_TEST_SECRET") not in text
    machine_id = Path("/etc/machine-id")
    if machine_id.exists() and machine_id.read_text().strip():
        assert machine_id.read_text().strip() not in text


def test_the_contract_has_no_field_for_a_person() -> None:
    from vigie_agent.schema import classes

    names = {name for cls in classes().values() for name in cls.__dataclass_fields__}
    forbidden = {"user", "owner", "login", "home", "arguments", "command", "environment", "email"}
    assert Report.__name__ == "Report"
    assert not {name for name in names if set(name.split("_")) & forbidden}
