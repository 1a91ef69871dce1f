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
    SYSTEM,
    SeenRow,
    macs_of,
    seen_on,
    system_software,
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
    name: str
    """Maker and model as the machine writes them; empty: it does not."""
    by: str
    """`dmi`: the machine itself says it; `mac`: only the prefix of its network card does."""


@dataclass(frozen=True, slots=True)
class Nature:
    """What a device runs and who made it, as far as it is known."""

    system: System | None
    maker: Maker | None


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


def natures_of(
    session: Session,
    knowledge: Knowledge,
    organisation_id: int,
    devices: Sequence[Device],
    on: date,
) -> dict[int, Nature]:
    """System and maker of each device.

    When sources disagree on the system, the release that lasts longest wins (as in `SystemGroups`), then the name that
    the device bears in lists. The maker is what the machine says of itself, else what its network cards say.
    """
    systems: dict[int, list[SeenRow]] = {}
    machines: dict[int, SeenRow] = {}
    for row in seen_on(session, organisation_id, [device.id for device in devices]):
        if row.kind == SYSTEM:
            systems.setdefault(row.device_id, []).append(row)
        elif row.vendor_id:
            machines.setdefault(row.device_id, row)
    rest = [device.id for device in devices if device.id not in machines]
    macs = macs_of(session, organisation_id, rest) if rest else {}
    return {
        device.id: Nature(
            _system(knowledge, systems[device.id], device.os_name, on)
            if device.id in systems
            else None,
            _maker(knowledge, machines.get(device.id), macs.get(device.id, ())),
        )
        for device in devices
    }


def _system(knowledge: Knowledge, rows: Iterable[SeenRow], shown: str, on: date) -> System:
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


def _maker(knowledge: Knowledge, row: SeenRow | None, macs: Iterable[str]) -> Maker | None:
    if row is None:
        return _by_mac(knowledge, macs)
    return Maker(row.vendor_id, row.vendor, row.product if row.product_id else "", row.name, "dmi")


def _by_mac(knowledge: Knowledge, macs: Iterable[str]) -> Maker | None:
    """The first card whose maker the base knows, else the first that the IEEE registered."""
    registered = ""
    for mac in macs:
        verdict = knowledge.classify("hardware", "", "", hints={"mac": mac})
        if verdict.vendor_id:
            return Maker(verdict.vendor_id, verdict.vendor, "", "", "mac")
        registered = registered or maker_of_mac(mac)
    return Maker("", registered, "", "", "mac") if registered else None
