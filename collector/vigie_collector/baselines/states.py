"""A state of the whole: present lines with their origins, now or as a baseline froze them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from vigie_classifiers import POLICIES, Knowledge

from vigie_collector.baselines.tables import Baseline, BaselineLine
from vigie_collector.inventory.lines import Line
from vigie_collector.inventory.origins import ANSWERS, COUNTED, origin_of

_OWNERS = "majority"


@dataclass(frozen=True, slots=True)
class Held:
    """One line of a state."""

    key: str
    product: str
    vendor_id: str
    vendor: str
    parent_id: str
    parent: str
    """Ultimate parent by majority control on the day of the state; empty when not known."""
    category: str
    type: str
    devices: int
    origins: Mapping[str, str]
    """Policy to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All lines on one day."""

    id: int | None
    """Of the baseline; None: now."""
    name: str
    at: int
    """Epoch seconds."""
    on: date
    """Day that origins were asked for."""
    knowledge_digest: str
    lines: Mapping[str, Held]
    """By line key, whatever their type."""
    names: Mapping[str, frozenset[int]]
    """Line key to the ids of its present raw names."""

    def counted(self) -> list[Held]:
        """Lines that count as products."""
        return [each for each in self.lines.values() if each.type in COUNTED]

    def answers(self, policy: str) -> dict[str, int]:
        """How many products have each answer under a policy."""
        found = dict.fromkeys(ANSWERS, 0)
        for each in self.counted():
            answer = each.origins.get(policy, "unknown")
            found[answer] = found.get(answer, 0) + 1
        return found


def held_lines(lines: Iterable[Line], knowledge: Knowledge, on: date) -> dict[str, Held]:
    """Present lines with their owner and origins on a day, by key."""
    return {line.key: _held(line, knowledge, on) for line in lines}


def frozen_line(organisation_id: int, baseline_id: int, held: Held) -> BaselineLine:
    """A line as it is stored."""
    return BaselineLine(
        organisation_id=organisation_id,
        baseline_id=baseline_id,
        line_key=held.key,
        product=held.product,
        vendor_id=held.vendor_id,
        vendor=held.vendor,
        parent_id=held.parent_id,
        parent=held.parent[:256],
        category=held.category,
        type=held.type,
        devices=held.devices,
        origins=json.dumps(dict(held.origins), sort_keys=True),
    )


def thawed_line(row: BaselineLine) -> Held:
    """A stored line as it stood."""
    return Held(
        row.line_key,
        row.product,
        row.vendor_id,
        row.vendor,
        row.parent_id,
        row.parent,
        row.category,
        row.type,
        row.devices,
        cast("dict[str, str]", json.loads(row.origins)),
    )


def frozen_coverage(figures: Mapping[str, int | None], names: Mapping[str, frozenset[int]]) -> str:
    """Coverage, and the raw names of each line: they tell a new product from a better reading of an old name."""
    held = {key: sorted(ids) for key, ids in sorted(names.items())}
    return json.dumps({**figures, "names": held}, separators=(",", ":"))


def figures_of(baseline: Baseline) -> dict[str, int | None]:
    """Coverage on the day of the baseline, without the names."""
    stored = cast("dict[str, int | None]", json.loads(baseline.coverage))
    return {key: value for key, value in stored.items() if key != "names"}


def names_of(baseline: Baseline) -> dict[str, frozenset[int]]:
    """Line key to raw names on the day of the baseline."""
    stored = cast("dict[str, dict[str, list[int]]]", json.loads(baseline.coverage))
    return {key: frozenset(ids) for key, ids in stored.get("names", {}).items()}


def _held(line: Line, knowledge: Knowledge, on: date) -> Held:
    owner = origin_of(knowledge, line, _OWNERS, on)
    return Held(
        line.key,
        line.product,
        line.vendor_id,
        line.vendor,
        owner.parent_id,
        owner.parent,
        line.category,
        line.type,
        line.devices,
        {policy: origin_of(knowledge, line, policy, on).answer for policy in POLICIES},
    )
