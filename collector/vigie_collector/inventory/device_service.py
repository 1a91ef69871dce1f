"""One device as pages and the API show it: sources, sections and software, merged over its sources."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlmodel import Session
from vigie_classifiers import Knowledge, Origin

from vigie_collector.inventory.device_queries import (
    InstalledRow,
    device_sections,
    device_sources,
    installed,
)
from vigie_collector.inventory.folding import fold, words_of
from vigie_collector.inventory.origins import origin_for
from vigie_collector.inventory.tables import DeviceSource
from vigie_collector.local_knowledge.said import LOCAL

_ORDER = {"failed": 0, "partial": 1, "unavailable": 2, "ok": 3, "disabled": 4}


@dataclass(frozen=True, slots=True)
class ProbeState:
    """How one probe fared in the last report of a source."""

    name: str
    status: str
    """ok, partial, failed, unavailable or disabled."""
    count: int
    reason: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source's view of a device."""

    source: str
    first_report_at: int
    last_report_at: int
    changed_at: int
    probes: tuple[ProbeState, ...]
    """Those that failed first."""
    dropped: tuple[tuple[str, str], ...]
    """(where in the report, why) of what could not be kept."""


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section of a device, from the source that read it last."""

    source: str
    read_at: int
    items: tuple[dict[str, Any], ...]
    """The section's objects; one for a section that is a single object. Absent fields have their default."""

    @property
    def first(self) -> dict[str, Any]:
        """The only object of a single-object section; empty when there is none."""
        return self.items[0] if self.items else {}


@dataclass(frozen=True, slots=True)
class InstalledItem:
    """A software present on a device, each once, with what it is."""

    name_id: int
    kind: str
    name: str
    publisher: str
    version: str
    architecture: str
    scope: str
    sources: tuple[str, ...]
    first_seen_at: int
    line_key: str
    """Empty while it waits for its verdict."""
    product: str
    vendor_id: str
    vendor: str
    type: str
    category: str
    confidence: float
    origin: Origin
    local: bool
    """True when the organisation's own knowledge named it."""

    @property
    def told(self) -> bool:
        """True when the base does not know the product: its name is the one that the machine writes."""
        return bool(self.product) and not self.line_key.startswith("product:")


def source_states(session: Session, organisation_id: int, device_id: int) -> list[SourceState]:
    """The sources of a device, the freshest first."""
    return [_source(row) for row in device_sources(session, organisation_id, device_id)]


def section_states(
    session: Session, organisation_id: int, device_id: int
) -> dict[str, SectionState]:
    """The sections of a device by name; one that no source read is absent."""
    states: dict[str, SectionState] = {}
    for row in device_sections(session, organisation_id, device_id):
        if row.section not in states:  # the freshest source comes first
            states[row.section] = SectionState(row.source, row.read_at, _objects(row.payload))
    return states


def installed_items(
    session: Session,
    knowledge: Knowledge,
    organisation_id: int,
    device_id: int,
    policy: str,
    on: date,
) -> list[InstalledItem]:
    """What is present on a device, by raw name; one that several sources see is told once."""
    merged: dict[int, list[InstalledRow]] = {}
    for row in installed(session, organisation_id, device_id):
        merged.setdefault(row[1].id, []).append(row)
    return [_item(knowledge, rows, policy, on) for rows in merged.values()]


def items_with(
    items: Sequence[InstalledItem], search: str, kind_of_product: str
) -> list[InstalledItem]:
    """The items of a type (empty: all) that have every word of a search in a name or a publisher."""
    words = words_of(search)
    return [
        item
        for item in items
        if kind_of_product in ("", item.type)
        and all(
            word in fold(f"{item.name} {item.publisher} {item.product} {item.vendor}")
            for word in words
        )
    ]


def _item(
    knowledge: Knowledge, rows: Sequence[InstalledRow], policy: str, on: date
) -> InstalledItem:
    _installation, software, name, verdict = rows[0]
    vendor_id = verdict.vendor_id if verdict else ""
    product_id = verdict.product_id if verdict else ""
    return InstalledItem(
        name_id=name.id,
        kind=name.kind,
        name=name.name,
        publisher=name.publisher,
        version=software.version,
        architecture=software.architecture,
        scope=software.scope,
        sources=tuple(sorted({row[0].source for row in rows})),
        first_seen_at=min(row[0].first_seen_at for row in rows),
        line_key=verdict.line_key if verdict else "",
        product=verdict.product if verdict else "",
        vendor_id=vendor_id,
        vendor=verdict.vendor if verdict else "",
        type=(verdict.type if verdict else "") or "product",
        category=verdict.category if verdict else "",
        confidence=verdict.confidence if verdict else 0.0,
        origin=origin_for(knowledge, vendor_id, product_id, policy, on),
        local=bool(verdict and f'"source": "{LOCAL}' in verdict.evidence),
    )


def _source(row: DeviceSource) -> SourceState:
    probes = [
        ProbeState(
            name=str(probe.get("name", "")),
            status=str(probe.get("status", "")),
            count=int(probe.get("count", 0)),
            reason=str(probe.get("reason", "")),
            sections=tuple(map(str, probe.get("sections", ()))),
        )
        for probe in _objects(row.probes)
    ]
    probes.sort(key=lambda probe: (_ORDER.get(probe.status, 5), probe.name))
    dropped = tuple(
        (str(each.get("path", "")), str(each.get("reason", ""))) for each in _objects(row.dropped)
    )
    return SourceState(
        row.source, row.first_report_at, row.last_report_at, row.changed_at, tuple(probes), dropped
    )


def _objects(payload: str) -> tuple[dict[str, Any], ...]:
    value: object = json.loads(payload)
    values = cast("list[object]", value) if isinstance(value, list) else [value]
    return tuple(cast("dict[str, Any]", each) for each in values if isinstance(each, dict))
