from pathlib import Path

import pytest
from vigie_agent.probes import chassis, machine
from vigie_agent.probes.probe import Machine
from vigie_agent.report import Disk


def test_a_frozen_server(debian: Path) -> None:
    found = machine.read(Machine(debian, "linux"))
    hardware = found.hardware
    assert hardware is not None
    assert (hardware.maker, hardware.model) == ("Dell Inc.", "PowerEdge R640")
    assert (hardware.cpu_threads, hardware.cpu_cores, hardware.memory_mib) == (4, 2, 15933)
    assert hardware.disks == [Disk(name="sda", model="PERC H740P Mini", size_gib=1117)]
    assert found.device == {
        "dmi_uuid": "4c4c4544-0042-4c10-8052-b6c04f5a3333",
        "serial": "6BLRZ33",
        "macs": ["b0:7b:25:aa:bb:01"],
        "kind": "server",
    }


def test_an_empty_machine_is_read_without_a_fault(tmp_path: Path) -> None:
    found = machine.read(Machine(tmp_path, "linux"))
    assert found.hardware is not None
    assert found.hardware.memory_mib == 0


@pytest.mark.parametrize(
    ("maker", "model", "flags", "container", "expected"),
    [
        ("QEMU", "Standard PC (Q35 + ICH9, 2009)", "fpu hypervisor", "", "kvm"),
        ("VMware, Inc.", "VMware Virtual Platform", "hypervisor", "", "vmware"),
        ("Microsoft Corporation", "Virtual Machine", "hypervisor", "", "hyperv"),
        ("Microsoft Corporation", "Surface Pro 9", "fpu hypervisor", "", "other"),
        ("Microsoft Corporation", "Surface Pro 9", "fpu", "", ""),
        ("Amazon EC2", "m5.metal", "fpu", "", ""),
        ("Dell Inc.", "PowerEdge R640", "fpu", "lxc", "lxc"),
        ("", "", "fpu hypervisor avx", "", "other"),
    ],
)
def test_virtualisation(maker: str, model: str, flags: str, container: str, expected: str) -> None:
    dmi = {"sys_vendor": maker, "product_name": model}
    assert chassis.virtualisation(dmi, flags, container) == expected


@pytest.mark.parametrize(
    ("number", "virtual", "expected"),
    [
        ("3", "", "workstation"),
        ("10", "", "laptop"),
        ("23", "", "server"),
        ("2", "", ""),
        ("", "", ""),
        ("x", "", ""),
        ("138", "", "laptop"),
        ("23", "kvm", "virtual"),
    ],
)
def test_chassis(number: str, virtual: str, expected: str) -> None:
    assert chassis.kind(number, virtual) == expected
