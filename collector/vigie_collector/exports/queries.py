"""What the TIE Break table reads besides the lines: versions, machines by kind, entries of people, unknown names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, distinct, func, or_, select
from sqlmodel import Session, col

from vigie_collector.exports.tables import GridEntry
from vigie_collector.inventory.origins import COUNTED
from vigie_collector.inventory.tables import Device, Installation, NameCount, RawName, Software
from vigie_collector.verdicts.tables import VerdictRow

_WORKSTATIONS = ("workstation", "laptop")
_SERVERS = ("server", "virtual")


@dataclass(frozen=True, slots=True)
class Machines:
    """Distinct present devices."""

    workstations: int = 0
    servers: int = 0
    others: int = 0
    """Network devices, printers, phones, and those whose kind is not known."""

    @property
    def all(self) -> int:
        """All of them."""
        return self.workstations + self.servers + self.others


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A raw name without vendor, on present devices."""

    kind: str
    name: str
    publisher: str
    devices: int


def _place() -> Any:
    """Workstation or server: the kind that the machine states, else what its system's name says."""
    kind, system = col(Device.kind), func.lower(col(Device.os_name))
    return case(
        (kind.in_(_WORKSTATIONS), "workstation"),
        (kind.in_(_SERVERS), "server"),
        (and_(kind == "", system.like("%server%")), "server"),
        (
            and_(kind == "", or_(system.like("%windows%"), system.like("%macos%"))),
            "workstation",
        ),
        else_="",
    )


def machines_by_place(session: Session, organisation_id: int, stale_before: int) -> Machines:
    """All present devices, by place."""
    place = _place().label("place")
    rows = session.execute(
        select(place, func.count())
        .where(
            col(Device.organisation_id) == organisation_id,
            col(Device.last_seen_at) >= stale_before,
        )
        .group_by(place)
    )
    return _machines({str(row[0]): int(row[1]) for row in rows})


def machines_of_lines(
    session: Session, organisation_id: int, stale_before: int, keys: Collection[str] | None = None
) -> dict[str, Machines]:
    """Distinct present devices of each line (of `keys`, or of all counted ones), by place."""
    place = _place().label("place")
    statement = _present(
        col(VerdictRow.line_key),
        place,
        func.count(distinct(col(Installation.device_id))),
        organisation_id=organisation_id,
        stale_before=stale_before,
        keys=keys,
    ).group_by(col(VerdictRow.line_key), place)
    found: dict[str, dict[str, int]] = {}
    for key, where, count in session.execute(statement):
        found.setdefault(key, {})[where] = count
    return {key: _machines(counts) for key, counts in found.items()}


def versions_of_lines(
    session: Session, organisation_id: int, stale_before: int, keys: Collection[str] | None = None
) -> dict[str, list[tuple[str, int]]]:
    """Versions of each line with their devices, most devices first; rows without a version are left out."""
    statement = (
        _present(
            col(VerdictRow.line_key),
            col(Software.version),
            func.count(distinct(col(Installation.device_id))),
            organisation_id=organisation_id,
            stale_before=stale_before,
            keys=keys,
        )
        .where(col(Software.version) != "")
        .group_by(col(VerdictRow.line_key), col(Software.version))
    )
    found: dict[str, list[tuple[str, int]]] = {}
    for key, version, count in session.execute(statement):
        found.setdefault(key, []).append((version, count))
    for versions in found.values():
        versions.sort(key=lambda pair: (-pair[1], pair[0]))
    return found


def devices_by_group(
    session: Session,
    organisation_id: int,
    stale_before: int,
    column: Any,
    groups: Mapping[str, Sequence[str]],
) -> dict[str, int]:
    """Distinct present devices with a counted line of each group.

    Args:
        session: reads.
        organisation_id: whose.
        stale_before: devices last seen before are silent.
        column: of `VerdictRow`: what the groups' values are compared with.
        groups: name of the group to values; no value in two groups.
    """
    asked = {name: values for name, values in groups.items() if values}
    if not asked:
        return {}
    # By rank, not by name: group names are texts of a grid, and need no place in the statement.
    names = list(asked)
    group = case(
        *((column.in_(list(asked[name])), rank) for rank, name in enumerate(names)), else_=-1
    ).label("rank")
    statement = _present(
        group,
        func.count(distinct(col(Installation.device_id))),
        organisation_id=organisation_id,
        stale_before=stale_before,
        keys=None,
    ).group_by(group)
    return {names[rank]: count for rank, count in session.execute(statement) if rank >= 0}


def counted_devices(session: Session, organisation_id: int, stale_before: int) -> int:
    """Distinct present devices with at least one counted line."""
    statement = _present(
        func.count(distinct(col(Installation.device_id))),
        organisation_id=organisation_id,
        stale_before=stale_before,
        keys=None,
    )
    return int(session.scalar(statement) or 0)


def unknown_names(session: Session, organisation_id: int) -> list[UnknownName]:
    """Present raw names of which not even the vendor is known, most devices first."""
    statement = (
        select(
            col(RawName.kind),
            col(RawName.name),
            col(RawName.publisher),
            col(NameCount.devices),
        )
        .join(
            NameCount,
            (col(NameCount.organisation_id) == col(RawName.organisation_id))
            & (col(NameCount.name_id) == col(RawName.id)),
        )
        .join(
            VerdictRow,
            (col(VerdictRow.organisation_id) == col(RawName.organisation_id))
            & (col(VerdictRow.name_id) == col(RawName.id)),
        )
        .where(
            col(RawName.organisation_id) == organisation_id,
            col(VerdictRow.product_id) == "",
            col(VerdictRow.vendor_id) == "",
        )
    )
    found = [UnknownName(*row) for row in session.execute(statement)]
    found.sort(key=lambda each: (-each.devices, each.name, each.kind, each.publisher))
    return found


def grid_entries(session: Session, organisation_id: int) -> dict[str, GridEntry]:
    """What people set, by line."""
    rows = session.scalars(
        select(GridEntry).where(col(GridEntry.organisation_id) == organisation_id)
    )
    return {row.line_key: row for row in rows}


def _machines(counts: Mapping[str, int]) -> Machines:
    return Machines(counts.get("workstation", 0), counts.get("server", 0), counts.get("", 0))


def _present(
    *columns: Any, organisation_id: int, stale_before: int, keys: Collection[str] | None
) -> Any:
    statement = (
        select(*columns)
        .select_from(Installation)
        .join(
            Device,
            (col(Device.organisation_id) == col(Installation.organisation_id))
            & (col(Device.id) == col(Installation.device_id)),
        )
        .join(
            Software,
            (col(Software.organisation_id) == col(Installation.organisation_id))
            & (col(Software.id) == col(Installation.software_id)),
        )
        .join(
            VerdictRow,
            (col(VerdictRow.organisation_id) == col(Software.organisation_id))
            & (col(VerdictRow.name_id) == col(Software.name_id)),
        )
        .where(
            col(Installation.organisation_id) == organisation_id,
            col(Installation.gone_at).is_(None),
            col(Device.last_seen_at) >= stale_before,
        )
    )
    if keys is None:
        return statement.where(col(VerdictRow.type).in_(COUNTED))
    return statement.where(col(VerdictRow.line_key).in_(list(keys)))
