"""`/api/v1/devices`, `/products` and `/vendors`: shapes, pages, borders."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_collector.clock import now
from vigie_collector.ids import new_id
from vigie_collector.organisations.tables import Organisation

from tests.collector.inventory.seeds import Seeds

Api = Callable[[str], Response]


@pytest.fixture
def ids(seeds: Seeds, knowledge: Knowledge) -> list[int]:
    """Three machines."""
    made = [
        seeds.device(
            "pc-a", [("Essai Bureau", "1.0"), ("Essai Pilote", "1")], os_name="Windows 11"
        ),
        seeds.device("pc-b", [("Essai Bureau", "2.0"), ("Essai Filtre", "3")]),
        seeds.device("pc-z", [("Gestion locale", "1")], silent=True),
    ]
    seeds.settle(knowledge)
    return made


def _all(api: Api, address: str, limit: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor = ""
    while True:
        body = api(f"{address}?limit={limit}&cursor={cursor}").json()
        items += body["items"]
        assert len(body["items"]) <= limit
        if body["next"] is None:
            return items
        cursor = body["next"]


def test_devices_page_by_page(api: Api, ids: list[int]) -> None:
    items = _all(api, "/api/v1/devices", 1)
    assert [item["id"] for item in items] == [str(number) for number in sorted(ids)]
    first = items[0]
    assert first["name"] == "pc-a"
    assert first["software_count"] == 2
    assert first["sources"] == ["agent"]
    assert first["last_seen"].endswith("Z")
    assert [item["silent"] for item in items] == [False, False, True]
    assert len(api("/api/v1/devices?silent=true").json()["items"]) == 1
    assert len(api("/api/v1/devices?q=WINDOWS").json()["items"]) == 1


def test_one_device(api: Api, ids: list[int]) -> None:
    body = api(f"/api/v1/devices/{ids[0]}").json()
    assert body["id"] == str(ids[0])
    assert [item["name"] for item in body["software"]] == ["Essai Bureau", "Essai Pilote"]
    assert body["software"][0]["origin"] == "extra_european"
    assert body["source_states"][0]["source"] == "agent"


def test_products_page_by_page(api: Api, ids: list[int]) -> None:
    items = _all(api, "/api/v1/products", 1)
    assert ids
    assert [item["line_key"] for item in items] == [
        "product:essai-bureau", "product:essai-filtre", "product:essai-pilote",
    ]  # fmt: skip
    assert (items[0]["devices"], items[0]["parent"], items[0]["country"]) == (
        2,
        "Essai Boston",
        "US",
    )
    only = api("/api/v1/products?type=product&origin=extra_european&q=filtre").json()["items"]
    assert [item["product"] for item in only] == ["Essai Filtre"]


def test_the_policy_changes_the_answer(api: Api, ids: list[int]) -> None:
    assert ids
    for policy, answer in (("seat", "french"), ("majority", "extra_european")):
        body = api(f"/api/v1/products/product:essai-filtre?policy={policy}").json()
        assert body["origin"] == answer
        assert body["origins"]["seat"] == "french"
    assert body["chain"][0]["owner"] == "Essai Boston"
    assert body["chain"][0]["since"] == "2024-03-01"
    assert body["names"][0]["evidence"]
    assert body["versions"] == [{"version": "3", "devices": 1, "support": None}]
    assert body["laws"]


def test_vendors(api: Api, ids: list[int]) -> None:
    items = _all(api, "/api/v1/vendors", 1)
    assert ids
    assert [(item["id"], item["products"], item["lines"]) for item in items] == [
        ("essai-filiale", 1, 1),
        ("essai-us", 1, 2),
    ]
    assert items[1]["installations"] == 3


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/devices?cursor=%25%25", 400),
        ("/api/v1/devices?cursor=cHJvZHVjdA", 400),
        ("/api/v1/products?cursor=" + "x" * 10_240, 400),
        ("/api/v1/devices?limit=0", 400),
        ("/api/v1/devices?limit=501", 400),
        ("/api/v1/products?limit=abc", 400),
        ("/api/v1/vendors?policy=x", 400),
        ("/api/v1/devices/abc", 404),
        ("/api/v1/devices/1", 404),
        ("/api/v1/devices/" + "9" * 19, 404),
        ("/api/v1/products/product:none", 404),
        ("/api/v1/products/name:%00", 404),
    ],
)
def test_bad_input_is_one_sentence(api: Api, ids: list[int], address: str, status: int) -> None:
    answer = api(address)
    assert ids
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "message"}


def test_a_token_is_needed(client: TestClient) -> None:
    answer = client.get("/api/v1/devices")
    assert answer.status_code == 401
    assert answer.json()["message"]


def test_nothing_of_another_organisation(
    api: Api, session: Session, knowledge: Knowledge, ids: list[int]
) -> None:
    other = Organisation(id=new_id(), slug="autre", name="Autre", created_at=now())
    session.add(other)
    session.commit()
    foreign = Seeds(session, other.id)
    device_id = foreign.device("ailleurs", [("Essai Paie", "1")])
    foreign.settle(knowledge)
    assert len(_all(api, "/api/v1/devices", 500)) == len(ids)
    assert api(f"/api/v1/devices/{device_id}").status_code == 404
    assert api("/api/v1/products/product:essai-paie").status_code == 404


def test_the_description_names_every_field(client: TestClient) -> None:
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    device = schemas["DeviceItem"]["properties"]
    assert {"id", "name", "software_count", "last_seen", "sources"} <= set(device)
    assert device["software_count"]["description"]
