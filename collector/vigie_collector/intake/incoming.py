"""A report on its way to the database, and what became of it."""

from dataclasses import dataclass, field

from vigie_collector.intake.decode import Decoded
from vigie_collector.intake.dictionary import Entry


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: an enrolled agent, or (agent_id None) a console import."""

    organisation_id: int
    agent_id: int | None
    device_id: int | None
    pseudonyms: bool = False
    secret_hash: str = ""
    digest: str = ""
    """Our digest of the agent's last report, when there is one."""
    stated_digest: str = ""
    """The agent's own digest of it."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A decoded report on its way to the database."""

    sender: Sender
    decoded: Decoded
    entries: list[Entry]
    name: str
    """Host name, or its pseudonym."""
    stated_digest: str
    skew: int | None
    """Seconds that the machine's clock is ahead of ours; None when not told."""
    left_out: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a report."""

    status: str
    """`stored`, or `unchanged`."""
    device_id: int
