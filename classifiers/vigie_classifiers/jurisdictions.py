"""Laws whose reach a vendor may be within, by rules kept as data."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from vigie_classifiers.texts import _

_FILE = Path(__file__).parent / "jurisdictions.toml"


@dataclass(frozen=True, slots=True)
class Law:
    """One law with extraterritorial reach and what triggers a possible exposure to it."""

    name: str
    countries: frozenset[str]
    through: frozenset[str]


@cache
def laws() -> tuple[Law, ...]:
    """All the rules of jurisdictions.toml."""
    rows = cast("list[dict[str, list[str]]]", tomllib.loads(_FILE.read_text("utf-8"))["law"])
    return tuple(
        Law(str(row["name"]), frozenset(row["countries"]), frozenset(row["through"]))
        for row in rows
    )


def exposures(seat: str, incorporated: str, owners: Iterable[str]) -> tuple[str, ...]:
    """Name each law that may apply, always worded as a possibility.

    Args:
        seat: country of the vendor's seat.
        incorporated: country where it is registered, or nothing.
        owners: countries of those who control it.
    """
    places = {"seat": {seat}, "incorporated": {incorporated}, "owner": set(owners)}
    return tuple(
        _("{law} : exposition possible").format(law=_(law.name))
        for law in laws()
        if any(law.countries & places[way] for way in law.through)
    )
