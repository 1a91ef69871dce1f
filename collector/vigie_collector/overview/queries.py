"""Coverage: how many devices and names are known, and how well."""

from dataclasses import dataclass

from sqlalchemy import case, distinct, func, select
from sqlmodel import Session, col

from vigie_collector.inventory.device_queries import has_failed_probe
from vigie_collector.inventory.tables import Device, DeviceSource, NameCount
from vigie_collector.organisations.tables import Organisation
from vigie_collector.verdicts.tables import VerdictRow


@dataclass(frozen=True, slots=True)
class DeviceCoverage:
    """Devices, by whether they speak."""

    present: int
    silent: int
    failing: int
    """Present ones with a probe that failed or read a part in their last report."""
    declared: int | None
    """How many the organisation says it has; None: it has not said."""


@dataclass(frozen=True, slots=True)
class NameCoverage:
    """Distinct raw names on present devices, by what is known of them."""

    recognised: int
    vendor_only: int
    unknown: int
    waiting: int
    """No verdict yet."""

    @property
    def all(self) -> int:
        """All present names."""
        return self.recognised + self.vendor_only + self.unknown + self.waiting


def device_coverage(session: Session, organisation_id: int, stale_before: int) -> DeviceCoverage:
    """How many devices are present, silent, failing, and declared."""
    seen = col(Device.last_seen_at)
    present, silent = session.execute(
        select(
            func.coalesce(func.sum(case((seen >= stale_before, 1), else_=0)), 0),
            func.coalesce(func.sum(case((seen < stale_before, 1), else_=0)), 0),
        ).where(col(Device.organisation_id) == organisation_id)
    ).one()
    failing = session.scalar(
        select(func.count(distinct(col(DeviceSource.device_id))))
        .join(
            Device,
            (col(Device.organisation_id) == col(DeviceSource.organisation_id))
            & (col(Device.id) == col(DeviceSource.device_id)),
        )
        .where(
            col(DeviceSource.organisation_id) == organisation_id,
            seen >= stale_before,
            has_failed_probe(),
        )
    )
    organisation = session.get(Organisation, organisation_id)
    declared = organisation.known_devices if organisation else None
    return DeviceCoverage(present, silent, failing or 0, declared)


def name_coverage(session: Session, organisation_id: int) -> NameCoverage:
    """How many present raw names are recognised, known by their vendor alone, unknown, or waiting."""
    state = case(
        (col(VerdictRow.name_id).is_(None), "waiting"),
        (col(VerdictRow.product_id) != "", "recognised"),
        (col(VerdictRow.vendor_id) != "", "vendor_only"),
        else_="unknown",
    )
    statement = (
        select(state, func.count())
        .select_from(NameCount)
        .outerjoin(
            VerdictRow,
            (col(VerdictRow.organisation_id) == col(NameCount.organisation_id))
            & (col(VerdictRow.name_id) == col(NameCount.name_id)),
        )
        .where(col(NameCount.organisation_id) == organisation_id)
        .group_by(state)
    )
    found = {str(row[0]): int(row[1]) for row in session.execute(statement)}
    return NameCoverage(
        found.get("recognised", 0),
        found.get("vendor_only", 0),
        found.get("unknown", 0),
        found.get("waiting", 0),
    )
