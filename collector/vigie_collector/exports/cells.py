"""What a cell may hold, and the neutralising of formulas that a name could carry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Cell = str | int | float | date | None
"""Text, whole number, fraction, day, or nothing. A fraction in a share column is 0 to 1."""

# What spreadsheets take for the start of a formula, wide forms included (OWASP, « CSV injection »).
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Not allowed in XML, or able to reorder what a person reads.
_DROPPED = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A),
     *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
)  # fmt: skip
_BLANKS = str.maketrans({"\t": " ", "\r": " ", "\n": " "})
_LONGEST = 32_000  # a spreadsheet's cell holds 32,767 characters


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: heads, rows of as many cells, and which columns hold shares (0 to 1)."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    shares: frozenset[int] = frozenset()
    """Indexes of columns written as percentages."""
    wide: frozenset[int] = frozenset()
    """Indexes of columns with long texts."""


def neutral(value: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: such a text begins with an apostrophe.

    Control characters, and those that turn the reading direction, are taken out; numbers and dates stay as they are.
    """
    if not isinstance(value, str):
        return value
    text = value.translate(_BLANKS).translate(_DROPPED)[:_LONGEST]
    if value.startswith(_STARTS) or text.lstrip().startswith(_STARTS):
        return f"'{text}"
    return text


def neutral_rows(rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Rows whose cells are all neutral."""
    return [tuple(neutral(cell) for cell in row) for row in rows]
