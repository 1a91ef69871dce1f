"""Reports through the HTTP API, on SQLite and PostgreSQL."""

import gzip
import json
from typing import Any

import pytest
from sqlmodel import Session, col, select, update
from vigie_collector.clock import moment, now
from vigie_collector.intake.tables import Agent, EnrolmentKey
from vigie_collector.inventory.tables import (
    Device,
    DeviceSource,
    Installation,
    RawName,
    Software,
    SoftwareEvent,
)
from vigie_collector.organisations.tables import Organisation

from tests.support.fleet import Fleet, report_of

BASH = {"kind": "dpkg", "name": "bash", "version": "5.2", "source_package": "bash"}
CURL = {"kind": "dpkg", "name": "curl", "version": "7.88", "source_package": "curl"}


def present(fleet: Fleet) -> set[tuple[str, str]]:
    with Session(fleet.engine) as session:
        rows = session.exec(
            select(RawName.name, Software.version)
            .join(Software, col(Software.name_id) == col(RawName.id))
            .join(Installation, col(Installation.software_id) == col(Software.id))
            .where(col(Installation.gone_at).is_(None))
        )
        return {(name, version) for name, version in rows}


def events(fleet: Fleet) -> list[tuple[str, str, str]]:
    with Session(fleet.engine) as session:
        rows = session.exec(select(SoftwareEvent).order_by(col(SoftwareEvent.id)))
        return [(row.what, row.version_before, row.version_after) for row in rows]


def count(fleet: Fleet, table: Any) -> int:
    with Session(fleet.engine) as session:
        return len(list(session.exec(select(table))))


def test_a_report_becomes_a_device_and_its_software(fleet: Fleet) -> None:
    credential = fleet.enrol()
    answer = fleet.post(
        credential,
        report_of(
            software=[BASH, CURL], operating_system={"name": "Debian GNU/Linux 12", "id": "debian"}
        ),
    )
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "status": "stored",
        "dropped": [],
        "notices": [],
        "next_report_seconds": 86400,
    }
    assert present(fleet) == {("bash", "5.2"), ("curl", "7.88"), ("Debian GNU/Linux 12", "")}
    with Session(fleet.engine) as session:
        device = session.exec(select(Device)).one()
        assert (device.name, device.os_name, device.software_count) == (
            "pc-1",
            "Debian GNU/Linux 12",
            2,
        )


def test_the_same_report_twice_changes_nothing(fleet: Fleet) -> None:
    credential = fleet.enrol()
    assert fleet.post(credential, report_of(software=[BASH])).json()["status"] == "stored"
    again = {**report_of(software=[BASH]), "taken_at": "2026-11-24T08:00:00Z"}
    assert fleet.post(credential, again).json()["status"] == "unchanged"
    assert (count(fleet, Device), count(fleet, Installation), events(fleet)) == (1, 1, [])


def test_an_unchanged_machine_sends_no_body(fleet: Fleet) -> None:
    credential = fleet.enrol()
    headers = {"Authorization": f"Bearer {credential}", "Vigie-Digest": "sha256:abc"}
    first = fleet.client.post("/api/v1/reports", headers=headers)
    assert (first.status_code, first.json()["error"]) == (409, "body_needed")
    fleet.post(credential, report_of(software=[BASH]), **{"Vigie-Digest": "sha256:abc"})
    with Session(fleet.engine) as session:
        session.exec(update(DeviceSource).values(last_report_at=1))
        session.commit()
    second = fleet.client.post("/api/v1/reports", headers=headers)
    assert (second.status_code, second.json()["status"]) == (200, "unchanged")
    with Session(fleet.engine) as session:
        assert session.exec(select(DeviceSource)).one().last_report_at > 1
    other = fleet.client.post("/api/v1/reports", headers={**headers, "Vigie-Digest": "sha256:x"})
    assert other.status_code == 409


def test_a_body_with_the_known_digest_is_not_even_read(fleet: Fleet) -> None:
    credential = fleet.enrol()
    fleet.post(credential, report_of(software=[BASH]), **{"Vigie-Digest": "sha256:abc"})
    answer = fleet.client.post(
        "/api/v1/reports",
        content=b"not a report",
        headers={"Authorization": f"Bearer {credential}", "Vigie-Digest": "sha256:abc"},
    )
    assert (answer.status_code, answer.json()["status"]) == (200, "unchanged")
    assert present(fleet) == {("bash", "5.2")}


def test_installed_updated_and_removed_become_events(fleet: Fleet) -> None:
    credential = fleet.enrol()
    fleet.post(credential, report_of(software=[BASH]))
    fleet.post(credential, report_of(software=[BASH, CURL]))
    fleet.post(credential, report_of(software=[{**BASH, "version": "5.3"}, CURL]))
    fleet.post(credential, report_of(software=[{**BASH, "version": "5.3"}]))
    assert events(fleet) == [
        ("installed", "", "7.88"),
        ("updated", "5.2", "5.3"),
        ("removed", "7.88", ""),
    ]
    assert present(fleet) == {("bash", "5.3")}


