"""French words of the exported files: the table is French whatever the reader's language."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from vigie_classifiers import POLICIES

from vigie_collector.exports.cells import Cell, neutral
from vigie_collector.exports.grid import Grid
from vigie_collector.exports.rows import TableRow
from vigie_collector.inventory import labels
from vigie_collector.inventory.support import Supports, SupportState
from vigie_collector.texts import language, use_language
from vigie_collector.web.filters import country, origin_label

_VERSIONS = 5
_UNKNOWN = "Inconnu"


@contextmanager
def in_french() -> Iterator[None]:
    """Texts in French, then again in the reader's language."""
    before = language()
    use_language("fr")
    try:
        yield
    finally:
        use_language(before)


def cells_of(row: TableRow, grid: Grid, on: date) -> tuple[Cell, ...]:
    """The cells of one row, in the order of `columns.HEADERS`; none is taken for a formula."""
    line, origin, entry = row.line, row.origin, row.entry
    cells: tuple[Cell, ...] = (
        row.place.category,
        row.place.domain,
        row.place.subdomain,
        line.product,
        versions_text(row.versions, row.supports),
        vendor_text(row),
        (line.vendor if row.many else origin.parent) or _UNKNOWN,
        country_text(origin.seat),
        country_text(origin.parent_country),
        origin_label(origin.answer),
        *(origin_label(row.origins[policy].answer) for policy in POLICIES),
        laws_text(row),
        labels.hosting(row.hosting),
        country_text(row.technology_origin),
        labels.licence(row.licence),
        row.machines.workstations,
        row.machines.servers,
        None,
        None,
        deadline(entry.deadline if entry else ""),
        row.financial.label,
        row.technological.label,
        grid.strategy_label(entry.strategy) if entry and entry.strategy else "",
        entry.owner if entry else "",
        ", ".join(each.product for each in row.alternatives),
        round(line.confidence, 2),
        source_text(row),
        on,
    )
    return tuple(neutral(cell) for cell in cells)


def country_text(code: str) -> str:
    """« États-Unis (US) »; a community has no country, and what is not known says so."""
    if not code:
        return _UNKNOWN
    return "Communauté (sans siège)" if code == "ZZ" else f"{country(code)} ({code})"


def vendor_text(row: TableRow) -> str:
    """The vendor; one that the base does not know stays unknown, with what the machine wrote beside it."""
    line = row.line
    if line.vendor:
        return line.vendor
    return f"{_UNKNOWN} (écrit : {line.told_publisher})" if line.told_publisher else _UNKNOWN


def versions_text(versions: tuple[tuple[str, int], ...], supports: Supports) -> str:
    """The most frequent versions, with their number of machines and the end of corrections where it is known."""
    told = [
        f"{version} ({devices}{_support_text(supports.get(version))})"
        for version, devices in versions[:_VERSIONS]
    ]
    more = len(versions) - _VERSIONS
    if more > 0:
        told.append(f"et {more} autre{'s' if more > 1 else ''}")
    return ", ".join(told)


def _support_text(state: SupportState | None) -> str:
    if state is None:
        return ""
    said = "plus corrigé depuis le" if state.ended else "corrigé jusqu'au"
    return f" ; {said} {state.until.isoformat()}"


def laws_text(row: TableRow) -> str:
    """Possible exposures to laws that reach beyond their country; unknown when the origin is."""
    if row.origin.laws:
        return " ; ".join(row.origin.laws)
    known = row.origin.seat and row.origin.parent_country
    return "Aucune exposition connue de la base" if known else _UNKNOWN


def source_text(row: TableRow) -> str:
    """What the origin rests on: addresses read, general knowledge, or nothing."""
    grade = labels.origin_grade(row.origin.grade)
    read = " ; ".join(row.sources)
    return f"{grade} : {read}" if read else grade


def deadline(text: str) -> Cell:
    """A stored day as a day; what is none stays a text."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return text
