"""What a probe is: a name, the sections that it fills, what it needs, and one verb.

A probe is told which machine to read (``Machine``) and never asks which system it runs on: the
runner compares ``needs`` with the machine and disables what cannot work, saying why.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vigie_agent.observations import (
    BrowserExtension,
    Container,
    Hardware,
    ListeningPort,
    OperatingSystem,
    Service,
    Software,
)

MAX_FILE = 1 << 20  # bytes read of one small file (/proc, /sys, unit): more is not what we think


def _running_family() -> str:
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine to read: the one that runs, or a frozen copy of its files."""

    root: Path = field(default_factory=lambda: Path("/"))
    """Root of its file system."""
    family: str = field(default_factory=_running_family)
    """linux, windows or macos."""

    @property
    def live(self) -> bool:
        """Tell whether this is the running machine, so that its commands and calls answer."""
        return self.root == Path("/")

    def path(self, relative: str) -> Path:
        """Give the path of a file of that machine, from its path without the leading slash."""
        return self.root / relative

    def text(self, relative: str) -> str:
        """Read a small text file, stripped; "" when it is missing or not readable."""
        try:
            with self.path(relative).open("rb") as file:
                return file.read(MAX_FILE).decode("utf-8", "replace").strip()
        except OSError:
            return ""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a probe needs of the world."""

    families: tuple[str, ...] = ("linux",)
    """Systems that it can read."""
    live: bool = False
    """Whether it needs the running machine rather than its files."""
    any_file: tuple[str, ...] = ()
    """One of these must exist, or what it reads is not installed."""
    absent: str = ""
    """Sentence said when none of ``any_file`` exists."""


@dataclass(slots=True, kw_only=True)
class Findings:
    """What one probe found; a section left None was not read."""

    hardware: Hardware | None = None
    operating_system: OperatingSystem | None = None
    software: list[Software] | None = None
    services: list[Service] | None = None
    listening_ports: list[ListeningPort] | None = None
    containers: list[Container] | None = None
    browser_extensions: list[BrowserExtension] | None = None
    device: dict[str, Any] = field(default_factory=dict[str, Any])
    """Fields of ``Device`` that the probe knows."""
    reason: str = ""
    """Why the reading is partial; "" when it is whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One probe."""

    name: str
    sections: tuple[str, ...]
    needs: Needs
    read: Callable[[Machine], Findings]
    """Read the machine. May raise ``OSError`` or ``ValueError``: the runner tells it."""
