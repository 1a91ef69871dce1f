"""What every connector is: a name, what it needs of the world, and two verbs."""

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Protocol

from vigie_agent.report import Report

Settings = Mapping[str, str]
"""What a person set for one source (path, address, account), by `Option.name`."""
State = MutableMapping[str, str]
"""What a connector remembers from one read to the next (a cursor, a digest); empty at first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a connector needs of the world; whoever runs it checks, the connector never does."""

    network: bool = False
    """It talks to other machines."""
    commands: tuple[str, ...] = ()
    """Programs that must be in the path: nmap."""
    modules: tuple[str, ...] = ()
    """Python modules of its extra: ldap3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One setting of a connector, for the pages and the documentation."""

    name: str
    """Key in the settings."""
    doc: str
    """What it holds, one French sentence."""
    required: bool = False
    """The connector cannot work without it."""
    secret: bool = False
    """Never shown again, never logged."""


class Connector(Protocol):
    """Reads one kind of source that is not one machine.

    Raises from both verbs: `ActionRequired` when a person must change something, `TryLater` when
    the source may answer by itself later. Everything else is a fault of the connector.
    """

    @property
    def name(self) -> str:
        """Name in settings, reports and commands: lower case, the name of its folder."""
        ...

    @property
    def needs(self) -> Needs:
        """What it needs of the world."""
        ...

    @property
    def options(self) -> tuple[Option, ...]:
        """The settings that it understands."""
        ...

    def test(self, settings: Settings) -> str:
        """Tries the source, keeps nothing, and says in French what answered."""
        ...

    def read(self, settings: Settings, state: State) -> Iterator[Report]:
        """Reads the source: one report per device, in a stable order; none if nothing changed."""
        ...
