"""`/api/v1/baselines`: made, listed, read, compared; the organisation's own alone."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_collector.accounts.service import create_token
from vigie_collector.clock import now
from vigie_collector.ids import new_id
from vigie_collector.organisations.tables import Organisation

from tests.collector.inventory.seeds import Seeds

URL = "/api/v1/baselines"


@pytest.fixture
def headers(session: Session, organisation: Organisation) -> dict[str, str]:
    """A script that may freeze."""
    _token, secret = create_token(session, organisation.id, "essai", "operator")
    session.commit()
    return {"Authorization": f"Bearer {secret}"}


def test_the_whole_way(
    client: TestClient, headers: dict[str, str], seeds: Seeds, knowledge: Knowledge
) -> None:
    seeds.device("a", [("Essai Bureau", "1"), ("Essai Pilote", "1")])
    seeds.settle(knowledge)
    made = client.post(URL, json={"name": "un", "note": "n"}, headers=headers)
    assert made.status_code == 201
    item = made.json()
    assert isinstance(item["id"], str)
    assert (item["name"], item["products"], item["coverage"]["devices_present"]) == ("un", 1, 1)
    assert client.post(URL, json={"name": "un"}, headers=headers).status_code == 409
    assert client.post(URL, json={}, headers=headers).status_code in (400, 422)
    client.post(URL, json={"name": "deux"}, headers=headers)

    page = client.get(f"{URL}?limit=1", headers=headers).json()
    assert [each["name"] for each in page["items"]] == ["un"]
    rest = client.get(f"{URL}?limit=1&cursor={page['next']}", headers=headers).json()
    assert [each["name"] for each in rest["items"]] == ["deux"]
    assert rest["next"] is None

    detail = client.get(f"{URL}/{item['id']}", headers=headers).json()
    assert {line["line_key"] for line in detail["lines"]} == {
        "product:essai-bureau",
        "product:essai-pilote",
    }
    seeds.device("b", [("Essai Bureau", "1"), ("Essai Filtre", "1")])
    seeds.settle(knowledge)
    found = client.get(f"{URL}/{item['id']}/comparison", headers=headers).json()
    assert [each["line_key"] for each in found["appeared"]] == ["product:essai-filtre"]
    assert found["counts"][0]["after"]["devices"] == 2
    assert found["after"]["id"] is None
    other = rest["items"][0]["id"]
    both = client.get(f"{URL}/{item['id']}/comparison?with={other}", headers=headers).json()
    assert both["appeared"] == []


def test_borders(
    client: TestClient, headers: dict[str, str], session: Session, seeds: Seeds
) -> None:
    assert client.get(URL).status_code == 401
    assert client.get(f"{URL}/12", headers=headers).status_code == 404
    made = client.post(URL, json={"name": "vide"}, headers=headers).json()
    other = Organisation(id=new_id(), slug="autre", name="Autre", created_at=now())
    session.add(other)
    session.flush()
    _token, secret = create_token(session, other.id, "essai", "operator")
    _read, reading = create_token(session, seeds.organisation_id, "lecture")
    session.commit()
    theirs = {"Authorization": f"Bearer {secret}"}
    assert client.get(f"{URL}/{made['id']}", headers=theirs).status_code == 404
    assert client.get(URL, headers=theirs).json()["items"] == []
    reader = {"Authorization": f"Bearer {reading}"}
    assert client.post(URL, json={"name": "x"}, headers=reader).status_code == 403
