"""Prints the report of this machine, or of a copy of one; sends nothing, writes nothing."""

import sys
from argparse import Namespace

from vigie_agent import config
from vigie_agent.collection import collect
from vigie_agent.faults import BadSetting
from vigie_agent.language import _, say
from vigie_agent.probes.probe import Machine
from vigie_agent.report import Report, to_json


def run(arguments: Namespace) -> int:
    """Print the report, as JSON or for a person.

    Raises:
        BadSetting: the copy of a machine is not a folder; an empty report would look like a machine.
    """
    if not arguments.root.is_dir():
        raise BadSetting(
            _("Le dossier {folder} n'existe pas : --root attend la racine d'une machine.").format(
                folder=arguments.root
            )
        )
    report = collect(Machine(arguments.root), config.load(arguments.state_dir))
    if arguments.json:
        sys.stdout.buffer.write(to_json(report) + b"\n")
        sys.stdout.buffer.flush()
    else:
        for line in lines(report):
            say(line)
    return 0


def lines(report: Report) -> list[str]:
    """Give the report for a person: the machine, the probes, then each section."""
    device, system, hardware = report.device, report.operating_system, report.hardware
    told = [
        _("Machine : {name}").format(name=device.fqdn or device.name or "?"),
        _("Nature : {kind}").format(kind=device.kind or _("inconnue")),
    ]
    if system is not None:
        told.append(
            _("Système : {name}, noyau {kernel}").format(
                name=system.name or "?", kernel=system.kernel or "?"
            )
        )
    if hardware is not None:
        parts = (
            f"{hardware.maker} {hardware.model}".strip(),
            hardware.cpu_model,
            _("{memory} Mio").format(memory=hardware.memory_mib),
        )
        told.append(_("Matériel : {parts}").format(parts=", ".join(filter(None, parts))))
    told += ["", _("Sondes :")]
    for probe in report.probes:
        reason = f" : {_(probe.reason)}" if probe.reason else ""
        told.append(f"  {probe.name:<16} {probe.status:<12} {probe.count:>6}{reason}")
    if report.services is not None:
        told += ["", _("Services :")]
        told += [f"  {s.name:<40} {s.state:<8} {s.package}" for s in report.services]
    if report.listening_ports is not None:
        told += ["", _("Ports à l'écoute :")]
        told += [
            f"  {p.protocol}/{p.port:<6} {p.address:<9} {p.process:<20} {p.package}"
            for p in report.listening_ports
        ]
    if report.software is not None:
        told += ["", _("Logiciels ({count}) :").format(count=len(report.software))]
        told += [f"  {s.kind:<6} {s.name:<40} {s.version}" for s in report.software]
    return told
