"""« À qualifier »: names that nobody knows, vendors without product, unknown or contested control; by effect."""

from collections.abc import Sequence

from vigie_collector.exports.cells import Cell, Sheet, neutral_rows
from vigie_collector.exports.queries import UnknownName
from vigie_collector.exports.rows import TableRow

NAME = "À qualifier"
HEADS = ("Ce qui manque", "Nom", "Éditeur", "Genre", "Appareils")


def qualification_sheet(rows: Sequence[TableRow], unknown: Sequence[UnknownName]) -> Sheet:
    """One row for each thing that a person can settle, most devices first within its kind."""
    cells: list[tuple[Cell, ...]] = [
        ("Nom inconnu", each.name, each.publisher, each.kind, each.devices) for each in unknown
    ]
    for title, chosen in (
        ("Produit à préciser (éditeur connu)", _vendor_alone),
        ("Contrôle inconnu", _control_unknown),
        ("Origine contestée", _contested),
    ):
        kept = sorted(
            (row.line for row in rows if chosen(row)),
            key=lambda line: (-line.devices, line.product, line.key),
        )
        cells += [(title, each.product, each.vendor, each.kind, each.devices) for each in kept]
    return Sheet(NAME, HEADS, neutral_rows(cells), wide=frozenset({1}))


def _vendor_alone(row: TableRow) -> bool:
    return bool(row.line.vendor_id) and not row.line.product_id


def _control_unknown(row: TableRow) -> bool:
    return bool(row.line.vendor_id) and not row.origin.parent


def _contested(row: TableRow) -> bool:
    return bool(row.line.vendor_id) and row.origin.answer == "contested"
