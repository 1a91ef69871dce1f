"""Two organisations in one database: no page, list, form or credential of one reaches the other's."""

import html
import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from vigie_collector.accounts.service import create_token
from vigie_collector.accounts.tables import ApiToken, User
from vigie_collector.clock import now
from vigie_collector.ids import new_id
from vigie_collector.intake.tables import Agent, EnrolmentKey
from vigie_collector.inventory.tables import Device
from vigie_collector.organisations.tables import Organisation
from vigie_collector.settings import Settings

from tests.support.fleet import Fleet, report_of
from tests.support.people import Person

HERS = "zzsecretvoisin"
"""In every name of the other organisation."""


@dataclass
class Town:
    """One organisation with a person, a token, a machine."""

    organisation: Organisation
    person: Person
    token: str
    credential: str
    ids: dict[str, int]


def town(client: TestClient, engine: Engine, settings: Settings, word: str) -> Town:
    organisation = Organisation(
        id=new_id(), slug=word, name=f"Ville {word}", created_at=now(), set_up_at=now()
    )
    with Session(engine, expire_on_commit=False) as session:
        session.add(organisation)
        session.commit()
        token, secret = create_token(session, organisation.id, f"jeton {word}", "operator")
        session.commit()
    person = Person(client, engine, organisation, email=f"{word}@ville.fr")
    assert person.sign_in().status_code == 303
    fleet = Fleet(client, engine, organisation, settings)
    credential = fleet.enrol()
    software = [
        {"kind": "windows", "name": f"Logiciel {word}", "publisher": f"Éditeur {word}"},
        {"kind": "dpkg", "name": "bash", "version": f"5.2-{word}", "source_package": "bash"},
    ]
    fleet.post(credential, report_of(f"pc-{word}", software, device={"tag": word}))
    fleet.settle()
    named = {"name": f"repère {word}"}
    frozen = client.post(
        "/api/v1/baselines", json=named, headers={"Authorization": f"Bearer {secret}"}
    )
    assert frozen.status_code in {200, 201}, frozen.text
    with Session(engine) as session:

        def only(table: Any) -> int:
            wanted = select(col(table.id)).where(col(table.organisation_id) == organisation.id)
            return int(session.exec(wanted).first() or 0)

        ids = {
            "device_id": only(Device),
            "agent_id": only(Agent),
            "key_id": only(EnrolmentKey),
            "user_id": only(User),
            "token_id": only(ApiToken),
            "baseline_id": int(frozen.json()["id"]),
        }
    assert token.id
    return Town(organisation, person, secret, credential, ids)


@pytest.fixture
def towns(client: TestClient, engine: Engine, settings: Settings) -> tuple[Town, Town]:
    """Ours, and the neighbour."""
    return town(client, engine, settings, "notreville"), town(client, engine, settings, HERS)


def addresses(client: TestClient, method: str, ids: dict[str, int]) -> list[str]:
    """Every address of the application for a method, with the ids given."""
    app: Any = client.app
    assert isinstance(app, FastAPI)
    found: list[str] = []
    for path, methods in _routes(app.routes):
        if method not in methods or path.startswith(("/api/v1/openapi", "/static")):
            continue
        filled = path
        for name in re.findall(r"{(\w+)(?::\w+)?}", path):
            value = str(ids.get(name, ids["baseline_id"] if "baseline" in name else "tableau"))
            filled = re.sub("{" + name + r"(:\w+)?}", value, filled)
        found.append(filled)
    return sorted(set(found))


def _routes(routes: Any, prefix: str = "") -> list[tuple[str, set[str]]]:
    found: list[tuple[str, set[str]]] = []
    for route in routes:
        inside = getattr(route, "routes", None)
        inner = getattr(route, "original_router", None)
        if inner is not None:
            found += _routes(inner.routes, prefix)
        elif inside:
            found += _routes(inside, prefix + getattr(route, "path", ""))
        elif getattr(route, "methods", None):
            found.append((prefix + route.path, set(route.methods)))
    return found


