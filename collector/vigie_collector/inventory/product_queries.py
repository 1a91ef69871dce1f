"""What stands behind a line: raw names, versions and devices."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import distinct, func, or_, select
from sqlmodel import Session, col

from vigie_collector.inventory.folding import containing
from vigie_collector.inventory.tables import Device, Installation, NameCount, RawName, Software
from vigie_collector.verdicts.tables import VerdictRow

_MOST_NAMES = 200
_MOST_VERSIONS = 100


def lines_named(session: Session, organisation_id: int, words: Sequence[str]) -> set[str]:
    """Keys of the lines of which one raw name or publisher has all the (folded) words."""
    statement = (
        select(col(VerdictRow.line_key))
        .join(
            RawName,
            (col(RawName.organisation_id) == col(VerdictRow.organisation_id))
            & (col(RawName.id) == col(VerdictRow.name_id)),
        )
        .where(col(VerdictRow.organisation_id) == organisation_id)
        .distinct()
    )
    for word in words:
        statement = statement.where(or_(*containing(word, RawName.name, RawName.publisher)))
    return set(session.scalars(statement))


def names_of_line(
    session: Session, organisation_id: int, line_key: str
) -> list[tuple[RawName, VerdictRow, int]]:
    """The raw names that lead to a line, with their verdict and present devices; most devices first, 200 at most."""
    devices = func.coalesce(col(NameCount.devices), 0)
    statement = (
        select(RawName, VerdictRow, devices)
        .join(
            VerdictRow,
            (col(VerdictRow.organisation_id) == col(RawName.organisation_id))
            & (col(VerdictRow.name_id) == col(RawName.id)),
        )
        .outerjoin(
            NameCount,
            (col(NameCount.organisation_id) == col(RawName.organisation_id))
            & (col(NameCount.name_id) == col(RawName.id)),
        )
        .where(
            col(VerdictRow.organisation_id) == organisation_id,
            col(VerdictRow.line_key) == line_key,
        )
        .order_by(devices.desc(), col(RawName.name), col(RawName.id))
        .limit(_MOST_NAMES)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]


def versions_of_line(
    session: Session, organisation_id: int, line_key: str, stale_before: int
) -> list[tuple[str, int]]:
    """Versions present now and their devices, most devices first, 100 at most; empty: no version told."""
    devices = func.count(distinct(col(Installation.device_id)))
    statement = (
        _with_version(
            _held(
                col(Software.version), devices, organisation_id=organisation_id, line_key=line_key
            )
        )
        .join(
            Device,
            (col(Device.organisation_id) == col(Installation.organisation_id))
            & (col(Device.id) == col(Installation.device_id)),
        )
        .where(col(Device.last_seen_at) >= stale_before)
        .group_by(col(Software.version))
        .order_by(devices.desc(), col(Software.version))
        .limit(_MOST_VERSIONS)
    )
    return [(version, count) for version, count in session.execute(statement)]


def held_versions(
    session: Session, organisation_id: int, line_keys: Collection[str]
) -> dict[str, set[tuple[str, str]]]:
    """Line to its (raw name, version) pairs, silent devices' included: editions stand in names."""
    found: dict[str, set[tuple[str, str]]] = {}
    statement = (
        select(col(VerdictRow.line_key), col(RawName.name), col(Software.version))
        .select_from(VerdictRow)
        .join(
            RawName,
            (col(RawName.organisation_id) == col(VerdictRow.organisation_id))
            & (col(RawName.id) == col(VerdictRow.name_id)),
        )
        .join(
            Software,
            (col(Software.organisation_id) == col(VerdictRow.organisation_id))
            & (col(Software.name_id) == col(VerdictRow.name_id)),
        )
        .where(
            col(VerdictRow.organisation_id) == organisation_id,
            col(VerdictRow.line_key).in_(list(line_keys)),
        )
    )
    for line_key, name, version in session.execute(statement):
        found.setdefault(line_key, set()).add((name, version))
    return found


def devices_of_line(
    session: Session,
    organisation_id: int,
    line_key: str,
    stale_before: int,
    *,
    offset: int,
    limit: int,
) -> list[tuple[Device, list[str]]]:
    """One page of the present devices that have a line, by name, each with the versions it holds."""
    holders = _held(col(Installation.device_id), organisation_id=organisation_id, line_key=line_key)
    statement = (
        select(Device)
        .where(
            col(Device.organisation_id) == organisation_id,
            col(Device.id).in_(holders),
            col(Device.last_seen_at) >= stale_before,
        )
        .order_by(func.lower(col(Device.name)), col(Device.id))
        .offset(offset)
        .limit(limit)
    )
    devices = list(session.scalars(statement))
    versions: dict[int, set[str]] = {device.id: set() for device in devices}
    held = _with_version(
        _held(
            col(Installation.device_id),
            col(Software.version),
            organisation_id=organisation_id,
            line_key=line_key,
        )
    ).where(col(Installation.device_id).in_(list(versions)))
    for device_id, version in session.execute(held):
        versions[device_id].add(version)
    return [(device, sorted(versions[device.id] - {""})) for device in devices]


def _held(*columns: Any, organisation_id: int, line_key: str) -> Any:
    # The line's software first, as a list: SQLite, without statistics, would otherwise read every installation.
    names = select(col(VerdictRow.name_id)).where(
        col(VerdictRow.organisation_id) == organisation_id, col(VerdictRow.line_key) == line_key
    )
    wanted = select(col(Software.id)).where(
        col(Software.organisation_id) == organisation_id, col(Software.name_id).in_(names)
    )
    return (
        select(*columns)
        .select_from(Installation)
        .where(
            col(Installation.organisation_id) == organisation_id,
            col(Installation.software_id).in_(wanted),
            col(Installation.gone_at).is_(None),
        )
    )


def _with_version(statement: Any) -> Any:
    return statement.join(
        Software,
        (col(Software.organisation_id) == col(Installation.organisation_id))
        & (col(Software.id) == col(Installation.software_id)),
    )
