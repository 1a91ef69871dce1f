"""The report: what one source saw at one time. Version 1 of the contract with the collector.

A section that is None was not read; an empty one was read and holds nothing. Nothing here is ever
removed or given another meaning: a new need is a new field with a default.
"""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Final, cast

from vigie_agent.limits import NAME, number, text
from vigie_agent.observations import (
    BrowserExtension,
    Charge,
    Container,
    Device,
    DirectoryFact,
    Disk,
    DnsFact,
    Hardware,
    ListeningPort,
    NetworkService,
    OperatingSystem,
    Service,
    Software,
)
from vigie_agent.wire import Dropped, Losses, as_plain, read

SCHEMA: Final = "vigie-report/1"


class NotAReport(ValueError):
    """The document is not a report of this version: nothing in it can be read safely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentInfo:
    """The program that made the report."""

    name: str = text(64)
    """Name: vigie-agent, or the connector's."""
    version: str = text(64)
    """Version of that program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeStatus:
    """How one probe fared, so that "nothing there" never looks like "could not read"."""

    name: str = text(64, required=True)
    """Name of the probe."""
    sections: list[str] = field(
        default_factory=list[str], metadata={"max_items": 32, "max_length": 64}
    )
    """Sections of the report that it fills."""
    status: str = text(32)
    """ok, partial, failed, unavailable or disabled."""
    duration_ms: int = number()
    """Time that it took, in milliseconds."""
    count: int = number()
    """Facts that it found."""
    reason: str = text(NAME)
    """Why the status is not ok: one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one source saw at one time."""

    schema: str = field(default=SCHEMA, metadata={"max_length": 64})
    """Version of this contract: vigie-report/1."""
    source: str = field(default="agent", metadata={"max_length": 64})
    """Kind of source: agent, or the connector's name."""
    agent: AgentInfo = field(default_factory=AgentInfo)
    """The program that made the report."""
    taken_at: str = text(40)
    """When it was taken, ISO 8601, UTC."""
    device: Device = field(default_factory=Device)
    """The machine that the report is about."""
    probes: list[ProbeStatus] = field(
        default_factory=list[ProbeStatus], metadata={"max_items": 100}
    )
    """How each probe fared."""
    hardware: Hardware | None = None
    """The machine itself."""
    operating_system: OperatingSystem | None = None
    """The system."""
    software: list[Software] | None = field(default=None, metadata={"max_items": 50_000})
    """Installed software."""
    services: list[Service] | None = field(default=None, metadata={"max_items": 10_000})
    """Services that the system starts."""
    listening_ports: list[ListeningPort] | None = field(
        default=None, metadata={"max_items": 10_000}
    )
    """Ports that processes wait on."""
    containers: list[Container] | None = field(default=None, metadata={"max_items": 5_000})
    """Containers."""
    browser_extensions: list[BrowserExtension] | None = field(
        default=None, metadata={"max_items": 10_000}
    )
    """Browser extensions."""
    network_services: list[NetworkService] | None = field(
        default=None, metadata={"max_items": 50_000}
    )
    """Services seen on the network."""
    directory_facts: list[DirectoryFact] | None = field(
        default=None, metadata={"max_items": 50_000}
    )
    """Facts of a directory."""
    dns_facts: list[DnsFact] | None = field(default=None, metadata={"max_items": 50_000})
    """Records of domains."""
    charges: list[Charge] | None = field(default=None, metadata={"max_items": 50_000})
    """Lines of bills."""


def to_plain(report: Report) -> dict[str, object]:
    """Turn a report into plain JSON values; what equals its default is left out."""
    return {"schema": report.schema, "source": report.source, **as_plain(report)}


def to_json(report: Report) -> bytes:
    """Write a report as compact JSON in UTF-8."""
    return json.dumps(to_plain(report), ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def from_dict(data: object) -> tuple[Report, list[Dropped]]:
    """Read a report tolerantly.

    Args:
        data: the document, as ``json.loads`` gives it.

    Returns:
        The report, and what could not be kept (at most 101 entries).

    Raises:
        NotAReport: the document is not an object, or is of another schema.
    """
    if not isinstance(data, dict):
        raise NotAReport("Le document n'est pas un objet JSON : ce n'est pas un rapport de Vigie.")
    schema = cast("dict[str, object]", data).get("schema")
    if schema != SCHEMA:
        raise NotAReport(
            f"Le document n'est pas un rapport de Vigie (« schema » vaut {str(schema)[:64]!r} "
            f"au lieu de {SCHEMA!r})."
        )
    losses = Losses()
    report = read(Report, cast("object", data), "", losses)
    if report is None:  # only a missing required field makes it None, and Report has none
        raise NotAReport("Le document n'est pas un rapport de Vigie.")
    return report, losses.all()


def observations_digest(report: Report) -> str:
    """Give "sha256:<hex>" of what was observed, and of that alone.

    Times, durations, reasons, counts and the agent's version are left out: an unchanged machine
    has an unchanged digest.
    """
    plain = to_plain(report)
    for name in ("schema", "agent", "taken_at"):
        plain.pop(name, None)
    plain["probes"] = sorted([probe.name, probe.status] for probe in report.probes)
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode("utf-8", "replace")).hexdigest()


__all__ = [
    "SCHEMA",
    "AgentInfo",
    "BrowserExtension",
    "Charge",
    "Container",
    "Device",
    "DirectoryFact",
    "Disk",
    "DnsFact",
    "Dropped",
    "Hardware",
    "ListeningPort",
    "NetworkService",
    "NotAReport",
    "OperatingSystem",
    "ProbeStatus",
    "Report",
    "Service",
    "Software",
    "from_dict",
    "observations_digest",
    "to_json",
    "to_plain",
]
