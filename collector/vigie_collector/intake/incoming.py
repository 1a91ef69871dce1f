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
    skew: int | None = None
    """Clock skew noted at its last report."""
    version: str = ""
    """The agent's version, as noted."""
    revoked: bool = False
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
    alias: str
    """Pseudonym of the host name, whatever the organisation keeps: what an import is recognised by."""
    stated_digest: str
    skew: int | None
    """Seconds that the machine's clock is ahead of ours; None when not told."""
    left_out: list[str] = field(default_factory=list[str])

    @property
    def source(self) -> str:
        """Who saw it: `agent`, or a connector's name."""
        return self.decoded.report.source[:32] or "agent"

    @property
    def version(self) -> str:
        """Version of our agent, empty when something else made the report."""
        return self.decoded.report.agent.version[:64] if self.source == "agent" else ""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a report."""

    status: str
    """`stored`, `unchanged`, or `conflict`: nothing was stored, another machine has this credential."""
    device_id: int
    known: str = ""
    """Name of the machine that has the credential, for a conflict."""
