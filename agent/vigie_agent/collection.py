"""Runs the probes on a machine and joins what they found into one report."""

import time
from collections.abc import Iterable
from typing import Any

from vigie_agent import __version__, identity
from vigie_agent.config import Settings
from vigie_agent.probes.catalogue import PROBES
from vigie_agent.probes.probe import Findings, Machine, Probe
from vigie_agent.report import AgentInfo, ProbeStatus, Report

LISTS = ("software", "services", "listening_ports", "containers", "browser_extensions")
SINGLES = ("hardware", "operating_system")


def collect(
    machine: Machine, settings: Settings, tag: str = "", probes: Iterable[Probe] = PROBES
) -> Report:
    """Read one machine.

    Args:
        machine: which machine.
        settings: which probes must not run, and whether the host name is told.
        tag: label given at enrolment.
        probes: the probes to run.

    Returns:
        The report, in which each probe has its status whatever happened to it.
    """
    sections: dict[str, Any] = {}
    known: dict[str, Any] = {}
    statuses: list[ProbeStatus] = []
    for probe in probes:
        status, found = _run(probe, machine, settings)
        statuses.append(status)
        if found is None:
            continue
        known.update(found.device)
        for name in LISTS:
            items = getattr(found, name)
            if items is not None:
                sections[name] = [*sections.get(name, []), *items]
        for name in SINGLES:
            if getattr(found, name) is not None:
                sections[name] = getattr(found, name)
    return Report(
        agent=AgentInfo(name="vigie-agent", version=__version__),
        taken_at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        device=identity.device(machine, known, tag, named=settings.send_host_name),
        probes=statuses,
        **sections,
    )


def obstacle(probe: Probe, machine: Machine, settings: Settings) -> tuple[str, str]:
    """Give the status and the reason that keep a probe from running, ("", "") when none does."""
    needs = probe.needs
    if probe.name in settings.disabled_probes:
        return "disabled", "Sonde désactivée par le réglage disabled_probes."
    if machine.family not in needs.families:
        return "disabled", "Sonde sans objet sur ce système."
    if needs.live and not machine.live:
        return "disabled", "Sonde réservée à la machine en marche."
    if needs.any_file and not any(machine.path(file).exists() for file in needs.any_file):
        return "unavailable", needs.absent
    return "", ""


def _run(probe: Probe, machine: Machine, settings: Settings) -> tuple[ProbeStatus, Findings | None]:
    sections = list(probe.sections)
    status, reason = obstacle(probe, machine, settings)
    if status:
        told = ProbeStatus(name=probe.name, sections=sections, status=status, reason=reason)
        return told, None
    started = time.monotonic()
    found: Findings | None = None
    count = 0
    try:
        found = probe.read(machine)
        status, reason = ("partial" if found.reason else "ok"), found.reason
        count = sum(_count(getattr(found, section)) for section in sections)
    except PermissionError:
        status, reason = "failed", "Lecture refusée : l'agent n'a pas les droits nécessaires."
    except Exception as error:  # noqa: BLE001 - any fault of one probe must not hide the machine
        # The path that it may name stays here.
        expected = isinstance(error, ValueError | LookupError)
        cause = error.strerror if isinstance(error, OSError) else str(error) if expected else ""
        status, reason = "failed", f"Lecture impossible : {cause or type(error).__name__}."
    duration = round((time.monotonic() - started) * 1000)
    return (
        ProbeStatus(
            name=probe.name,
            sections=sections,
            status=status,
            duration_ms=duration,
            count=count,
            reason=reason,
        ),
        found,
    )


def _count(value: object) -> int:
    return len(value) if isinstance(value, list) else int(value is not None)  # pyright: ignore[reportUnknownArgumentType] - its length alone matters
