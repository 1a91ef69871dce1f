"""Systems and makers of devices: who made them, and until when they get corrections."""

from collections.abc import Callable
from datetime import date

import pytest
from httpx2 import Response
from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_collector.clock import now
from vigie_collector.inventory.device_queries import find_device
from vigie_collector.inventory.support import latest, support_state
from vigie_collector.inventory.system_service import natures_of
from vigie_collector.inventory.tables import Device, DeviceWitness

from tests.collector.inventory.seeds import Seeds
from tests.support.people import text_of

Page = Callable[[str], Response]
ON = date(2026, 11, 23)
DELL = "3c:2c:30:11:22:33"


@pytest.fixture
def ids(seeds: Seeds, knowledge: Knowledge) -> dict[str, int]:
    """An old Windows, a new Red Hat, a build that nobody knows, a system that nobody knows, and none."""
    made: dict[str, int] = {}
    for name, system, version in (
        ("pc-vieux", "Windows 10 Professionnel", "10.0.19045"),
        ("srv-neuf", "Red Hat Enterprise Linux 10.1", "10.1"),
        ("pc-quoi", "Windows 10 Pro", "10.0.99999"),
        ("pc-zinzin", "ZinZin OS", "3"),
        ("pc-nu", "", ""),
    ):
        made[name] = seeds.device(name, os_name=system)
        if system:
            seeds.install(made[name], system, version, kind="os")
    silent = seeds.device("pc-muet", os_name="Windows 7 Professional", silent=True)
    seeds.install(silent, "Windows 7 Professional", "6.1.7601", kind="os")
    seeds.settle(knowledge)
    return made


def _device(session: Session, seeds: Seeds, number: int) -> Device:
    found = find_device(session, seeds.organisation_id, number)
    assert found is not None
    return found


def test_the_last_day_is_still_corrected(knowledge: Knowledge) -> None:
    for day, ended in ((date(2025, 10, 14), False), (date(2025, 10, 15), True)):
        state = support_state(knowledge, "windows", "Windows 10 Pro", "10.0.19045", day)
        assert state is not None
        assert (state.release, state.ended) == ("10 22H2", ended)
        assert state.grade in {"sourced", "general knowledge"}
    assert support_state(knowledge, "", "Windows 10 Pro", "10.0.19045", ON) is None
    assert support_state(knowledge, "windows", "Windows", "", ON) is None
    assert latest([]) is None


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("finis", {"pc-vieux"}),
        ("recus", {"srv-neuf"}),
        ("inconnus", {"pc-quoi", "pc-zinzin", "pc-nu"}),
        ("x<b>", {"pc-vieux", "srv-neuf", "pc-quoi", "pc-zinzin", "pc-nu"}),
    ],
)
def test_the_filter(page: Page, ids: dict[str, int], value: str, found: set[str]) -> None:
    text = page(f"/appareils?etat=present&correctifs={value}").text
    assert {name for name in ids if f"/appareils/{ids[name]}" in text} == found


def test_the_list_and_one_device_say_it_in_words(page: Page, ids: dict[str, int]) -> None:
    text = text_of(page("/appareils?etat=present"))
    assert "Windows 10 22H2 · Microsoft" in text
    assert "Plus corrigé depuis le 14 octobre 2025" in text
    assert "Corrigé jusqu'au 31 mai 2035" in text
    one = text_of(page(f"/appareils/{ids['pc-vieux']}"))
    assert "Plus corrigé depuis le 14 octobre 2025" in one
    assert "une prolongation (ESU" in one
    assert "ne connaît pas la fin des correctifs" in text_of(page(f"/appareils/{ids['pc-quoi']}"))
    assert "Système inconnu de la base\xa0: «\xa0ZinZin OS\xa0»".replace("\xa0", " ") in text_of(
        page(f"/appareils/{ids['pc-zinzin']}")
    )
    assert page(f"/appareils/{ids['pc-nu']}").status_code == 200


def test_versions_of_a_system_line(page: Page, ids: dict[str, int]) -> None:
    assert ids
    text = text_of(page("/produits/product:windows"))
    assert "10.0.19045 1 50 % Plus corrigé depuis le 14 octobre 2025" in text
    assert "10.0.99999 1 50 % Date non connue de la base" in text


