"""Lists of devices, and one device merged over its sources."""

from datetime import date

import pytest
from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_collector.clock import now
from vigie_collector.inventory.device_filters import device_filter, device_sort
from vigie_collector.inventory.device_queries import (
    device_count,
    device_list,
    devices_after,
    events_of,
    find_device,
    sources_of,
    witnesses_of,
)
from vigie_collector.inventory.device_service import (
    installed_items,
    items_with,
    section_states,
    source_states,
)

from tests.collector.inventory.seeds import DAY, STALE, Seeds

ON = date(2026, 11, 23)
FAILED = [
    {"name": "registry", "status": "failed", "reason": 'droits "insuffisants"'},
    {"name": "dpkg", "status": "ok"},
]


@pytest.fixture
def ids(seeds: Seeds, knowledge: Knowledge) -> dict[str, int]:
    """Three present machines, one silent."""
    made = {
        "b": seeds.device("pc-b", os_name="Windows 11", kind="laptop", tag="Mairie", probes=FAILED),
        "a": seeds.device("PC-a", [("Essai Bureau", "1.0")], os_name="Debian GNU/Linux 12"),
        "c": seeds.device("poste_é%", os_name="Windows 11", kind="workstation"),
        "z": seeds.device("pc-z", os_name="Windows 7", silent=True),
    }
    seeds.source(made["a"], "glpi", now() - 9 * DAY)
    seeds.install(made["a"], "Essai Bureau", "1.0", source="glpi", at=now() - 20 * DAY)
    seeds.install(made["a"], "Essai Filtre", "1.0", gone_at=now() - DAY)
    seeds.event(made["a"], "removed", "Essai Filtre", "1.0", "")
    seeds.settle(knowledge)
    return made


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({}, ["PC-a", "pc-b", "pc-z", "poste_é%"]),
        ({"q": "PC"}, ["PC-a", "pc-b", "pc-z"]),
        ({"q": "E%"}, ["poste_é%"]),
        ({"q": "_"}, ["poste_é%"]),
        ({"q": "mairie windows"}, ["pc-b"]),
        ({"q": "x" * 10_240}, []),
        ({"systeme": "Windows 11"}, ["pc-b", "poste_é%"]),
        ({"systeme": "\x00"}, ["PC-a", "pc-b", "pc-z", "poste_é%"]),
        ({"genre": "aucun"}, ["PC-a", "pc-z"]),
        ({"genre": "laptop"}, ["pc-b"]),
        ({"source": "glpi"}, ["PC-a"]),
        ({"etat": "silencieux"}, ["pc-z"]),
        ({"etat": "present"}, ["PC-a", "pc-b", "poste_é%"]),
        ({"sonde": "echec"}, ["pc-b"]),
        ({"tri": "'; --", "sens": "desc"}, ["poste_é%", "pc-z", "pc-b", "PC-a"]),
    ],
)
def test_lists(
    session: Session, seeds: Seeds, ids: dict[str, int], params: dict[str, str], found: list[str]
) -> None:
    chosen = device_filter(params, now() - STALE)
    sort, descending = device_sort(params)
    listed = device_list(session, seeds.organisation_id, chosen, sort=sort, descending=descending)
    assert len(ids) == 4
    assert [device.name for device in listed] == found
    assert device_count(session, seeds.organisation_id, chosen) == len(found)


def test_walking_by_id_meets_each_device_once(
    session: Session, seeds: Seeds, ids: dict[str, int]
) -> None:
    chosen = device_filter({}, 0)
    met: list[int] = []
    while page := devices_after(session, seeds.organisation_id, chosen, max(met, default=0), 3):
        met += [device.id for device in page]
    assert met == sorted(ids.values())


def test_sources_and_witnesses(session: Session, seeds: Seeds, ids: dict[str, int]) -> None:
    found = sources_of(session, seeds.organisation_id, [ids["a"], ids["b"]])
    assert found == {ids["a"]: ["agent", "glpi"], ids["b"]: ["agent"]}
    (witness,) = witnesses_of(session, seeds.organisation_id, ids["a"])
    assert witness.kind == "serial"


def test_a_software_seen_by_two_sources_is_told_once(
    session: Session, seeds: Seeds, ids: dict[str, int], knowledge: Knowledge
) -> None:
    items = installed_items(session, knowledge, seeds.organisation_id, ids["a"], "majority", ON)
    (item,) = items
    assert (item.product, item.sources) == ("Essai Bureau", ("agent", "glpi"))
    assert item.first_seen_at < now() - 19 * DAY
    assert items_with(items, "bureau BOSTON", "product") == items
    assert items_with(items, "", "driver") == []


def test_failed_probes_come_first(session: Session, seeds: Seeds, ids: dict[str, int]) -> None:
    (state,) = source_states(session, seeds.organisation_id, ids["b"])
    assert [probe.status for probe in state.probes] == ["failed", "ok"]


def test_the_freshest_section_wins(session: Session, seeds: Seeds, knowledge: Knowledge) -> None:
    device_id = seeds.device(
        "srv",
        sections={"hardware": {"maker": "Dell"}, "services": [{"name": "ssh"}, {"name": "x"}]},
    )
    seeds.settle(knowledge)
    states = section_states(session, seeds.organisation_id, device_id)
    assert states["hardware"].first == {"maker": "Dell"}
    assert len(states["services"].items) == 2
    assert "containers" not in states  # not read, which is not « none »


def test_history_and_borders(session: Session, seeds: Seeds, ids: dict[str, int]) -> None:
    ((event, name),) = events_of(session, seeds.organisation_id, ids["a"], offset=0, limit=9)
    assert (event.what, name) == ("removed", "Essai Filtre")
    assert find_device(session, seeds.organisation_id + 1, ids["a"]) is None
    assert events_of(session, seeds.organisation_id + 1, ids["a"], offset=0, limit=9) == []
