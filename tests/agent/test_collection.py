import json
from pathlib import Path

from inline_snapshot import snapshot
from vigie_agent.collection import collect
from vigie_agent.config import Settings
from vigie_agent.probes.probe import Findings, Machine, Needs, Probe
from vigie_agent.report import observations_digest, to_plain


def test_golden_report_of_a_frozen_debian(debian: Path) -> None:
    plain = json.loads(
        json.dumps(to_plain(collect(Machine(debian, "linux"), Settings(), "mairie")))
    )
    plain.pop("taken_at")
    plain.pop("agent")
    for probe in plain["probes"]:
        probe.pop("duration_ms", None)
    assert plain == snapshot(
        {
            "schema": "vigie-report/1",
            "source": "agent",
            "device": {
                "name": "srv-paie",
                "fqdn": "srv-paie.ville.example",
                "machine_id": "ba4bc33e24d0a49d52ce078368cf5e0e36d61bce87e2df28824871e64f46ff8c",
                "dmi_uuid": "4c4c4544-0042-4c10-8052-b6c04f5a3333",
                "serial": "6BLRZ33",
                "macs": ["b0:7b:25:aa:bb:01"],
                "kind": "server",
                "tag": "mairie",
            },
            "probes": [
                {"name": "machine", "sections": ["hardware"], "status": "ok", "count": 1},
                {"name": "system", "sections": ["operating_system"], "status": "ok", "count": 1},
                {"name": "dpkg", "sections": ["software"], "status": "ok", "count": 3},
                {
                    "name": "rpm",
                    "sections": ["software"],
                    "status": "unavailable",
                    "reason": "rpm n'est pas utilisé sur cette machine.",
                },
                {"name": "services", "sections": ["services"], "status": "ok", "count": 1},
                {
                    "name": "listening_ports",
                    "sections": ["listening_ports"],
                    "status": "ok",
                    "count": 2,
                },
                {
                    "name": "portable",
                    "sections": ["operating_system", "hardware"],
                    "status": "disabled",
                    "reason": "Sonde sans objet sur ce système.",
                },
                {
                    "name": "sockets",
                    "sections": ["listening_ports"],
                    "status": "disabled",
                    "reason": "Sonde sans objet sur ce système.",
                },
            ],
            "hardware": {
                "maker": "Dell Inc.",
                "model": "PowerEdge R640",
                "cpu_maker": "GenuineIntel",
                "cpu_model": "Xeon Gold",
                "cpu_cores": 2,
                "cpu_threads": 4,
                "memory_mib": 15933,
                "disks": [{"name": "sda", "model": "PERC H740P Mini", "size_gib": 1117}],
            },
            "operating_system": {
                "name": "Debian GNU/Linux 12 (bookworm)",
                "id": "debian",
                "version": "12",
                "codename": "bookworm",
                "kernel": "6.1.0-28-amd64",
                "family": "linux",
            },
            "software": [
                {
                    "kind": "dpkg",
                    "name": "openssh-server",
                    "version": "1:9.2p1-2+deb12u3",
                    "architecture": "amd64",
                    "source_package": "openssh",
                },
                {
                    "kind": "dpkg",
                    "name": "linux-image-6.1.0-28-amd64",
                    "version": "6.1.119-1",
                    "architecture": "amd64",
                    "source_package": "linux-signed-amd64",
                },
                {
                    "kind": "dpkg",
                    "name": "microsoft-edge-stable",
                    "publisher": "Microsoft Edge for Linux Team",
                    "version": "131.0.2903.51-1",
                    "architecture": "amd64",
                    "homepage": "https://www.microsoft.com/edge",
                },
            ],
            "services": [
                {
                    "name": "ssh.service",
                    "description": "OpenBSD Secure Shell server",
                    "state": "running",
                    "start": "enabled",
                    "package": "openssh-server",
                    "executable": "sshd",
                }
            ],
            "listening_ports": [
                {
                    "protocol": "tcp",
                    "address": "any",
                    "port": 22,
                    "process": "sshd",
                    "package": "openssh-server",
                },
                {"protocol": "tcp", "address": "loopback", "port": 5432},
            ],
        }
    )


def test_the_digest_is_that_of_the_observations(debian: Path) -> None:
    machine = Machine(debian, "linux")
    first = observations_digest(collect(machine, Settings()))
    assert observations_digest(collect(machine, Settings())) == first
    status = debian / "var/lib/dpkg/status"
    status.write_text(status.read_text().replace("9.2p1", "9.2p2"))
    assert observations_digest(collect(machine, Settings())) != first


def test_a_probe_that_fails_is_told_and_hides_nothing(debian: Path) -> None:
    def fails(machine: Machine) -> Findings:
        raise PermissionError(13, "Permission denied", str(machine.root / "secret"))

    def breaks(_: Machine) -> Findings:
        raise KeyError("x")

    def collapses(_: Machine) -> Findings:
        raise TypeError("'int' object is not subscriptable")

    needs = Needs(live=True)
    probes = [
        Probe(name="a", sections=("software",), needs=Needs(), read=fails),
        Probe(name="b", sections=("services",), needs=Needs(), read=breaks),
        Probe(name="c", sections=("services",), needs=needs, read=breaks),
        Probe(name="d", sections=("services",), needs=Needs(families=("windows",)), read=breaks),
        Probe(name="e", sections=("services",), needs=Needs(), read=breaks),
        Probe(
            name="f", sections=("services",), needs=Needs(), read=lambda _: Findings(services=[])
        ),
        Probe(name="g", sections=("containers",), needs=Needs(), read=collapses),
    ]
    report = collect(Machine(debian, "linux"), Settings(disabled_probes=("e",)), probes=probes)
    assert [(p.name, p.status) for p in report.probes] == [
        ("a", "failed"),
        ("b", "failed"),
        ("c", "disabled"),
        ("d", "disabled"),
        ("e", "disabled"),
        ("f", "ok"),
        ("g", "failed"),
    ]
    assert all(p.reason for p in report.probes[:5])
    assert "secret" not in "".join(p.reason for p in report.probes)
    assert report.software is None
    assert report.services == []


def test_the_host_name_can_stay_at_home(debian: Path) -> None:
    report = collect(Machine(debian, "linux"), Settings(send_host_name=False))
    assert (report.device.name, report.device.fqdn) == ("", "")
    assert report.device.machine_id
