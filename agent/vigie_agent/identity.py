"""Who this machine is, said without giving its machine-id away."""

import hashlib
import hmac
import os
from typing import Any

from vigie_agent.faults import ActionRequired
from vigie_agent.language import _
from vigie_agent.observations import Device
from vigie_agent.probes.probe import Machine
from vigie_agent.state import Enrolment

APPLICATION = b"vigie-agent/1 machine"
"""What makes our fingerprint differ from any other program's (machine-id(5) asks for it)."""


def fingerprint(machine: Machine) -> str:
    """Give the HMAC-SHA256 of the machine-id, "" when the machine has none."""
    raw = machine.text("etc/machine-id") or machine.text("var/lib/dbus/machine-id")
    if not raw or raw == "uninitialized":
        return ""
    return hmac.digest(raw.lower().encode(), APPLICATION, hashlib.sha256).hex()


def device(machine: Machine, known: dict[str, Any], tag: str = "", *, named: bool = True) -> Device:
    """Give the device of a report.

    Args:
        machine: the machine.
        known: fields of ``Device`` that probes found.
        tag: label given at enrolment.
        named: whether the host name may be told.
    """
    name = _host_name(machine) if named else ""
    short, dot, _domain = name.partition(".")
    told: dict[str, Any] = {
        "name": short,
        "fqdn": name if dot else (_full_name(machine, short) if named else ""),
        "machine_id": fingerprint(machine),
        "tag": tag,
    }
    return Device(**told, **known)


def _host_name(machine: Machine) -> str:
    if not machine.live:
        return machine.text("etc/hostname")
    return os.environ.get("COMPUTERNAME", "") if os.name == "nt" else os.uname().nodename


def _full_name(machine: Machine, short: str) -> str:
    """Give the full name that /etc/hosts knows, without asking the DNS."""
    for line in machine.text("etc/hosts").splitlines():
        for word in line.partition("#")[0].split()[1:]:
            if word.startswith(f"{short}.") and not word.endswith((".localdomain", ".local")):
                return word
    return ""


def refuse_clone(enrolment: Enrolment, machine: Machine) -> None:
    """Stop when the enrolment was made on another machine.

    Raises:
        ActionRequired: the state folder was copied with the disk of another machine.
    """
    now = fingerprint(machine)
    if enrolment.machine_id and now and now != enrolment.machine_id:
        raise ActionRequired(
            _(
                "Cette machine est une copie : son enrôlement a été fait sur une autre machine. "
                "Rien n'a été envoyé. Enrôlez-la sous sa propre identité : "
                "vigie-agent enrol {url} --key CLÉ."
            ).format(url=enrolment.url)
        )