def test_the_overview_counts_them(page: Page, ids: dict[str, int]) -> None:
    assert ids
    text = text_of(page("/"))
    assert "1 appareil dont le système n'est plus corrigé" in text
    assert "/appareils?correctifs=finis&amp;etat=present" in page("/").text


def test_the_api(api: Page, ids: dict[str, int]) -> None:
    items = api("/api/v1/devices?support=ended&silent=false").json()["items"]
    assert [item["name"] for item in items] == ["pc-vieux"]
    system = items[0]["system"]
    assert (system["product"], system["vendor"]) == ("Windows", "Microsoft")
    assert (system["support"]["until"], system["support"]["ended"]) == ("2025-10-14", True)
    one = api(f"/api/v1/devices/{ids['pc-nu']}").json()
    assert (one["system"], one["hardware_maker"]) == (None, None)
    refused = api("/api/v1/devices?support=perdu")
    assert refused.status_code == 400
    assert "ended, mended, unknown" in refused.json()["message"]


def test_sources_that_disagree_get_the_benefit_of_the_doubt(
    session: Session, seeds: Seeds, knowledge: Knowledge, page: Page
) -> None:
    made = seeds.device("pc", os_name="Windows 10 Pro")
    seeds.install(made, "Windows 10 Pro", "10.0.19045", kind="os")
    seeds.source(made, "ad", now())
    seeds.install(made, "Windows 11 Professionnel", "10.0 (26200)", source="ad", kind="os")
    seeds.settle(knowledge)
    device = _device(session, seeds, made)
    system = natures_of(session, knowledge, seeds.organisation_id, [device], ON)[made].system
    assert system is not None
    assert system.support is not None
    assert (system.source, system.support.release) == ("ad", "11 25H2")
    assert f"/appareils/{made}" not in page("/appareils?correctifs=finis").text
    assert f"/appareils/{made}" in page("/appareils?correctifs=recus").text
    assert "« Windows 11 Professionnel » d'après ad" in text_of(page(f"/appareils/{made}"))


@pytest.mark.parametrize(
    ("maker", "model", "mac", "vendor", "by"),
    [
        ("Dell Inc.", "Latitude 5420", "", "Dell", "dmi"),
        ("To Be Filled By O.E.M.", "To Be Filled By O.E.M.", DELL, "Dell", "mac"),
        ("", "", DELL, "Dell", "mac"),
        ("", "", "52:54:00:11:22:33", "", ""),  # chosen by software
        ("", "", "", "", ""),
    ],
)
def test_the_maker(  # one machine and what is expected of it
    session: Session,
    seeds: Seeds,
    knowledge: Knowledge,
    maker: str,
    model: str,
    mac: str,
    vendor: str,
    by: str,
) -> None:
    made = seeds.device("pc", maker=maker, model=model)
    if maker:
        seeds.install(made, f"{maker} {model}", "", maker, kind="hardware")
    if mac:
        session.add(
            DeviceWitness(
                organisation_id=seeds.organisation_id, kind="mac", value=mac, device_id=made,
                last_seen_at=now(),
            )
        )  # fmt: skip
    seeds.settle(knowledge)
    device = _device(session, seeds, made)
    found = natures_of(session, knowledge, seeds.organisation_id, [device], ON)[made].maker
    assert ((found.vendor, found.by) if found else ("", "")) == (vendor, by)


def test_a_card_is_not_said_to_be_the_machine(
    session: Session, seeds: Seeds, knowledge: Knowledge, page: Page
) -> None:
    made = seeds.device("pc", maker="System manufacturer")
    session.add(
        DeviceWitness(
            organisation_id=seeds.organisation_id, kind="mac", value=DELL, device_id=made,
            last_seen_at=now(),
        )
    )  # fmt: skip
    seeds.settle(knowledge)
    assert "Fabricant de la carte réseau Dell" in text_of(page(f"/appareils/{made}"))
    assert "carte réseau : Dell" in text_of(page("/appareils"))
