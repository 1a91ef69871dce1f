"""What a report changes in the rows of one device: new, gone, back, and the events that tell it to people."""

from dataclasses import dataclass, field

from vigie_collector.intake.dictionary import Entry
from vigie_collector.intake.observed import Replaced


@dataclass(slots=True)
class Changes:
    """Lists of software ids by what happens to their interval, and events.

    An event is (what, name_id, version before, version after).
    """

    appeared: list[Entry] = field(default_factory=list[Entry])
    gone: list[Entry] = field(default_factory=list[Entry])
    back: list[Entry] = field(default_factory=list[Entry])
    events: list[tuple[str, int, str, str]] = field(default_factory=list[tuple[str, int, str, str]])
    undone: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    """(name_id, version) whose recent `removed` event is taken back: they were flapping."""


def compare(
    present: dict[int, Entry],
    seen: list[Entry],
    replaced: Replaced,
    recent: dict[int, Entry],
) -> Changes:
    """Compares what a source saw before with what it sees now.

    Args:
        present: software ids with an open interval.
        seen: entries of the report.
        replaced: which kinds the report replaces.
        recent: software ids whose interval was closed within the flapping window, and is not open.
    """
    now_ids = {entry.software_id: entry for entry in seen}
    changes = Changes()
    for number, entry in now_ids.items():
        if number not in present:
            (changes.back if number in recent else changes.appeared).append(entry)
    changes.gone = [
        entry
        for number, entry in present.items()
        if number not in now_ids and replaced.covers(entry.kind)
    ]
    _tell(changes, recent, {entry.name_id for entry in present.values()})
    return changes


def _tell(changes: Changes, recent: dict[int, Entry], before: set[int]) -> None:
    removed: dict[int, list[str]] = {}
    for entry in changes.gone:
        removed.setdefault(entry.name_id, []).append(entry.version)
    recently: dict[int, str] = {entry.name_id: entry.version for entry in recent.values()}
    for entry in changes.back:
        # Gone a moment ago and back as it was: the removal never happened.
        if removed.get(entry.name_id):
            old = removed[entry.name_id].pop()
            changes.events.append(("updated", entry.name_id, old, entry.version))
        else:
            changes.undone.append((entry.name_id, entry.version))
    for entry in changes.appeared:
        if removed.get(entry.name_id):
            old = removed[entry.name_id].pop()
            changes.events.append(("updated", entry.name_id, old, entry.version))
        elif entry.name_id in recently and entry.name_id not in before:
            changes.undone.append((entry.name_id, recently[entry.name_id]))
            changes.events.append(
                ("updated", entry.name_id, recently[entry.name_id], entry.version)
            )
        else:
            changes.events.append(("installed", entry.name_id, "", entry.version))
    for name_id, versions in removed.items():
        changes.events += [("removed", name_id, version, "") for version in versions]
