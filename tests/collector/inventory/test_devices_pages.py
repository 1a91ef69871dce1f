"""`/appareils` and one device, as a reader sees them."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx2 import Response
from vigie_classifiers import Knowledge

from tests.collector.inventory.seeds import Seeds

Page = Callable[[str], Response]
PROBES: list[dict[str, Any]] = [
    {
        "name": "registry",
        "status": "failed",
        "reason": "ruche utilisateur illisible : droits insuffisants",
    },
    {"name": "dpkg", "status": "ok", "count": 3},
]
SECTIONS = {
    "hardware": {
        "maker": "Dell Inc.",
        "memory_mib": 16384,
        "disks": [{"name": "nvme0", "size_gib": 477}],
    },
    "operating_system": {"name": "Windows 11 Pro", "version": "10.0.22631"},
    "services": [{"name": "ssh<b>", "state": "running"}],
    "listening_ports": [{"protocol": "tcp", "port": 22, "address": "any", "process": "sshd"}],
    "containers": [],
}


@pytest.fixture
def device_id(seeds: Seeds, knowledge: Knowledge) -> int:
    """A machine of which much is known, beside a silent one."""
    made = seeds.device(
        "<b>pc</b>\u202e",
        [("Essai Bureau", "2.0"), ("Essai Pilote", "1"), ("Zzz inconnu", "1")],
        os_name="Windows 11 Pro",
        probes=PROBES,
        dropped=[{"path": "software[4].name", "reason": "texte trop long"}],
        sections=SECTIONS,
    )
    seeds.event(made, "updated", "Essai Bureau", "1.0", "2.0")
    seeds.device("pc-z", silent=True)
    seeds.settle(knowledge)
    return made


def test_the_list(page: Page, device_id: int) -> None:
    text = page("/appareils").text
    assert f"/appareils/{device_id}" in text
    assert "&lt;b&gt;pc&lt;/b&gt;" in text
    assert "<b>pc" not in text
    assert "Silencieux" in text
    assert "pc-z" not in page("/appareils?etat=present").text


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=99",
        "q=" + "x" * 10_240,
        "q=%25&sens=desc&tri=vu",
        "systeme=%00",
        "genre=%3Cb%3E",
        "tri=%27",
    ],
)
def test_a_hostile_address_is_a_list_all_the_same(page: Page, device_id: int, query: str) -> None:
    assert device_id
    assert page(f"/appareils?{query}").status_code == 200


def test_one_device(page: Page, device_id: int) -> None:
    text = page(f"/appareils/{device_id}").text
    for expected in (
        "Échec de lecture",
        "ruche utilisateur illisible : droits insuffisants",
        "software[4].name",
        "Dell Inc.",
        "16 Gio",
        "tcp/22",
        "Toutes les interfaces",
        "ssh&lt;b&gt;",
        "Lu, et il n'y en a aucun.",  # containers
        "Non lu\u00a0: aucune source",  # browser extensions
        "Mis à jour",
        "1.0",
        "/produits/product:essai-bureau",
        "Extra-européen",
        "Numéro de série",
    ):
        assert expected in text, expected
    assert "<b>pc" not in text


def test_software_of_a_device_is_searched(page: Page, device_id: int) -> None:
    text = page(f"/appareils/{device_id}?q=bureau&type=product&page=abc").text
    assert "1 à 1 sur 1" in text
    assert "Zzz inconnu" not in text


@pytest.mark.parametrize(
    "address", ["0", "1", "abc", "-1", "9" * 40, "9223372036854775808", "²", "%00"]
)
def test_an_unknown_device_is_404(page: Page, device_id: int, address: str) -> None:
    answer = page(f"/appareils/{address}")
    assert device_id
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_an_empty_collector_says_what_to_do(page: Page) -> None:
    assert "Installer un agent" in page("/appareils").text


def test_a_probe_explains_itself_in_the_readers_language(
    seeds: Seeds, knowledge: Knowledge, page: Page
) -> None:
    """Agents write French sentences; those of ours have their English in the agent's catalogue."""
    told = {
        "Sonde désactivée par le réglage disabled_probes.": "Probe disabled by the setting",
        "phrase d'un autre agent": "phrase d&#39;un autre agent",
    }
    probes = [
        {"name": f"p{n}", "sections": ["services"], "status": "disabled", "reason": reason}
        for n, reason in enumerate(told)
    ]
    made = seeds.device("pc", [("Essai Bureau", "1")], probes=probes)
    seeds.settle(knowledge)
    assert "Sonde désactivée par le réglage" in page(f"/appareils/{made}").text
    english = page(f"/appareils/{made}?lang=en").text
    assert all(sentence in english for sentence in told.values())
    assert "Sonde désactivée" not in english
