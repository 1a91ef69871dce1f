"""Devices: their lists, and what is kept of one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlmodel import Session, col

from vigie_collector.inventory.folding import containing
from vigie_collector.inventory.system_queries import holds_one_of
from vigie_collector.inventory.tables import (
    Device,
    DeviceSection,
    DeviceSource,
    DeviceWitness,
    Installation,
    RawName,
    Software,
    SoftwareEvent,
)
from vigie_collector.verdicts.tables import VerdictRow

Sort = Literal["name", "os", "software", "last_seen", "first_seen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFilter:
    """Which devices a list holds; empty values choose nothing."""

    words: Sequence[str] = ()
    """Folded words that must all be found in name, tag, system, maker or model."""
    os_name: str = ""
    kind: str | None = None
    """None: all; empty: those whose kind is not known."""
    source: str = ""
    silent: bool | None = None
    failed_probes: bool = False
    support: str = ""
    """One of `system_service.SUPPORTS`: whether the system still gets corrections."""
    ended: Collection[int] = ()
    mended: Collection[int] = ()
    """Software rows of systems that no longer get corrections, and that still do: read by `support` alone."""
    stale_before: int = 0
    """Devices last seen before are silent (epoch seconds)."""


def device_list(
    session: Session,
    organisation_id: int,
    chosen: DeviceFilter,
    *,
    sort: Sort = "name",
    descending: bool = False,
    offset: int = 0,
    limit: int = 50,
) -> list[Device]:
    """One page of devices; equal ones in the order of their ids."""
    column: Any = {
        "name": func.lower(col(Device.name)),
        "os": func.lower(col(Device.os_name)),
        "software": col(Device.software_count),
        "last_seen": col(Device.last_seen_at),
        "first_seen": col(Device.first_seen_at),
    }[sort]
    statement = (
        select(Device)
        .where(*_conditions(organisation_id, chosen))
        .order_by(column.desc() if descending else column, col(Device.id))
        .offset(offset)
        .limit(limit)
    )
    return list(session.scalars(statement))


def device_count(session: Session, organisation_id: int, chosen: DeviceFilter) -> int:
    """How many devices a filter keeps."""
    statement = (
        select(func.count()).select_from(Device).where(*_conditions(organisation_id, chosen))
    )
    return session.scalar(statement) or 0


def devices_after(
    session: Session, organisation_id: int, chosen: DeviceFilter, after_id: int, limit: int
) -> list[Device]:
    """Devices in the order of their ids, from the one after `after_id`."""
    statement = (
        select(Device)
        .where(*_conditions(organisation_id, chosen), col(Device.id) > after_id)
        .order_by(col(Device.id))
        .limit(limit)
    )
    return list(session.scalars(statement))


def sources_of(
    session: Session, organisation_id: int, device_ids: Sequence[int]
) -> dict[int, list[str]]:
    """The names of the sources that see each device, in alphabetical order."""
    found: dict[int, list[str]] = {number: [] for number in device_ids}
    statement = (
        select(col(DeviceSource.device_id), col(DeviceSource.source))
        .where(
            col(DeviceSource.organisation_id) == organisation_id,
            col(DeviceSource.device_id).in_(device_ids),
        )
        .order_by(col(DeviceSource.source))
    )
    for device_id, source in session.execute(statement):
        found[device_id].append(source)
    return found


def system_counts(session: Session, organisation_id: int) -> list[tuple[str, int]]:
    """How many devices run each operating system; empty: not known."""
    return _grouped(session, organisation_id, col(Device.os_name))


def kind_counts(session: Session, organisation_id: int) -> list[tuple[str, int]]:
    """How many devices are of each kind; empty: not known."""
    return _grouped(session, organisation_id, col(Device.kind))


def source_names(session: Session, organisation_id: int) -> list[str]:
    """The sources that see at least one device."""
    statement = (
        select(col(DeviceSource.source))
        .where(col(DeviceSource.organisation_id) == organisation_id)
        .distinct()
        .order_by(col(DeviceSource.source))
    )
    return list(session.scalars(statement))


def find_device(session: Session, organisation_id: int, device_id: int) -> Device | None:
    """One device of this organisation, if there is one."""
    return session.get(Device, (organisation_id, device_id))


def device_sources(session: Session, organisation_id: int, device_id: int) -> list[DeviceSource]:
    """The sources that see a device, the freshest first."""
    statement = (
        select(DeviceSource)
        .where(
            col(DeviceSource.organisation_id) == organisation_id,
            col(DeviceSource.device_id) == device_id,
        )
        .order_by(col(DeviceSource.last_report_at).desc(), col(DeviceSource.source))
    )
    return list(session.scalars(statement))


def device_sections(session: Session, organisation_id: int, device_id: int) -> list[DeviceSection]:
    """The sections kept of a device, by section, the freshest source first."""
    statement = (
        select(DeviceSection)
        .where(
            col(DeviceSection.organisation_id) == organisation_id,
            col(DeviceSection.device_id) == device_id,
        )
        .order_by(col(DeviceSection.section), col(DeviceSection.read_at).desc())
    )
    return list(session.scalars(statement))


InstalledRow = tuple[Installation, Software, RawName, VerdictRow | None]


def installed(session: Session, organisation_id: int, device_id: int) -> list[InstalledRow]:
    """What is present on a device now, all sources, by raw name, with its verdict if it has one yet."""
    statement = (
        select(Installation, Software, RawName, VerdictRow)
        .join(
            Software,
            (col(Software.organisation_id) == col(Installation.organisation_id))
            & (col(Software.id) == col(Installation.software_id)),
        )
        .join(
            RawName,
            (col(RawName.organisation_id) == col(Software.organisation_id))
            & (col(RawName.id) == col(Software.name_id)),
        )
        .outerjoin(
            VerdictRow,
            (col(VerdictRow.organisation_id) == col(Software.organisation_id))
            & (col(VerdictRow.name_id) == col(Software.name_id)),
        )
        .where(
            col(Installation.organisation_id) == organisation_id,
            col(Installation.device_id) == device_id,
            col(Installation.gone_at).is_(None),
        )
        .order_by(func.lower(col(RawName.name)), col(RawName.id))
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement)]


def events_of(
    session: Session, organisation_id: int, device_id: int, *, offset: int, limit: int
) -> list[tuple[SoftwareEvent, str]]:
    """What changed on a device, with the raw name, the latest first."""
    statement = (
        select(SoftwareEvent, col(RawName.name))
        .join(
            RawName,
            (col(RawName.organisation_id) == col(SoftwareEvent.organisation_id))
            & (col(RawName.id) == col(SoftwareEvent.name_id)),
        )
        .where(
            col(SoftwareEvent.organisation_id) == organisation_id,
            col(SoftwareEvent.device_id) == device_id,
        )
        .order_by(col(SoftwareEvent.at).desc(), col(SoftwareEvent.id).desc())
        .offset(offset)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def _grouped(session: Session, organisation_id: int, column: Any) -> list[tuple[str, int]]:
    statement = (
        select(column, func.count())
        .where(col(Device.organisation_id) == organisation_id)
        .group_by(column)
        .order_by(func.count().desc(), column)
    )
    return [(value, count) for value, count in session.execute(statement)]


def _conditions(organisation_id: int, chosen: DeviceFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [col(Device.organisation_id) == organisation_id]
    for word in chosen.words:
        columns = (Device.name, Device.tag, Device.os_name, Device.maker, Device.model)
        conditions.append(or_(*containing(word, *columns)))
    if chosen.os_name:
        conditions.append(col(Device.os_name) == chosen.os_name)
    if chosen.kind is not None:
        conditions.append(col(Device.kind) == chosen.kind)
    if chosen.silent is not None:
        seen = col(Device.last_seen_at)
        conditions.append(
            seen < chosen.stale_before if chosen.silent else seen >= chosen.stale_before
        )
    if chosen.source:
        conditions.append(_has_source(col(DeviceSource.source) == chosen.source))
    if chosen.failed_probes:
        conditions.append(_has_source(has_failed_probe()))
    if chosen.support:
        mended = holds_one_of(organisation_id, chosen.mended)
        ended = holds_one_of(organisation_id, chosen.ended)
        conditions += {"mended": [mended], "ended": [ended, ~mended]}.get(
            chosen.support, [~ended, ~mended]
        )
    return conditions


def has_failed_probe() -> ColumnElement[bool]:
    """Whether a source has a probe that failed or read a part; quotes inside a reason are escaped in JSON."""
    probes = col(DeviceSource.probes)
    return or_(probes.contains('"failed"'), probes.contains('"partial"'))


def _has_source(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        col(DeviceSource.organisation_id) == col(Device.organisation_id),
        col(DeviceSource.device_id) == col(Device.id),
        condition,
    )


def witnesses_of(session: Session, organisation_id: int, device_id: int) -> list[DeviceWitness]:
    """What identifies a device, by kind."""
    statement = (
        select(DeviceWitness)
        .where(
            col(DeviceWitness.organisation_id) == organisation_id,
            col(DeviceWitness.device_id) == device_id,
        )
        .order_by(col(DeviceWitness.kind), col(DeviceWitness.value))
    )
    return list(session.scalars(statement))