def test_flapping_leaves_no_trace(fleet: Fleet) -> None:
    credential = fleet.enrol()
    for rows in ([BASH, CURL], [BASH], [BASH, CURL]):
        fleet.post(credential, report_of(software=rows))
    assert events(fleet) == []
    assert present(fleet) == {("bash", "5.2"), ("curl", "7.88")}
    assert count(fleet, Installation) == 2


def test_a_removal_that_ends_in_another_version_is_an_update(fleet: Fleet) -> None:
    credential = fleet.enrol()
    for rows in ([BASH, CURL], [BASH], [BASH, {**CURL, "version": "8.0"}]):
        fleet.post(credential, report_of(software=rows))
    assert events(fleet) == [("updated", "7.88", "8.0")]


def test_an_absent_section_changes_nothing_an_empty_one_empties(fleet: Fleet) -> None:
    credential = fleet.enrol()
    fleet.post(credential, report_of(software=[BASH]))
    fleet.post(credential, report_of(services=[]))
    assert present(fleet) == {("bash", "5.2")}
    fleet.post(credential, report_of(software=[]))
    assert present(fleet) == set()


@pytest.mark.parametrize("status", ["failed", "partial"])
def test_a_probe_that_failed_removes_nothing(fleet: Fleet, status: str) -> None:
    credential = fleet.enrol()
    fleet.post(credential, report_of(software=[BASH, CURL]))
    probes = [{"name": "dpkg", "sections": ["software"], "status": status}]
    fleet.post(credential, report_of(software=[BASH], probes=probes))
    assert present(fleet) == {("bash", "5.2"), ("curl", "7.88")}


def test_one_bad_row_is_told_and_the_rest_kept(fleet: Fleet) -> None:
    credential = fleet.enrol()
    answer = fleet.post(credential, report_of(software=[BASH, {"kind": "dpkg", "name": 5}]))  # type: ignore[dict-item]  # bad on purpose
    assert answer.status_code == 200
    assert answer.json()["dropped"]
    assert present(fleet) == {("bash", "5.2")}


def test_rows_over_the_limit_are_dropped_and_told(fleet: Fleet) -> None:
    credential = fleet.enrol()
    rows = [{"kind": "dpkg", "name": f"p{number}"} for number in range(200_000)]
    answer = fleet.post(credential, report_of(software=rows))
    assert answer.status_code == 200, answer.text
    assert any("software[50000:]" in each["path"] for each in answer.json()["dropped"])
    with Session(fleet.engine) as session:
        assert session.exec(select(Device)).one().software_count == 50_000


def test_hostile_names_are_stored_as_text(fleet: Fleet) -> None:
    names = ["'; DROP TABLE device; --", "<img src=x onerror=alert(1)>", "é🚀\u202efdp", "a\x00b"]
    credential = fleet.enrol()
    fleet.post(credential, report_of(software=[{"kind": "windows", "name": n} for n in names]))
    assert {name for name, _version in present(fleet)} == {
        names[0],
        names[1],
        "é🚀fdp",
        "ab",
    }


@pytest.mark.parametrize(
    ("authorization", "code"),
    [("", 401), ("Bearer vga_wrong", 401), ("Basic abc", 401), ("Bearer " + "x" * 10_000, 401)],
)
def test_wrong_credentials_are_refused(fleet: Fleet, authorization: str, code: int) -> None:
    answer = fleet.client.post(
        "/api/v1/reports", content=b"{}", headers={"Authorization": authorization}
    )
    assert (answer.status_code, answer.json()["error"]) == (code, "unknown_credential")


def test_a_revoked_agent_is_refused_at_once(fleet: Fleet) -> None:
    credential = fleet.enrol()
    fleet.post(credential, report_of(software=[BASH]), **{"Vigie-Digest": "sha256:abc"})
    with Session(fleet.engine) as session:
        session.exec(update(Agent).values(revoked_at=now()))
        session.commit()
    answer = fleet.post(credential, report_of(software=[BASH]))
    assert (answer.status_code, answer.json()["error"]) == (403, "agent_revoked")
    touched = fleet.client.post(
        "/api/v1/reports",
        headers={"Authorization": f"Bearer {credential}", "Vigie-Digest": "sha256:abc"},
    )
    assert touched.status_code == 403


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"expires_at": 1}, "key_expired", 403),
        ({"max_uses": 1, "uses": 1}, "key_exhausted", 403),
        ({"revoked_at": 1}, "key_revoked", 403),
        ({"purpose": "fleet"}, "key_for_fleet", 403),
    ],
)
def test_a_key_that_may_not_be_used_says_why(
    fleet: Fleet, change: dict[str, int], code: str, status: int
) -> None:
    secret = fleet.key()
    with Session(fleet.engine) as session:
        session.exec(update(EnrolmentKey).values(**change))
        session.commit()
    answer = fleet.client.post("/api/v1/enrolments", json={"key": secret})
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert "Traceback" not in answer.text


