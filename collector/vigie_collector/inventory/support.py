"""Until when releases get their corrections: of systems, and of the versions of a product."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_classifiers.support import support_of

from vigie_collector.inventory.lines import Line
from vigie_collector.inventory.product_queries import held_versions

Supports = Mapping[str, "SupportState"]
"""Version to the support of its release; versions whose release is not known are absent."""


@dataclass(frozen=True, slots=True)
class SupportState:
    """What the base knows of one release, seen from one day."""

    release: str
    """As the maker names it: `22H2`, `2012 R2`."""
    until: date
    """Last day of the maker's ordinary security updates."""
    ended: bool
    grade: str
    """`sourced` or `general knowledge`."""
    source: str
    checked: date | None


def support_state(
    knowledge: Knowledge, product_id: str, name: str, version: str, on: date
) -> SupportState | None:
    """The support of the release that a raw name and its version tell; None when the base does not know it."""
    found = support_of(knowledge.products.get(product_id), name, version)
    if found is None:
        return None
    return SupportState(
        release=found.release,
        until=found.until,
        ended=on > found.until,
        grade="sourced" if found.source else "general knowledge",
        source=found.source,
        checked=found.checked,
    )


def latest(states: Iterable[SupportState | None]) -> SupportState | None:
    """The one that lasts longest: several sources or names that speak of one thing get the benefit of the doubt."""
    return max((one for one in states if one), key=lambda one: one.until, default=None)


def supported_products(knowledge: Knowledge) -> frozenset[str]:
    """Ids of the products of which the base knows an end of support."""
    return frozenset(one.id for one in knowledge.products.values() if one.support)


def supports_of(
    session: Session, knowledge: Knowledge, organisation_id: int, lines: Iterable[Line], on: date
) -> dict[str, Supports]:
    """Line key to the support of its versions; empty for products of which the base knows no end of support."""
    lines, known = list(lines), supported_products(knowledge)
    dated = {line.key: line.product_id for line in lines if line.product_id in known}
    held = held_versions(session, organisation_id, list(dated)) if dated else {}
    found: dict[str, Supports] = {line.key: {} for line in lines}
    for key, pairs in held.items():
        states: dict[str, list[SupportState | None]] = {}
        for name, version in pairs:
            state = support_state(knowledge, dated[key], name, version, on)
            states.setdefault(version, []).append(state)
        found[key] = {version: one for version, each in states.items() if (one := latest(each))}
    return found
