"""One machine, several agents and sources: nothing doubled, no history spoilt."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from vigie_collector.intake.decode import decode
from vigie_collector.intake.incoming import Sender
from vigie_collector.intake.service import Intake
from vigie_collector.intake.tables import Agent
from vigie_collector.inventory.tables import (
    Device,
    DeviceSource,
    DeviceWitness,
    Installation,
    SoftwareEvent,
)
from vigie_collector.retention.queries import delete_devices
from vigie_collector.settings import Settings

from tests.support.fleet import Fleet, report_of

BASH = {"kind": "dpkg", "name": "bash", "version": "5.2"}
CURL = {"kind": "dpkg", "name": "curl", "version": "7.88"}
NOTHING = {"machine_id": "", "dmi_uuid": "", "serial": ""}


@pytest.fixture
def intake(fleet: Fleet, settings: Settings) -> Iterator[Intake]:
    """A second process on the same database."""
    made = Intake(fleet.engine, settings, b"k" * 32)
    yield made
    made.close()


def rows(fleet: Fleet, table: Any) -> list[Any]:
    with Session(fleet.engine) as session:
        return list(session.exec(select(table)))


def sender(fleet: Fleet, agent: Agent | None = None) -> Sender:
    organisation = fleet.organisation.id
    return (
        Sender(organisation, agent.id, agent.device_id)
        if agent
        else Sender(organisation, None, None)
    )


def send(intake: Intake, who: Sender, report: dict[str, Any]) -> Any:
    return intake.receive_now(who, decode(json.dumps(report).encode()))


def test_a_first_report_sent_twice_makes_one_device_even_without_any_witness(
    fleet: Fleet, intake: Intake
) -> None:
    fleet.enrol()
    (agent,) = rows(fleet, Agent)
    # Both requests read the agent before either was stored: a client that did not wait for the answer.
    for software in ([BASH], [BASH, CURL]):
        send(intake, sender(fleet, agent), report_of("pc-1", software, device=NOTHING))
    assert [device.software_count for device in rows(fleet, Device)] == [2]


def test_a_device_deleted_meanwhile_is_made_anew_and_leaves_no_orphan(
    fleet: Fleet, intake: Intake
) -> None:
    fleet.post(fleet.enrol(), report_of("pc-1", [BASH]))
    (agent,) = rows(fleet, Agent)
    with Session(fleet.engine) as session:
        delete_devices(session, fleet.organisation.id, [agent.device_id])
        session.commit()
    send(intake, sender(fleet, agent), report_of("pc-1", [BASH, CURL]))
    (device,) = rows(fleet, Device)
    assert {row.device_id for row in rows(fleet, Installation)} == {device.id}
    assert rows(fleet, Agent)[0].device_id == device.id


def test_two_agents_of_one_machine_in_one_batch_double_nothing(
    fleet: Fleet, intake: Intake
) -> None:
    for _agent in range(2):
        fleet.post(fleet.enrol(), report_of("pc-1", [BASH]))
    batch = [
        intake._prepared(  # what one batch of the writer holds
            sender(fleet, agent), decode(json.dumps(report_of("pc-1", software)).encode()), ""
        )
        for agent, software in zip(
            rows(fleet, Agent), ([BASH, CURL], [BASH, CURL, {**BASH, "name": "dash"}]), strict=True
        )
    ]
    assert [getattr(each, "status", each) for each in intake.store.write(batch)] == ["stored"] * 2
    assert len(rows(fleet, Installation)) == 3
    assert [device.software_count for device in rows(fleet, Device)] == [3]
    assert [row.what for row in rows(fleet, SoftwareEvent)] == ["installed", "installed"]


def test_an_import_adds_to_what_the_agent_says_and_takes_nothing_away(
    fleet: Fleet, intake: Intake
) -> None:
    system = {"name": "Debian GNU/Linux 12", "id": "debian"}
    macs = ["3c:52:82:00:00:01", "3c:52:82:00:00:02"]
    own = report_of("pc-1", [BASH], device={"macs": macs}, operating_system=system)
    credential = fleet.enrol()
    fleet.post(credential, own)
    before = {(row.kind, row.value) for row in rows(fleet, DeviceWitness)}
    listed = report_of(
        "PC-1.ville.fr",
        [BASH, CURL],
        device={"macs": macs, "machine_id": "", "dmi_uuid": "", "tag": "accueil"},
        operating_system={"name": "Windows 7"},
        source="csv",
    )
    listed["device"]["serial"] = own["device"]["serial"]
    assert send(intake, sender(fleet), {**listed}).status == "stored"
    (device,) = rows(fleet, Device)
    assert (device.name, device.os_name, device.tag) == ("pc-1", "Debian GNU/Linux 12", "accueil")
    assert device.software_count == 2  # bash is one software, whoever sees it
    now = {(row.kind, row.value) for row in rows(fleet, DeviceWitness)}
    assert before < now
    # The agent speaks again: the list's own name of the machine is not forgotten.
    fleet.post(credential, {**own, "software": [BASH, CURL]})
    assert {(row.kind, row.value) for row in rows(fleet, DeviceWitness)} == now
    again = report_of("PC-1.ville.fr", [CURL], device={**NOTHING, "macs": []}, source="csv")
    assert send(intake, sender(fleet), again).status == "stored"
    assert len(rows(fleet, Device)) == 1


def test_a_report_without_a_name_keeps_the_name(fleet: Fleet) -> None:
    credential = fleet.enrol()
    fleet.post(credential, report_of("pc-1", [BASH]))
    fleet.post(credential, report_of("pc-1", [CURL], device={"name": ""}))
    assert [device.name for device in rows(fleet, Device)] == ["pc-1"]


def test_a_renamed_machine_without_witnesses_is_no_clone(fleet: Fleet) -> None:
    credential = fleet.enrol()
    fleet.post(credential, report_of("pc-1", [BASH], device=NOTHING))
    answer = fleet.post(credential, report_of("pc-neuf", [BASH], device=NOTHING))
    assert answer.json()["status"] == "stored", answer.text
    assert [device.name for device in rows(fleet, Device)] == ["pc-neuf"]


def test_a_clock_set_right_and_a_new_version_of_the_agent_are_noted(fleet: Fleet) -> None:
    credential = fleet.enrol()
    ahead = {**report_of("pc-1", [BASH]), "taken_at": "2090-01-01T00:00:00Z"}
    fleet.post(credential, ahead)
    assert rows(fleet, Agent)[0].clock_skew_seconds > 86_400
    right = report_of("pc-1", [BASH]) | {"agent": {"name": "vigie-agent", "version": "9.9"}}
    assert fleet.post(credential, right).json()["status"] == "unchanged"
    (agent,) = rows(fleet, Agent)
    assert (agent.clock_skew_seconds, agent.version) == (None, "9.9")


def test_a_version_beside_another_is_installed_not_updated(fleet: Fleet) -> None:
    credential = fleet.enrol()
    newer, newest = ({**BASH, "version": version} for version in ("5.3", "5.4"))
    for software in ([BASH], [newer], [newer, newest]):
        fleet.post(credential, report_of("pc-1", software))
    with Session(fleet.engine) as session:
        found = session.exec(select(SoftwareEvent).order_by(col(SoftwareEvent.id))).all()
    assert [(row.what, row.version_before, row.version_after) for row in found] == [
        ("updated", "5.2", "5.3"),
        ("installed", "", "5.4"),
    ]


def test_another_source_with_the_same_content_is_stored_as_its_own(fleet: Fleet) -> None:
    credential = fleet.enrol()
    fleet.post(credential, report_of("pc-1", [BASH]))
    fleet.post(credential, report_of("pc-1", [BASH], source="relay"))
    assert {row.source for row in rows(fleet, DeviceSource)} == {"agent", "relay"}


def test_what_another_replica_did_first_is_met_not_refused(
    fleet: Fleet, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet.post(fleet.enrol(), report_of("pc-1", [BASH]))
    (agent,) = rows(fleet, Agent)
    write, calls = intake.store._write, list[int]()  # where another replica comes between

    def raced(batch: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            doubled = rows(fleet, DeviceSource)[0].model_dump()
            with fleet.engine.begin() as connection:
                try:
                    connection.execute(insert(DeviceSource), [doubled])
                except IntegrityError as error:
                    raise error.orig or error from None
        return write(batch)

    monkeypatch.setattr(intake.store, "_write", raced)
    assert send(intake, sender(fleet, agent), report_of("pc-1", [CURL])).status == "stored"
    assert len(calls) == 2
