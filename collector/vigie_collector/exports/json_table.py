"""The table as JSON: the neutral pivot that other tools map onto their own grid (docs/tableau-tiebreak.md)."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from vigie_collector.exports.cells import Cell, Sheet
from vigie_collector.exports.method import Facts
from vigie_collector.exports.rows import TableRow
from vigie_collector.inventory.evidence import Alternative
from vigie_collector.inventory.product_service import recognition_of
from vigie_collector.inventory.support import SupportState

SCHEMA = "vigie-tiebreak/1"


def json_bytes(rows: Sequence[TableRow], sheets: Sequence[Sheet], facts: Facts) -> bytes:
    """The pivot: `lines` holds each line with machine words and its cells under the table's French heads."""
    table, *others = sheets
    grid = facts.grid
    pivot: dict[str, Any] = {
        "schema": SCHEMA,
        "organisation": facts.organisation,
        "date": facts.on.isoformat(),
        "policy": facts.policy,
        "grid": {
            "id": grid.id,
            "version": grid.version,
            "title": grid.title,
            "official": grid.official,
        },
        "knowledge_digest": facts.knowledge_digest,
        "collector_version": facts.version,
        "coverage": {
            "devices_present": facts.devices.present,
            "devices_silent": facts.devices.silent,
            "devices_failing": facts.devices.failing,
            "devices_declared": facts.devices.declared,
            "names_recognised": facts.names.recognised,
            "names_vendor_only": facts.names.vendor_only,
            "names_unknown": facts.names.unknown,
            "names_waiting": facts.names.waiting,
            "lines_left_out": dict(facts.aside),
        },
        "columns": list(table.heads),
        "lines": [
            {**_machine(row), **_named(table.heads, cells)}
            for row, cells in zip(rows, table.rows, strict=True)
        ],
        "sheets": {
            sheet.name: [_named(sheet.heads, cells) for cells in sheet.rows] for sheet in others
        },
    }
    return (json.dumps(pivot, ensure_ascii=False, indent=1) + "\n").encode()


def _machine(row: TableRow) -> dict[str, Any]:
    line, entry = row.line, row.entry
    return {
        "key": line.key,
        "product_id": line.product_id,
        "vendor_id": line.vendor_id,
        "parent_id": row.origin.parent_id,
        "category": line.category,
        "seat_country": row.origin.seat,
        "control_country": row.origin.parent_country,
        "origins": {policy: origin.answer for policy, origin in row.origins.items()},
        "grade": row.origin.grade,
        "open_source": line.open_source,
        "devices": line.devices,
        "technological_level": row.technological.id,
        "technological_level_set_by_person": row.technological.by_person,
        "technological_level_because": row.technological.because,
        "financial_level": row.financial.id,
        "strategy": entry.strategy if entry else "",
        "recognition": recognition_of(line.key),
        "told_publisher": line.told_publisher,
        "versions": [
            {"version": version, "devices": devices, "support": _support(row.supports.get(version))}
            for version, devices in row.versions
        ],
        "alternatives": [_alternative(each) for each in row.alternatives],
    }


def _support(state: SupportState | None) -> dict[str, Any] | None:
    if state is None:
        return None
    return {
        "release": state.release,
        "until": state.until.isoformat(),
        "ended": state.ended,
        "grade": state.grade,
        "source": state.source,
        "checked": state.checked.isoformat() if state.checked else None,
    }


def _alternative(other: Alternative) -> dict[str, Any]:
    return {
        "product_id": other.line_key.removeprefix("product:"),
        "product": other.product,
        "vendor": other.vendor,
        "seat_country": other.seat,
        "origin": other.origin.answer,
        "technology_origin": other.technology_origin,
        "licence": other.licence,
        "lacks": other.lacks,
        "used_by": other.used_by,
        "source": other.source,
        "checked": other.checked.isoformat() if other.checked else None,
        "grade": other.grade,
        "credit": other.credit,
        "devices": other.devices,
    }


def _named(heads: Sequence[str], cells: Sequence[Cell]) -> dict[str, Any]:
    return {
        head: cell.isoformat() if isinstance(cell, date) else cell
        for head, cell in zip(heads, cells, strict=True)
    }
