"""Who said what a verdict or an owner rests on: shown wherever the organisation's own knowledge spoke."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from sqlmodel import Session
from vigie_classifiers.local import Entry
from vigie_classifiers.normalise import plain

from vigie_collector.local_knowledge.queries import entries_in_force
from vigie_collector.local_knowledge.shelf import read_entry
from vigie_collector.local_knowledge.tables import LocalEntry

LOCAL = "local/"
"""Start of the source of an organisation's own entry."""


@dataclass(frozen=True, slots=True)
class Said:
    """One entry, as a reader is told of it."""

    author: str
    reason: str
    at: int


class Sayings:
    """The entries in force of an organisation, asked by what they speak of."""

    def __init__(self, rows: list[tuple[LocalEntry, Entry]]) -> None:
        self._rows = rows

    def of_name(self, source: str, name: str) -> Said | None:
        """The entry behind a source ("local/<vendor>/<product>.toml") for a raw name; None: a folder's."""
        product = PurePosixPath(source).stem
        wanted, found = plain(name), None
        for row, entry in self._rows:
            for one in entry.recognitions:
                if one.product == product:
                    found = found or row
                    if wanted in {plain(each) for match in one.match for each in match.names}:
                        return _said(row)
            if any(one.id == product for one in entry.products):
                found = found or row
        return _said(found) if found else None

    def of_vendor(self, vendor_id: str) -> list[Said]:
        """The entries that speak of a vendor's seat or control, in their order."""
        return [
            _said(row)
            for row, entry in self._rows
            if any(one.id == vendor_id for one in entry.vendors)
            or any(one.vendor == vendor_id for one in entry.facts)
        ]


def sayings_of(session: Session, organisation_id: int) -> Sayings:
    """What an organisation said."""
    rows = entries_in_force(session, organisation_id)
    return Sayings([(row, entry) for row in rows if (entry := read_entry(row)) is not None])


def _said(row: LocalEntry) -> Said:
    return Said(row.author, row.reason, row.made_at)
