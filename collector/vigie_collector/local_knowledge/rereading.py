"""New knowledge reads the past again: at once where that is cheap, else little by little by the worker."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_classifiers.local import Entry
from vigie_classifiers.model import Example

from vigie_collector.clock import now
from vigie_collector.database import alone
from vigie_collector.local_knowledge.queries import (
    names_of_kinds,
    names_written,
    set_digest,
    verdicts_by_digest,
)
from vigie_collector.verdicts.queries import replace_verdicts
from vigie_collector.verdicts.service import verdict_values

AT_ONCE = 5_000
"""Names that a change reads again before it answers; with more, the worker does it all."""


@dataclass(frozen=True, slots=True)
class Rereading:
    """How far the names of an organisation are read with its present knowledge."""

    done: int
    total: int
    old: tuple[str, ...]
    """Digests that the other verdicts have."""
    new: str

    @property
    def left(self) -> int:
        """Names that wait."""
        return self.total - self.done

    @property
    def under_way(self) -> bool:
        """Whether some names still have the verdict of an older knowledge."""
        return self.done < self.total


def rereading_of(session: Session, organisation_id: int, knowledge: Knowledge) -> Rereading:
    """Counts names by the knowledge that their verdict is of."""
    counts = verdicts_by_digest(session, organisation_id)
    return Rereading(
        counts.get(knowledge.digest, 0),
        sum(counts.values()),
        tuple(sorted(counts.keys() - {knowledge.digest})),
        knowledge.digest,
    )


def reread(
    session: Session, organisation_id: int, entry: Entry, before: Knowledge, after: Knowledge
) -> int | None:
    """Reads at once the names that an entry can concern, when they are few.

    An entry that only names things of some kinds changes no verdict of another kind: those are said to be of the
    new knowledge without being read. A new product or a vendor may concern any name.

    Returns:
        How many verdicts changed; None when there are too many names: the worker reads them all.
    """
    if before.digest == after.digest:
        return 0
    alone(session, "verdicts", organisation_id)
    kinds = concerned_kinds(entry)
    rows = names_of_kinds(session, organisation_id, kinds, AT_ONCE + 1)
    many = len(rows) > AT_ONCE
    if (
        many
    ):  # those that the entry names are read all the same: whoever wrote it looks at them next
        rows = names_written(session, organisation_id, [one.seen for one in _examples(entry)])
    moment, changed = now(), list[dict[str, Any]]()
    for name, verdict in rows:
        values = verdict_values(after, name, moment)
        different = any(
            getattr(verdict, key) != value
            for key, value in values.items()
            if key not in ("knowledge_digest", "classified_at")
        )
        # One of an older knowledge still waits for its turn, unless it was just read.
        if different or verdict.knowledge_digest != before.digest:
            changed.append(values)
    replace_verdicts(session, organisation_id, changed)
    if many:
        return None
    set_digest(session, organisation_id, before.digest, after.digest)
    return len(changed)


def _examples(entry: Entry) -> list[Example]:
    return [example for one in entry.recognitions for example in one.examples]


def concerned_kinds(entry: Entry) -> list[str]:
    """Kinds of the names whose verdict the entry can change; none when any can."""
    if entry.vendors or entry.facts or entry.products:
        return []
    matches = [match for one in entry.recognitions for match in one.match]
    return sorted({kind for match in matches for kind in match.kinds})
