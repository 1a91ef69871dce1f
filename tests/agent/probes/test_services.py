from pathlib import Path

from vigie_agent.probes import services
from vigie_agent.probes.probe import Machine
from vigie_agent.report import Service

from tests.agent import machines


def test_a_packaged_service(debian: Path) -> None:
    assert services.read(Machine(debian, "linux")).services == [
        Service(
            name="ssh.service",
            description="OpenBSD Secure Shell server",
            state="running",
            start="enabled",
            package="openssh-server",
            executable="sshd",
        )
    ]


def test_masked_units_and_steps_of_the_boot_are_left_out(debian: Path) -> None:
    local = debian / "etc/systemd/system"
    (local / "multi-user.target.wants/gone.service").symlink_to("/lib/systemd/system/gone.service")
    (local / "multi-user.target.wants/cups.service").symlink_to("/lib/systemd/system/cups.service")
    (local / "cups.service").symlink_to("/dev/null")
    packaged = debian / "usr/lib/systemd/system"
    (packaged / "sysinit.target.wants").mkdir()
    (packaged / "sysinit.target.wants/step.service").symlink_to("../step.service")
    machines.write(
        packaged,
        {
            "step.service": "[Service]\nType=oneshot\nExecStart=/bin/true\n",
            "cups.service": "[Service]\nExecStart=/usr/sbin/cupsd\n",
        },
    )
    found = services.read(Machine(debian, "linux")).services
    assert found is not None
    assert [service.name for service in found] == ["ssh.service"]


def test_what_runs_is_told_in_both_generations_of_control_groups(debian: Path) -> None:
    packaged = debian / "usr/lib/systemd/system"
    machines.write(
        packaged,
        {
            "postgresql@.service": "[Service]\nType=forking\nExecStart=-/usr/bin/pg_ctlcluster\n",
            "hostnamed.service": "[Service]\nBusName=org.freedesktop.hostname1\n",
            "old.service": "[Service]\nExecStart=/usr/sbin/old\n",
        },
    )
    version_2 = debian / "sys/fs/cgroup/system.slice"
    (version_2 / "system-postgresql.slice/postgresql@15-main.service").mkdir(parents=True)
    (version_2 / "hostnamed.service").mkdir()
    (debian / "sys/fs/cgroup/systemd/system.slice/old.service").mkdir(parents=True)
    found = services.read(Machine(debian, "linux")).services
    assert found is not None
    assert [(s.name, s.state, s.start) for s in found] == [
        ("old.service", "running", "static"),
        ("postgresql@.service", "running", "static"),
        ("ssh.service", "running", "enabled"),
    ]


def test_a_command_gives_its_file_name_alone() -> None:
    unit = 'ExecStart=\nExecStart=-"/opt/App Dir/run" --password=x \\\n  ExecStart=/no\n'
    assert services.parse(unit)["ExecStart"] == "/opt/App"
    assert services.parse("ExecStart=!/usr/bin/java -Dkey=x\n") == {"ExecStart": "/usr/bin/java"}
