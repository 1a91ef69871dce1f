"""Lines with their origin: filtered, sorted and cut into pages, in memory (some thousands of lines)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlmodel import Session
from vigie_classifiers import Knowledge, Origin

from vigie_collector.inventory.folding import fold, words_of
from vigie_collector.inventory.line_queries import current_lines
from vigie_collector.inventory.lines import Line
from vigie_collector.inventory.origins import COUNTED, origin_of
from vigie_collector.inventory.product_queries import lines_named

NONE = "aucun"
"""The value of a filter that keeps lines without category, vendor, parent or country."""
ALL = "tous"
"""The value of the type filter that keeps components, drivers, patches and language packs too."""
GRADES = ("forte", "moyenne", "faible", "aucune")
RECOGNITIONS = ("produit", "editeur", "inconnu")
Facet = Literal["category", "origin", "type", "vendor", "open_source", "grade", "recognition"]
SORTS = ("produit", "editeur", "origine", "categorie", "appareils", "confiance", "vu")


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A line, its origin under the policy asked, and the licence of its product."""

    line: Line
    origin: Origin
    licence: str
    """SPDX, `proprietary`, or empty when not known."""
    controller_id: str
    """Ultimate parent; the vendor itself when it has several or none is known; empty: vendor not known."""
    controller: str
    """Name of the ultimate parent, of both under joint control, else of the vendor."""
    country: str
    """Of the ultimate parent: ISO 3166, ZZ for a community, empty when not known or in two countries."""
    control_unknown: bool
    """The vendor is known, but who holds it is not."""
    grade: str
    """How sure the name is: one of `GRADES`."""
    recognition: str
    """What is known of it: one of `RECOGNITIONS`."""
    many: bool
    """Its vendor stands for many unrelated makers: the project answers for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFilter:
    """Which lines a list holds; empty values choose nothing."""

    category: str = ""
    """A category, the part before its `/`, or `NONE`."""
    origin: str = ""
    type: str = "product"
    """A type, or `ALL`."""
    vendor: str = ""
    parent: str = ""
    country: str = ""
    open_source: str = ""
    grade: str = ""
    recognition: str = ""
    sort: str = "appareils"
    descending: bool = True


def grade_of(confidence: float) -> str:
    """How sure a verdict is, in words: forte (≥ 0.9), moyenne (≥ 0.6), faible, aucune (0)."""
    if confidence >= 0.9:
        return "forte"
    if confidence >= 0.6:
        return "moyenne"
    return "faible" if confidence > 0 else "aucune"


def recognition_of(line_key: str) -> str:
    """What is known of a line, from the form of its key."""
    return {"product": "produit", "vendor": "editeur"}.get(line_key.partition(":")[0], "inconnu")


def vendor_names(knowledge: Knowledge, rows: Iterable[ProductRow]) -> dict[str, str]:
    """Vendor and parent ids of the rows to names; an entry for many makers bears its own, not one project's."""
    found = {row.controller_id: row.controller for row in rows if row.controller_id}
    found |= {row.line.vendor_id: row.line.vendor for row in rows if row.line.vendor_id}
    many = {each for each in found if each in knowledge.vendors and knowledge.vendors[each].many}
    return found | {each: knowledge.vendors[each].name for each in many}


def family_of(category: str) -> str:
    """`infrastructure`, `poste` or `logiciel`; empty when not classified."""
    return category.partition("/")[0]


def row_of(knowledge: Knowledge, line: Line, policy: str, on: date) -> ProductRow:
    """A line as lists show it."""
    origin = origin_of(knowledge, line, policy, on)
    product = knowledge.products.get(line.product_id)
    vendor = knowledge.vendors.get(line.vendor_id)
    many = vendor is not None and vendor.many
    return ProductRow(
        line=line,
        origin=origin,
        licence=product.licence if product else "",
        controller_id=origin.parent_id or line.vendor_id,
        controller=line.vendor if many else origin.parent or line.vendor,
        country=origin.parent_country,
        control_unknown=bool(line.vendor_id) and not origin.parent,
        grade=grade_of(line.confidence),
        recognition=recognition_of(line.key),
        many=many,
    )


def product_rows(
    session: Session, knowledge: Knowledge, organisation_id: int, policy: str, on: date
) -> list[ProductRow]:
    """All present lines, whatever their type, most devices first."""
    lines = current_lines(session, organisation_id)
    return [row_of(knowledge, line, policy, on) for line in lines]


def find_row(rows: Sequence[ProductRow], line_key: str) -> ProductRow | None:
    """The row of a line, if it is present."""
    return next((row for row in rows if row.line.key == line_key), None)


def searched_rows(
    session: Session, organisation_id: int, rows: Sequence[ProductRow], search: str
) -> list[ProductRow]:
    """The rows with every word in product, vendor and parent together, or in one of their raw names."""
    words = words_of(search)
    if not words:
        return list(rows)
    named = lines_named(session, organisation_id, words)
    return [row for row in rows if row.line.key in named or _has_words(row, words)]


def chosen_rows(rows: Iterable[ProductRow], chosen: ProductFilter) -> list[ProductRow]:
    """The rows that a filter keeps (its search aside), in its order."""
    kept = [row for row in rows if _fits(row, chosen)]
    kept.sort(key=lambda row: (fold(row.line.product), row.line.key))
    kept.sort(key=_KEYS[chosen.sort], reverse=chosen.descending)
    return kept


def facet(rows: Iterable[ProductRow], chosen: ProductFilter, field: Facet) -> dict[str, int]:
    """How many rows each value of a filter's field would keep, the other fields as they are."""
    free: dict[str, Any] = {field: ALL if field == "type" else ""}
    others = replace(chosen, **free)
    counts: dict[str, int] = {}
    for row in rows:
        if _fits(row, others):
            value = _VALUES[field](row)
            counts[value] = counts.get(value, 0) + 1
    return counts


def _has_words(row: ProductRow, words: Sequence[str]) -> bool:
    text = fold(f"{row.line.product} {row.line.vendor} {row.controller}")
    return all(word in text for word in words)


def _fits(row: ProductRow, chosen: ProductFilter) -> bool:
    line = row.line
    return (
        (chosen.type in (ALL, line.type) or (chosen.type == "product" and line.type in COUNTED))
        and _is(chosen.origin, row.origin.answer)
        and (_is(chosen.category, line.category) or chosen.category == family_of(line.category))
        and _is(chosen.vendor, line.vendor_id)
        and _is(chosen.parent, row.controller_id)
        and _is(chosen.country, row.country)
        and _is(chosen.open_source, line.open_source)
        and _is(chosen.grade, row.grade)
        and _is(chosen.recognition, row.recognition)
    )


def _is(wanted: str, value: str) -> bool:
    return not wanted or wanted == value or (wanted == NONE and not value)


_KEYS: dict[str, Callable[[ProductRow], str | int | float]] = {
    "produit": lambda row: fold(row.line.product),
    "editeur": lambda row: fold(row.line.vendor),
    "origine": lambda row: row.origin.answer,
    "categorie": lambda row: row.line.category,
    "appareils": lambda row: row.line.devices,
    "confiance": lambda row: row.line.confidence,
    "vu": lambda row: row.line.first_seen_at,
}
_VALUES: dict[Facet, Callable[[ProductRow], str]] = {
    "category": lambda row: row.line.category,
    "origin": lambda row: row.origin.answer,
    "type": lambda row: row.line.type or "product",
    "vendor": lambda row: row.line.vendor_id,
    "open_source": lambda row: row.line.open_source,
    "grade": lambda row: row.grade,
    "recognition": lambda row: row.recognition,
}