def test_no_page_and_no_list_shows_the_other_organisation(
    client: TestClient, towns: tuple[Town, Town]
) -> None:
    ours, hers = towns
    bearer = {"Authorization": f"Bearer {ours.token}"}
    asked = addresses(client, "GET", hers.ids)
    asked += [
        f"/produits/name:{hers.ids['device_id']}",
        f"/produits?q={HERS}",
        f"/appareils?q={HERS}",
    ]
    assert len([path for path in asked if not path.startswith("/api/")]) > 15
    for path in asked:
        for answer in (ours.person.get(path), client.get(path, headers=bearer)):
            assert answer.status_code < 500, (path, answer.text[:300])
            shown = (
                html.unescape(answer.text).replace(f'value="{HERS}"', "").replace(f"q={HERS}", "")
            )
            shown = re.sub(rf"« ?{HERS} ?»", "", shown)  # what we typed ourselves
            assert HERS not in shown.lower(), (
                path,
                shown[max(0, shown.lower().find(HERS) - 200) :][:400],
            )
    # The same addresses are full of it for the neighbour: the test looks at the right places.
    for path in (
        "/appareils",
        "/produits",
        "/agents",
        "/comptes",
        "/jetons",
        "/journal",
        "/reperes",
    ):
        assert HERS in html.unescape(hers.person.get(path).text).lower(), path


def test_no_form_changes_the_other_organisation(
    client: TestClient, engine: Engine, towns: tuple[Town, Town]
) -> None:
    ours, hers = towns
    tables = (Agent, EnrolmentKey, User, ApiToken, Device, Organisation)

    def state() -> str:
        with Session(engine) as session:
            rows = [
                row.model_dump(mode="json", exclude={"last_used_at", "secret_hash"})
                for table in tables
                for row in session.exec(select(table))
                if hers.organisation.id
                in {getattr(row, "organisation_id", 0), getattr(row, "id", 0)}
            ]
        return json.dumps(rows, default=str)

    before = state()
    paths = [path for path in addresses(client, "POST", hers.ids) if "/moi" not in path]
    paths = [
        path for path in paths if path not in {"/connexion", "/deconnexion", "/api/v1/reports"}
    ]
    fields = {"role": "reader", "name": "x", "host_names": "pseudonym", "policy": "seat"}
    for path in paths:
        answer = ours.person.post(path, **fields)
        assert answer.status_code < 500, (path, answer.text[:300])
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in addresses(client, method, hers.ids):
            if path.startswith("/api/v1/") and path not in {
                "/api/v1/reports",
                "/api/v1/enrolments",
            }:
                bearer = {"Authorization": f"Bearer {ours.token}"}
                answer = client.request(method, path, json=fields, headers=bearer)
                assert answer.status_code < 500, (path, answer.text[:300])
    assert state() == before


def test_credentials_of_one_kind_or_organisation_open_nothing_else(
    client: TestClient, engine: Engine, settings: Settings, towns: tuple[Town, Town]
) -> None:
    ours, hers = towns
    for secret in (ours.credential, "vga_x", ""):
        answer = client.get("/api/v1/devices", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 401
    fleet = Fleet(client, engine, ours.organisation, settings)
    assert fleet.post(ours.token, report_of("pc-x", [])).status_code == 401
    assert client.post("/api/v1/enrolments", json={"key": ours.token}).status_code == 401
    # A machine that has the very witnesses of the neighbour's becomes ours, apart from hers.
    twin = report_of(f"pc-{HERS}", [])
    assert fleet.post(fleet.enrol(), twin).status_code == 200
    with Session(engine) as session:
        owners = session.exec(select(Device.organisation_id).where(Device.name == f"pc-{HERS}"))
        assert set(owners) == {ours.organisation.id, hers.organisation.id}
