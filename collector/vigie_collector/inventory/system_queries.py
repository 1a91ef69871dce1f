"""Systems and hardware of devices, the software rows that stand for systems, and addresses of network cards."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from vigie_collector.inventory.tables import (
    Device,
    DeviceWitness,
    Installation,
    RawName,
    Software,
)
from vigie_collector.verdicts.tables import VerdictRow

SYSTEM = "os"
"""Kind of the raw names of operating systems."""
HARDWARE = "hardware"
"""Kind of the raw names of machines: maker and model."""


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A system, or a machine, that one source sees; with its verdict's words, empty while it waits."""

    device_id: int
    kind: str
    """`SYSTEM` or `HARDWARE`."""
    source: str
    name: str
    version: str
    line_key: str
    product_id: str
    product: str
    vendor_id: str
    vendor: str


def seen_on(session: Session, organisation_id: int, device_ids: Collection[int]) -> list[SeenRow]:
    """The systems and the hardware of some devices, by source."""
    statement = (
        select(
            col(Installation.device_id),
            col(Installation.kind),
            col(Installation.source),
            col(RawName.name),
            col(Software.version),
            col(VerdictRow.line_key),
            col(VerdictRow.product_id),
            col(VerdictRow.product),
            col(VerdictRow.vendor_id),
            col(VerdictRow.vendor),
        )
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
            col(Installation.device_id).in_(list(device_ids)),
            col(Installation.kind).in_((SYSTEM, HARDWARE)),
            col(Installation.gone_at).is_(None),
        )
        .order_by(col(Installation.device_id), col(Installation.source), col(Software.id))
    )
    return [
        SeenRow(number, kind, source, name, version, *(text or "" for text in verdict))
        for number, kind, source, name, version, *verdict in session.execute(statement)
    ]


def system_software(
    session: Session, organisation_id: int, product_ids: Collection[str]
) -> list[tuple[int, str, str, str]]:
    """(software id, product id, raw name, version) of every system seen of these products."""
    keys = [f"product:{each}" for each in sorted(product_ids)]
    statement = (
        select(
            col(Software.id), col(VerdictRow.product_id), col(RawName.name), col(Software.version)
        )
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
            col(VerdictRow.line_key).in_(keys),
            col(RawName.kind) == SYSTEM,
        )
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement)]


def holds_one_of(organisation_id: int, software_ids: Collection[int]) -> ColumnElement[bool]:
    """Whether a device has one of these software rows now."""
    holders = select(col(Installation.device_id)).where(
        col(Installation.organisation_id) == organisation_id,
        col(Installation.software_id).in_(list(software_ids)),
        col(Installation.gone_at).is_(None),
    )
    return col(Device.id).in_(holders)


def macs_of(
    session: Session, organisation_id: int, device_ids: Collection[int]
) -> dict[int, list[str]]:
    """The MAC addresses of some devices, in order; a device without any is absent."""
    found: dict[int, list[str]] = {}
    statement = (
        select(col(DeviceWitness.device_id), col(DeviceWitness.value))
        .where(
            col(DeviceWitness.organisation_id) == organisation_id,
            col(DeviceWitness.kind) == "mac",
            col(DeviceWitness.device_id).in_(list(device_ids)),
        )
        .order_by(col(DeviceWitness.value))
    )
    for device_id, value in session.execute(statement):
        found.setdefault(device_id, []).append(value)
    return found
