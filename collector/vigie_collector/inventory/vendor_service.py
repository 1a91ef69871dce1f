"""Present lines gathered by vendor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vigie_classifiers import Knowledge, Origin

from vigie_collector.inventory.lines import Line
from vigie_collector.inventory.origins import COUNTED, origin_for


@dataclass(frozen=True, slots=True)
class VendorRow:
    """A vendor with present lines, and its own origin under the policy asked."""

    id: str
    name: str
    origin: Origin
    products: int
    """Lines of type product."""
    lines: int
    installations: int
    """Devices of each of its lines, added up."""


def vendor_rows(
    lines: Iterable[Line], knowledge: Knowledge, policy: str, on: date
) -> list[VendorRow]:
    """Vendors of the lines given, in the order of their ids; lines without vendor are left out."""
    gathered: dict[str, list[Line]] = {}
    for line in lines:
        if line.vendor_id:
            gathered.setdefault(line.vendor_id, []).append(line)
    return [
        VendorRow(
            vendor_id,
            _name(knowledge, vendor_id) or own[0].vendor,
            origin_for(knowledge, vendor_id, "", policy, on),
            sum(line.type in COUNTED for line in own),
            len(own),
            sum(line.devices for line in own),
        )
        for vendor_id, own in sorted(gathered.items())
    ]


def _name(knowledge: Knowledge, vendor_id: str) -> str:
    """Its own name: a line of an entry for many makers bears its project's."""
    vendor = knowledge.vendors.get(vendor_id)
    return vendor.name if vendor else ""
