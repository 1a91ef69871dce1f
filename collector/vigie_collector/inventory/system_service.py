"""What a device runs and who made it: its system with its end of support, and the maker of its hardware."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_classifiers.hardware import maker_of_mac

from vigie_collector.inventory.support import (
    SupportState,
    support_state,
    supported_products,
)
from vigie_collector.inventory.system_queries import (
    SystemRow,
    macs_of,
    system_software,
    systems_on,
)
from vigie_collector.inventory.tables import Device

SUPPORTS = ("ended", "mended", "unknown")
"""Whether a device's system still gets corrections."""


@dataclass(frozen=True, slots=True)
class System:
    """The operating system of a device, as its raw name was recognised."""

    line_key: str
    """Empty while it waits for its verdict."""
    product: str
    """Empty when not recognised."""
    vendor_id: str
    vendor: str
    name: str
    """As the source writes it."""
    version: str
    source: str
    support: SupportState | None


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made a machine, or at least its network card."""

    vendor_id: str
    """Empty: the base does not know this maker."""
    vendor: str
    """As the base names it, else as the IEEE registers it."""
    model: str
    """Family or model that the base has; empty: not known."""
    by: str
    """`dmi`: the machine itself says it; `mac`: only the prefix of its network card does."""


@dataclass(frozen=True, slots=True)
class SystemGroups:
    """Software rows that stand for systems, by whether they still get corrections."""

    ended: frozenset[int]
    mended: frozenset[int]


NO_SYSTEMS = SystemGroups(frozenset(), frozenset())
"""No system seen whose end of support the base knows."""


def system_groups(
    session: Session, knowledge: Knowledge, organisation_id: int, on: date
) -> SystemGroups:
    """The systems seen whose end of support the base knows; some hundreds of rows at most."""
    ended: set[int] = set()
    mended: set[int] = set()
    rows = system_software(session, organisation_id, supported_products(knowledge))
    for software_id, product_id, name, version in rows:
        state = support_state(knowledge, product_id, name, version, on)
        if state:
            (ended if state.ended else mended).add(software_id)
    return SystemGroups(frozenset(ended), frozenset(mended))


def systems_of(
    session: Session,
    knowledge: Knowledge,
    organisation_id: int,
    devices: Sequence[Device],
    on: date,
) -> dict[int, System]:
    """The system of each device; those without any are absent.

    When sources disagree, the release that lasts longest wins (as in `SystemGroups`), then the name that the device
    bears in lists.
    """
    rows = systems_on(session, organisation_id, [device.id for device in devices])
    held: dict[int, list[SystemRow]] = {}
    for row in rows:
        held.setdefault(row.device_id, []).append(row)
    return {
        device.id: _system(knowledge, held[device.id], device.os_name, on)
        for device in devices
        if device.id in held
    }


def makers_of(
    session: Session, knowledge: Knowledge, organisation_id: int, devices: Sequence[Device]
) -> dict[int, Maker]:
    """The maker of each device, from what it says of itself, else from its network cards; the unknown are absent."""
    found: dict[int, Maker] = {}
    for device in devices:
        if maker := _by_dmi(knowledge, device.maker, device.model):
            found[device.id] = maker
    rest = [device.id for device in devices if device.id not in found]
    for device_id, macs in (macs_of(session, organisation_id, rest) if rest else {}).items():
        if maker := _by_mac(knowledge, macs):
            found[device_id] = maker
    return found


def _system(knowledge: Knowledge, rows: Iterable[SystemRow], shown: str, on: date) -> System:
    judged = [
        (row, support_state(knowledge, row.product_id, row.name, row.version, on)) for row in rows
    ]
    row, support = max(
        judged,
        key=lambda pair: (
            pair[1].until if pair[1] else date.min,
            pair[0].name[:256] == shown,
            bool(pair[0].product_id),
        ),
    )
    return System(
        line_key=row.line_key,
        product=row.product if row.product_id else "",
        vendor_id=row.vendor_id,
        vendor=row.vendor,
        name=row.name,
        version=row.version,
        source=row.source,
        support=support,
    )


def _by_dmi(knowledge: Knowledge, maker: str, model: str) -> Maker | None:
    name = f"{maker} {model}".strip()
    if not name:
        return None
    verdict = knowledge.classify("hardware", name, maker)
    if not verdict.vendor_id:
        return None
    return Maker(
        verdict.vendor_id,
        verdict.vendor,
        (verdict.family or verdict.product) if verdict.product_id else "",
        "dmi",
    )


def _by_mac(knowledge: Knowledge, macs: Iterable[str]) -> Maker | None:
    """The first card whose maker the base knows, else the first that the IEEE registered."""
    registered = ""
    for mac in macs:
        verdict = knowledge.classify("hardware", "", "", hints={"mac": mac})
        if verdict.vendor_id:
            return Maker(verdict.vendor_id, verdict.vendor, "", "mac")
        registered = registered or maker_of_mac(mac)
    return Maker("", registered, "", "mac") if registered else None
