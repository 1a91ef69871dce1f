"""The rows of the TIE Break table: each line with its place, origins, axes, machines, levels and what people set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from vigie_classifiers import POLICIES, Knowledge, Origin

from vigie_collector.exports.grid import Grid, Place
from vigie_collector.exports.levels import Facts, Level, financial_level, technological_level
from vigie_collector.exports.queries import Machines
from vigie_collector.exports.tables import GridEntry
from vigie_collector.inventory.evidence import Alternative, alternatives_of, devices_by_product
from vigie_collector.inventory.folding import fold
from vigie_collector.inventory.lines import Line
from vigie_collector.inventory.origins import origin_of
from vigie_collector.inventory.support import Supports


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One line of the table, before it is written in French cells."""

    line: Line
    place: Place
    policy: str
    origins: Mapping[str, Origin]
    """By policy."""
    hosting: str
    technology_origin: str
    licence: str
    alternatives: tuple[Alternative, ...]
    """Products that could serve instead, with what they lack."""
    versions: tuple[tuple[str, int], ...]
    """Version and devices, most devices first."""
    supports: Supports
    """Version to the support of its release, where the base knows it."""
    machines: Machines
    technological: Level
    financial: Level
    entry: GridEntry | None
    sources: tuple[str, ...]
    """Addresses behind the facts, with the day they were read."""
    many: bool
    """Its vendor stands for many unrelated makers: the project answers for itself."""

    @property
    def ended_versions(self) -> int:
        """Versions present now that no longer get corrections."""
        found = (self.supports.get(version) for version, _devices in self.versions)
        return sum(state.ended for state in found if state)

    @property
    def origin(self) -> Origin:
        """Under the chosen policy."""
        return self.origins[self.policy]


def table_rows(
    lines: Iterable[Line],
    knowledge: Knowledge,
    grid: Grid,
    entries: Mapping[str, GridEntry],
    policy: str,
    on: date,
) -> list[TableRow]:
    """Rows in the order of the grid's domains, then by product; versions and machines are still empty."""
    present = list(lines)
    devices = devices_by_product(present)
    rows = [
        _row(line, devices, knowledge, grid, entries.get(line.key), policy, on) for line in present
    ]
    rows.sort(
        key=lambda row: (
            row.place.rank,
            fold(row.place.subdomain),
            fold(row.line.product),
            row.line.key,
        )
    )
    return rows


def _row(
    line: Line,
    devices: Mapping[str, int],
    knowledge: Knowledge,
    grid: Grid,
    entry: GridEntry | None,
    policy: str,
    on: date,
) -> TableRow:
    product = knowledge.products.get(line.product_id)
    vendor = knowledge.vendors.get(line.vendor_id)
    origins = {each: origin_of(knowledge, line, each, on) for each in POLICIES}
    alternatives = tuple(alternatives_of(knowledge, line.product_id, devices, policy, on))
    hosting = product.hosting if product else ""
    facts = Facts(
        origins[policy].answer, line.open_source, hosting, line.category, bool(alternatives)
    )
    return TableRow(
        line=line,
        place=grid.place(line.category, knowledge.categories.get(line.category, line.category)),
        policy=policy,
        origins=origins,
        hosting=hosting,
        technology_origin=product.technology_origin if product else "",
        licence=product.licence if product else "",
        alternatives=alternatives,
        versions=(),
        supports={},
        machines=Machines(),
        technological=technological_level(grid, facts, entry),
        financial=financial_level(grid, entry),
        entry=entry,
        sources=_sources(knowledge, line, origins[policy]),
        many=vendor is not None and vendor.many,
    )


def _sources(knowledge: Knowledge, line: Line, origin: Origin) -> tuple[str, ...]:
    found = [(link.source, link.checked) for link in origin.chain if link.source]
    vendor = knowledge.vendors.get(line.vendor_id)
    product = knowledge.products.get(line.product_id)
    for record in (vendor, product):
        found += [(each.url, each.checked) for each in record.sources] if record else []
    told = [f"{url} (lu le {day.isoformat()})" if day else url for url, day in found]
    return tuple(dict.fromkeys(told))
