"""The figures of the first page, from the present lines alone: they grow with products, not with installations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from vigie_classifiers import POLICIES, Knowledge

from vigie_collector.inventory.lines import Line
from vigie_collector.inventory.origins import COUNTED, Share, counted, shares
from vigie_collector.inventory.product_service import ProductRow, family_of, row_of
from vigie_collector.inventory.vendor_service import VendorRow, vendor_rows

FAMILIES = ("infrastructure", "poste", "logiciel", "")
"""Families of categories, the last one for lines without a category."""
_FIRST = 10


@dataclass(frozen=True, slots=True)
class Family:
    """The products of one family, by origin."""

    slug: str
    """One of `FAMILIES`."""
    products: int
    installations: int
    shares: dict[str, Share]
    """Answer to share, under the policy chosen."""
    policies: dict[str, dict[str, Share]]
    """The same under every policy: their spread is the disputed zone."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How much hangs on one ultimate parent, or on one country."""

    id: str
    """Vendor id or country; empty: not known."""
    name: str
    country: str
    products: int
    installations: int
    devices: int
    """At least so many distinct devices."""
    answers: tuple[str, ...]
    """Origins of its products, most products first."""
    control_unknown: bool
    """Who holds it is not known: it stands for itself."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All figures of the first page that follow from the lines."""

    families: tuple[Family, ...]
    whole: Family
    parents: tuple[Weight, ...]
    countries: tuple[Weight, ...]
    aside: dict[str, int]
    """Lines that are not counted as products, by type."""
    unknown: tuple[Line, ...]
    """Unknown names on most devices."""
    unknown_count: int
    contested: tuple[VendorRow, ...]
    """Contested vendors with most installations."""
    contested_count: int


def overview_of(lines: Sequence[Line], knowledge: Knowledge, policy: str, on: date) -> Overview:
    """The first page's figures.

    Args:
        lines: all present lines, whatever their type.
        knowledge: the base that answers.
        policy: the policy chosen.
        on: the day asked.
    """
    products = counted(lines)
    rows = [row_of(knowledge, line, policy, on) for line in products]
    unknown = [line for line in products if line.key.startswith("name:")]
    contested = [
        row
        for row in vendor_rows(products, knowledge, policy, on)
        if row.origin.answer == "contested"
    ]
    contested.sort(key=lambda row: -row.installations)
    return Overview(
        families=tuple(
            _family(slug, [each for each in products if _slug(each) == slug], knowledge, policy, on)
            for slug in FAMILIES
        ),
        whole=_family("", products, knowledge, policy, on),
        parents=_weights(
            (row.controller_id, row.controller, row.country, row)
            for row in rows
            if row.controller_id and not row.many
        ),
        countries=_weights((row.country, "", row.country, row) for row in rows),
        aside=_aside(lines),
        unknown=tuple(unknown[:_FIRST]),
        unknown_count=len(unknown),
        contested=tuple(contested[:_FIRST]),
        contested_count=len(contested),
    )


def _slug(line: Line) -> str:
    family = family_of(line.category)
    return family if family in FAMILIES else ""


def _family(
    slug: str, lines: Sequence[Line], knowledge: Knowledge, policy: str, on: date
) -> Family:
    policies = {name: shares(lines, knowledge, name, on) for name in POLICIES}
    return Family(slug, len(lines), sum(line.devices for line in lines), policies[policy], policies)


def _weights(rows: Iterable[tuple[str, str, str, ProductRow]]) -> tuple[Weight, ...]:
    gathered: dict[str, list[tuple[str, str, ProductRow]]] = {}
    for key, name, country, row in rows:
        gathered.setdefault(key, []).append((name, country, row))
    weights = [_weight(key, own) for key, own in gathered.items()]
    weights.sort(key=lambda weight: (-weight.installations, weight.id))
    first = weights[:_FIRST]
    # What is not known is always shown, however little it weighs.
    return tuple(first + [weight for weight in weights[_FIRST:] if not weight.id])


def _weight(key: str, own: Sequence[tuple[str, str, ProductRow]]) -> Weight:
    answers: dict[str, int] = {}
    for _name, _country, row in own:
        answers[row.origin.answer] = answers.get(row.origin.answer, 0) + 1
    devices = [row.line.devices for _name, _country, row in own]
    return Weight(
        id=key,
        name=own[0][0],
        country=own[0][1],
        products=len(own),
        installations=sum(devices),
        devices=max(devices),
        answers=tuple(sorted(answers, key=lambda answer: (-answers[answer], answer))),
        control_unknown=any(row.control_unknown for _name, _country, row in own),
    )


def _aside(lines: Iterable[Line]) -> dict[str, int]:
    aside: dict[str, int] = {}
    for line in lines:
        if line.type not in COUNTED:
            aside[line.type] = aside.get(line.type, 0) + 1
    return dict(sorted(aside.items()))
