"""Host names kept as pseudonyms only: nothing in the whole database names the machine."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData
from sqlmodel import Session, select, update
from vigie_collector.intake.tables import Agent
from vigie_collector.inventory.tables import Device, DeviceSection
from vigie_collector.organisations.tables import Organisation

from tests.support.fleet import Fleet, report_of
from tests.support.people import Person

NAME = "pc-mairie-dupont"
DOMAIN = "PC-Mairie-Dupont.ville.example"
TALKATIVE: dict[str, Any] = {
    "software": [{"kind": "dpkg", "name": "bash", "version": "5.2"}],
    "services": [{"name": f"backup@{NAME}.service", "description": f"Copie de {DOMAIN}"}],
    "containers": [{"name": f"{NAME}-db", "image": f"{NAME}:5000/ville/nginx:1.2", "title": NAME}],
    "network_services": [
        {"address": "10.0.0.9", "port": 22, "host_name": f"{NAME}-2", "banner": f"hello {NAME}-2"},
        {"address": "10.0.0.8", "port": 25, "host_name": "smtp.dupont.example", "banner": "220 smtp.dupont.example"},
    ],
    "directory_facts": [
        {"kind": "computer", "name": f"CN={NAME}", "host": DOMAIN, "attributes": {"spn": f"HOST/{DOMAIN}"}}
    ],
    "dns_facts": [{"domain": DOMAIN, "record_type": "A", "value": "10.0.0.1"}],
    "charges": [{"provider": "x", "account": f"vm {NAME}"}],
    "probes": [{"name": "dpkg", "status": "partial", "reason": f"/mnt/{NAME} illisible"}],
}  # fmt: skip


def talkative(**device: str) -> dict[str, Any]:
    report = report_of(
        NAME, device={"fqdn": DOMAIN, "tag": f"salle 3 {NAME}", **device}, **TALKATIVE
    )
    # The witnesses that the test's reports make hold the name; real ones do not.
    report["device"].update(machine_id="ab" * 32, serial="5BQ5SM2", dmi_uuid="")
    return report


def whole_database(engine: Engine) -> str:
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return "\n".join(
            repr(tuple(row))
            for table in metadata.sorted_tables
            for row in connection.execute(table.select())
        )


def hide(fleet: Fleet) -> None:
    with Session(fleet.engine) as session:
        session.exec(update(Organisation).values(host_names="pseudonym"))
        session.commit()


def test_nothing_stored_names_the_machine(fleet: Fleet) -> None:
    hide(fleet)
    device = {"name": NAME, "fqdn": DOMAIN, "tag": f"salle 3 {NAME}"}
    answer = fleet.client.post("/api/v1/enrolments", json={"key": fleet.key(), "device": device})
    credential = answer.json()["credential"]
    assert fleet.post(credential, talkative()).json()["status"] == "stored"
    # A clone is told by its pseudonym too.
    clone = talkative(name=f"{NAME}-2")
    clone["device"]["serial"], clone["device"]["machine_id"] = "OTHER1", "cd" * 32
    refused = fleet.post(credential, clone)
    assert (refused.status_code, "dupont" in refused.text.lower()) == (409, False)
    fleet.settle()
    found = re.findall(r".*dupont.*", whole_database(fleet.engine), re.IGNORECASE)
    assert found == []
    with Session(fleet.engine) as session:
        stored = session.exec(select(Device)).one()
        sections = {row.section: row.payload for row in session.exec(select(DeviceSection))}
    assert re.fullmatch(r"poste-[0-9a-f]{12}", stored.name)
    assert stored.tag == f"salle 3 {stored.name}"
    assert f"backup@{stored.name}.service" in sections["services"]
    assert "/ville/nginx:1.2" in sections["containers"]
    # The same report again is the same machine, unchanged.
    assert fleet.post(credential, talkative()).json()["status"] == "unchanged"


def test_a_server_called_like_a_product_does_not_hide_the_product(fleet: Fleet) -> None:
    hide(fleet)
    report = report_of("nginx", [{"kind": "dpkg", "name": "nginx", "version": "1.22"}])
    fleet.post(fleet.enrol(), report | {"containers": [{"name": "web", "image": "nginx:1.2"}]})
    stored = whole_database(fleet.engine)
    assert "'nginx'" in stored


@pytest.fixture
def someone(fleet: Fleet) -> Callable[..., Person]:
    def made() -> Person:
        person = Person(fleet.client, fleet.engine, fleet.organisation)
        assert person.sign_in().status_code == 303
        return person

    return made


def test_the_switch_acts_on_what_is_stored_and_names_come_back(
    fleet: Fleet, someone: Callable[..., Person]
) -> None:
    answer = fleet.client.post(
        "/api/v1/enrolments", json={"key": fleet.key(), "device": {"tag": f"salle 3 {NAME}"}}
    )
    credential = answer.json()["credential"]
    silent = {"Authorization": f"Bearer {credential}", "Vigie-Digest": "sha256:abc"}
    report: dict[str, Any] = {**talkative(), "services": [], "containers": []}
    fleet.post(credential, report, **{"Vigie-Digest": "sha256:abc"})
    assert "dupont" in whole_database(fleet.engine)
    person = someone()
    form = {"name": "Ville", "known_devices": "", "policy": "majority"}
    assert person.post("/reglages", **form, host_names="pseudonym").status_code == 303
    with Session(fleet.engine) as session:
        assert session.exec(select(Device)).one().name.startswith("poste-")
        assert "dupont" not in session.exec(select(Agent)).one().tag
        assert session.exec(select(DeviceSection)).all() == []
    # Every machine is asked for a whole report, though nothing changed on it.
    assert fleet.client.post("/api/v1/reports", headers=silent).status_code == 409
    assert fleet.post(credential, report).json()["status"] == "stored"
    assert re.findall(r".*dupont.*", whole_database(fleet.engine), re.IGNORECASE) == []
    assert person.post("/reglages", **form, host_names="clear").status_code == 303
    assert fleet.post(credential, report).json()["status"] == "stored"
    with Session(fleet.engine) as session:
        assert session.exec(select(Device)).one().name == NAME
