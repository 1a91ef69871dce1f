"""Distinct names and distinct versions, each stored once: rows of a report become identifiers.

New entries are written in a short transaction of their own, in the order of their hash, so that writers cannot
wait for each other in a circle. What is found is remembered in the process.
"""

import threading
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import Engine

from vigie_collector.clock import now
from vigie_collector.ids import new_id
from vigie_collector.intake.sql import Writing

_MOST_REMEMBERED = 400_000
_NAME_COLUMNS = (
    "organisation_id", "id", "hash", "kind", "name", "publisher", "source_package", "first_seen_at",
)  # fmt: skip
_SOFTWARE_COLUMNS = (
    "organisation_id", "id", "hash", "name_id", "version", "architecture", "repository", "scope",
)  # fmt: skip


class Seen(NamedTuple):
    """One row of a report, as the dictionary knows it."""

    kind: str
    name: str
    publisher: str
    version: str
    architecture: str
    repository: str
    scope: str


class Entry(NamedTuple):
    """What the dictionary answers: enough to compare with what is installed."""

    software_id: int
    name_id: int
    kind: str
    version: str


def fingerprint(*parts: object) -> bytes:
    """16 bytes that stand for some values; unit separators keep them apart."""
    return blake2b("\x1f".join(map(str, parts)).encode(), digest_size=16).digest()


class Dictionary:
    """Finds or makes the entries of rows, for one database.

    Args:
        engine: of the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[tuple[int, Seen], Entry] = {}
        self._by_id: dict[tuple[int, int], Entry] = {}
        self._lock = threading.Lock()

    def entries(self, organisation_id: int, rows: Sequence[tuple[Seen, str]]) -> list[Entry]:
        """The entries of rows of (seen, source package), in order; what is new is written first."""
        known = self._known
        missing = {
            seen: source_package
            for seen, source_package in rows
            if (organisation_id, seen) not in known
        }
        made: dict[Seen, Entry] = {}
        if missing:
            with self._lock:
                made = self._make(organisation_id, missing)
        # `known` is the memory as it was: another thread may have started a new one meanwhile.
        return [made.get(seen) or known[organisation_id, seen] for seen, _source in rows]

    def remembered(
        self, organisation_id: int, rows: Sequence[tuple[Seen, str]]
    ) -> list[Entry] | None:
        """The entries of rows if all are remembered: without the database."""
        known = self._known
        entries = [known.get((organisation_id, seen)) for seen, _source in rows]
        return None if None in entries else [entry for entry in entries if entry]

    def by_id(self, writing: Writing, organisation_id: int, ids: set[int]) -> dict[int, Entry]:
        """Entries of software ids that a device already has."""
        memory = self._by_id
        if len(memory) > 2 * _MOST_REMEMBERED:
            memory = self._by_id = {}
        lacking = [number for number in ids if (organisation_id, number) not in memory]
        if lacking:
            for software_id, name_id, kind, version in writing.found(
                "SELECT s.id, s.name_id, n.kind, s.version FROM software s JOIN raw_name n"
                " ON n.organisation_id = s.organisation_id AND n.id = s.name_id"
                " WHERE s.organisation_id = %s AND s.id IN ({keys})",
                lacking,
                (organisation_id,),
            ):
                memory[organisation_id, software_id] = Entry(software_id, name_id, kind, version)
        return {number: memory[organisation_id, number] for number in ids}

    def _make(self, organisation_id: int, missing: dict[Seen, str]) -> dict[Seen, Entry]:
        if len(self._known) + len(missing) > _MOST_REMEMBERED:
            self._known = {}
            self._by_id = {}
        names: dict[bytes, tuple[str, str, str, str]] = {}
        for seen, source_package in missing.items():
            key = fingerprint(seen.kind, seen.name, seen.publisher)
            names.setdefault(key, (seen.kind, seen.name, seen.publisher, source_package))
        moment = now()
        with Writing(self._engine) as writing:
            name_ids = self._ensure(
                writing,
                "raw_name",
                _NAME_COLUMNS,
                organisation_id,
                {key: (*names[key], moment) for key in sorted(names)},
            )
        wanted: dict[bytes, tuple[int, Seen]] = {}
        for seen in missing:
            name_id = name_ids[fingerprint(seen.kind, seen.name, seen.publisher)]
            wanted[fingerprint(name_id, *seen[3:])] = (name_id, seen)
        with Writing(self._engine) as writing:
            software_ids = self._ensure(
                writing,
                "software",
                _SOFTWARE_COLUMNS,
                organisation_id,
                {key: (wanted[key][0], *wanted[key][1][3:]) for key in sorted(wanted)},
            )
        # Only now, after the commit: a remembered id must exist.
        made: dict[Seen, Entry] = {}
        for key, (name_id, seen) in wanted.items():
            entry = Entry(software_ids[key], name_id, seen.kind, seen.version)
            made[seen] = self._known[organisation_id, seen] = entry
            self._by_id[organisation_id, entry.software_id] = entry
        return made

    def _ensure(
        self,
        writing: Writing,
        table: str,
        columns: Sequence[str],
        organisation_id: int,
        rows: dict[bytes, tuple[object, ...]],
    ) -> dict[bytes, int]:
        found = self._find(writing, table, organisation_id, list(rows))
        fresh = [key for key in rows if key not in found]
        if fresh:
            writing.insert(
                table,
                columns,
                [(organisation_id, new_id(), key, *rows[key]) for key in fresh],
                after="ON CONFLICT (organisation_id, hash) DO NOTHING",
            )
            # Read back: another replica may have been first.
            found |= self._find(writing, table, organisation_id, fresh)
        return found

    def _find(
        self, writing: Writing, table: str, organisation_id: int, keys: list[bytes]
    ) -> dict[bytes, int]:
        rows = writing.found(
            f"SELECT hash, id FROM {table} WHERE organisation_id = %s AND hash IN ({{keys}})",
            keys,
            (organisation_id,),
        )
        return {bytes(key): number for key, number in rows}
