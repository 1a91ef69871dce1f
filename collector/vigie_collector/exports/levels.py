"""Levels of dependency: what the grid's rules propose, and what a person set, which wins."""

from dataclasses import dataclass

from vigie_collector.exports.grid import Grid, Rule
from vigie_collector.exports.tables import GridEntry


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules look at."""

    origin: str
    """Answer under the chosen policy."""
    open_source: str
    hosting: str
    category: str
    alternatives: bool


@dataclass(frozen=True, slots=True)
class Level:
    """A level as the table shows it."""

    id: str
    """Empty: none."""
    label: str
    """With `(proposé)` or `(saisi)`, or the grid's words for « not known »."""
    because: str
    """Of the rule that proposes it; empty when a person set it."""
    by_person: bool


def technological_level(grid: Grid, facts: Facts, entry: GridEntry | None) -> Level:
    """The level that a person set, else the one that the first fitting rule proposes."""
    scale = grid.technological
    if entry is not None and entry.technological_level:
        level = entry.technological_level
        return Level(level, f"{scale.label(level)} (saisi)", "", by_person=True)
    for rule in scale.rules:
        if _holds(rule, facts):
            label = f"{scale.label(rule.level)} (proposé)" if rule.level else scale.unset
            return Level(rule.level, label, rule.because, by_person=False)
    return Level("", scale.unset, "", by_person=False)


def financial_level(grid: Grid, entry: GridEntry | None) -> Level:
    """The level that a person set; nothing is proposed while money is not known."""
    scale = grid.financial
    if entry is not None and entry.financial_level:
        level = entry.financial_level
        return Level(level, f"{scale.label(level)} (saisi)", "", by_person=True)
    return Level("", scale.unset, "", by_person=False)


def _holds(rule: Rule, facts: Facts) -> bool:
    return (
        (not rule.origins or facts.origin in rule.origins)
        and (not rule.open_source or facts.open_source in rule.open_source)
        and (not rule.hosting or facts.hosting in rule.hosting)
        and (
            not rule.categories
            or facts.category in rule.categories
            or facts.category.partition("/")[0] in rule.categories
        )
        and rule.alternatives in (None, facts.alternatives)
    )
