"""Makers of machines: DMI strings, sysDescr and MAC prefixes."""

import pytest
from vigie_classifiers import Knowledge
from vigie_classifiers.hardware import is_mac, maker_of_mac


@pytest.mark.parametrize("mac", ["00:50:56:01:02:03", "00-50-56-01-02-03", "005056010203"])
def test_a_prefix_tells_its_maker(mac: str) -> None:
    assert "VMware" in maker_of_mac(mac)


@pytest.mark.parametrize(
    "mac", ["", "00:50:56", "02:00:00:00:00:01", "zz:50:56:01:02:03", "00:50-56:01:02:03", "0" * 40]
)
def test_what_no_maker_gave_has_none(mac: str) -> None:
    assert maker_of_mac(mac) == ""


def test_only_addresses_are_addresses() -> None:
    assert is_mac("A4:BB:6D:00:11:22")
    assert not is_mac("DEADBEEFCAFE!")


@pytest.mark.parametrize(
    ("mac", "vendor"),
    [
        ("00:50:56:aa:bb:cc", "vmware"),
        ("F8:DB:88:00:00:01", "dell"),
        ("00:1B:21:00:00:01", "intel"),
        ("00:11:32:00:00:01", "synology"),
    ],
)
def test_a_card_leads_to_the_vendor(knowledge: Knowledge, mac: str, vendor: str) -> None:
    for verdict in (
        knowledge.classify("hardware", mac),
        knowledge.classify("hardware", "Interface eth0", hints={"mac": mac}),
    ):
        assert (verdict.vendor_id, verdict.product_id) == (vendor, "")


@pytest.mark.parametrize(
    ("name", "maker", "vendor"),
    [
        ("Dell Inc. Latitude 5420", "Dell Inc.", "dell"),
        ("LENOVO 20XWCTO1WW", "LENOVO", "lenovo"),
        ("HP EliteBook 840 G8 Notebook PC", "HP", "hp"),
        ("HPE ProLiant DL360 Gen10 Plus", "HPE", "hpe"),
        ("Microsoft Corporation Surface Laptop 4", "Microsoft Corporation", "microsoft"),
        ("To Be Filled By O.E.M. To Be Filled By O.E.M.", "To Be Filled By O.E.M.", ""),
    ],
)
def test_machines(knowledge: Knowledge, name: str, maker: str, vendor: str) -> None:
    assert knowledge.classify("hardware", name, maker).vendor_id == vendor


@pytest.mark.parametrize(
    ("description", "vendor"),
    [
        ("Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E3", "cisco"),
        (
            "RICOH IM C3000 1.09 / RICOH Network Printer C model / RICOH Network Scanner C model",
            "ricoh",
        ),
        ("KYOCERA Document Solutions Printing System", "kyocera"),
        ("FortiGate-60F", "fortinet"),
    ],
)
def test_what_a_device_says_of_itself_over_snmp(
    knowledge: Knowledge, description: str, vendor: str
) -> None:
    assert knowledge.classify("banner", description).vendor_id == vendor
