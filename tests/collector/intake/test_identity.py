"""Which machine a report is about."""

from dataclasses import replace

import pytest
from vigie_agent.report import Device
from vigie_collector.inventory.identity import (
    SAME,
    Witnesses,
    contradicts,
    is_junk,
    score,
    witnesses_of,
)

MACHINE = Witnesses(
    machine_id="a" * 63 + "b",
    dmi_uuid="4c4c4544-0042-3510-8053-b4c04f4d3532",
    serial="5bq5sm2",
    macs=frozenset({"3c:52:82:00:00:01"}),
    name="pc-accueil",
)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "0",
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "03000200-0400-0500-0006-000700080009",
        "To be filled by O.E.M.",
        "Default string",
        "System Serial Number",
        "None",
        "Not Specified",
        "XXXXXXXX",
    ],
)
def test_values_left_in_place_by_makers_identify_nothing(value: str) -> None:
    assert is_junk(value)


def test_a_real_serial_is_no_junk() -> None:
    assert not is_junk("5BQ5SM2")
    assert not is_junk("4c4c4544-0042-3510-8053-b4c04f4d3532")


def test_only_addresses_of_real_adapters_count() -> None:
    device = Device(
        macs=[
            "3C-52-82-00-00-01",
            "02:42:ac:11:00:02",
            "00:00:00:00:00:00",
            "52:54:00:aa:bb:cc",
            "x",
        ]
    )
    assert witnesses_of(device).macs == {"3c:52:82:00:00:01", "52:54:00:aa:bb:cc"}


def test_a_reinstalled_machine_is_the_same_device() -> None:
    assert score(MACHINE, replace(MACHINE, machine_id="c" * 63 + "d", name="pc-neuf")) >= SAME


def test_a_new_network_card_changes_nothing() -> None:
    assert score(MACHINE, replace(MACHINE, macs=frozenset({"3c:52:82:99:99:99"}))) >= SAME


def test_a_cloned_virtual_machine_is_another_device() -> None:
    clone = replace(
        MACHINE,
        dmi_uuid="4c4c4544-0042-3510-8053-000000000001",
        serial="vmware-1",
        macs=frozenset({"00:50:56:11:22:33"}),
    )
    assert score(MACHINE, clone) < SAME
    assert contradicts(MACHINE, clone)


def test_a_clone_without_firmware_witnesses_is_told_by_card_and_name() -> None:
    known = Witnesses(machine_id=MACHINE.machine_id, macs=MACHINE.macs, name="pc-1")
    clone = Witnesses(
        machine_id=MACHINE.machine_id, macs=frozenset({"00:15:5d:00:00:09"}), name="pc-2"
    )
    assert contradicts(known, clone)


def test_a_host_name_alone_never_decides() -> None:
    assert score(Witnesses(name="pc-1"), Witnesses(name="pc-1")) < SAME


def test_a_shared_dock_is_not_enough() -> None:
    dock = frozenset({"3c:52:82:00:00:99"})
    assert score(Witnesses(macs=dock, name="pc-1"), Witnesses(macs=dock, name="pc-2")) < SAME