def test_an_unknown_key_is_refused_in_the_language_asked_for(fleet: Fleet) -> None:
    french = fleet.client.post("/api/v1/enrolments", json={"key": "vgk_no"})
    english = fleet.client.post(
        "/api/v1/enrolments", json={"key": "vgk_no"}, headers={"Accept-Language": "en"}
    )
    assert french.status_code == english.status_code == 401
    assert french.json()["message"].startswith("Clé d'enrôlement inconnue")
    assert english.json()["message"].startswith("Unknown enrolment key")


def test_a_body_of_1_gb_is_refused_without_reading_it(fleet: Fleet) -> None:
    credential = fleet.enrol()
    answer = fleet.client.post(
        "/api/v1/reports",
        content=b"x",
        headers={"Authorization": f"Bearer {credential}", "Content-Length": str(1024**3)},
    )
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"\x1f\x8b broken", 400, "bad_gzip"),
        (gzip.compress(b"{", mtime=0), 400, "bad_json"),
        (gzip.compress(b"[1]", mtime=0), 400, "bad_shape"),
    ],
)
def test_bad_bodies_are_one_sentence(fleet: Fleet, content: bytes, status: int, code: str) -> None:
    credential = fleet.enrol()
    answer = fleet.client.post(
        "/api/v1/reports",
        content=content,
        headers={"Authorization": f"Bearer {credential}", "Content-Encoding": "gzip"},
    )
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert len(answer.json()["message"]) < 300


@pytest.mark.parametrize("ahead", [86_400, -86_400, 60 * 365 * 86_400, None])
def test_a_clock_off_by_a_day_harms_nothing_and_one_ahead_is_told(
    fleet: Fleet, ahead: int | None
) -> None:
    credential = fleet.enrol()
    taken = "9999-12-31T23:59:59-14:00" if ahead is None else moment(now() + ahead).isoformat()
    answer = fleet.post(credential, report_of(software=[BASH]) | {"taken_at": taken})
    assert answer.status_code == 200
    told = ahead is None or ahead > 0
    assert [("horloge" in notice) for notice in answer.json()["notices"]] == [True] * told
    with Session(fleet.engine) as session:
        assert session.exec(select(Device)).one().last_seen_at <= now()
        assert ((session.exec(select(Agent)).one().clock_skew_seconds or 0) > 86_000) is told


def test_a_cloned_disk_is_refused_and_shown_to_people(fleet: Fleet) -> None:
    credential = fleet.enrol()
    original = report_of("pc-1", software=[BASH])
    fleet.post(credential, original)
    clone = report_of("pc-2", software=[BASH])
    clone["device"]["machine_id"] = original["device"]["machine_id"]
    answer = fleet.post(credential, clone)
    assert (answer.status_code, answer.json()["error"]) == (409, "identity_conflict")
    with Session(fleet.engine) as session:
        agent = session.exec(select(Agent)).one()
        assert agent.conflict_name == "pc-2"
        assert session.exec(select(Device)).one().name == "pc-1"
    assert fleet.post(credential, original).json()["status"] == "unchanged"


def test_a_reinstalled_machine_keeps_its_device(fleet: Fleet) -> None:
    fleet.post(fleet.enrol(), report_of("pc-1", software=[BASH]))
    fresh = report_of("pc-1", software=[BASH, CURL], device={"machine_id": "f" * 63 + "e"})
    assert fleet.post(fleet.enrol(), fresh).json()["status"] == "stored"
    assert count(fleet, Device) == 1
    assert present(fleet) == {("bash", "5.2"), ("curl", "7.88")}


def test_two_machines_with_junk_identity_stay_two(fleet: Fleet) -> None:
    junk = {
        "machine_id": "",
        "dmi_uuid": "00000000-0000-0000-0000-000000000000",
        "serial": "To be filled by O.E.M.",
    }
    for name in ("pc-1", "pc-2"):
        fleet.post(fleet.enrol(), report_of(name, software=[BASH], device=junk))
    assert count(fleet, Device) == 2


def test_host_names_can_be_kept_as_pseudonyms_only(fleet: Fleet) -> None:
    with Session(fleet.engine) as session:
        session.exec(update(Organisation).values(host_names="pseudonym"))
        session.commit()
    fleet.post(
        fleet.enrol(),
        report_of("pc-mairie-dupont", software=[BASH], device={"fqdn": "pc.ville.fr"}),
    )
    with Session(fleet.engine) as session:
        device = session.exec(select(Device)).one()
        assert device.name.startswith("poste-")
        assert "dupont" not in json.dumps(device.model_dump())


def test_unknown_fields_are_ignored(fleet: Fleet) -> None:
    report = report_of(software=[{**BASH, "colour": "blue"}], novelty={"deep": [1]})
    answer = fleet.post(fleet.enrol(), report)
    assert answer.json() == {
        "status": "stored",
        "dropped": [],
        "notices": [],
        "next_report_seconds": 86400,
    }
