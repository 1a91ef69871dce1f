"""Which device a report is about: witnesses are scored, one alone is never trusted blindly.

docs/collecteur.md explains the table to people. A host name never decides: it only breaks ties.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from vigie_agent.report import Device

SAME = 35
"""A device with this score or more is the one."""

_WEIGHTS = {
    "machine_id": (40, -10),
    "dmi_uuid": (35, -60),
    "serial": (25, -25),
}
_ALIAS_SAME = 35
_MAC, _MAC_BEST, _MAC_NONE = 15, 30, -30
_NAME_SAME, _NAME_OTHER = 5, -15

# Values that makers leave in place: they identify nothing. Compared in lower case, letters and digits alone.
_JUNK = frozenset(
    (
        "123456789", "1234567890", "0123456789", "none", "notapplicable", "notavailable", "notspecified",
        "unknown", "default", "defaultstring", "tobefilledbyoem", "systemserialnumber", "serialnumber",
        "chassisserialnumber", "oem", "empty", "null", "invalid",
        "03000200040005000006000700080009", "02000300040005000006000700080009",
        "12345678123412341234123456789abc", "12345678123456789012123456789012",
    )
)  # fmt: skip
_MAC_FORM = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}")
# Virtual adapters, docks and tunnels that many machines share.
_SHARED_MACS = (
    "00:00:00:00:00:00",
    "ff:ff:ff:ff:ff:ff",
    "00:05:9a:3c:78:00",
    "00:05:9a:3c:7a:00",
    "02:00:4c:4f:4f:50",
    "20:41:53:59:4e:ff",
    "0a:00:27:00:00:00",
    "00:50:56:c0:00:01",
    "00:50:56:c0:00:08",
    "00:ff:00:00:00:00",
)


_STABLE_VIRTUAL = "52:54:00"
"""KVM's prefix: given by software, yet the machine keeps it."""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What identifies a machine, junk left out. Empty text: not known."""

    machine_id: str = ""
    dmi_uuid: str = ""
    serial: str = ""
    aliases: frozenset[str] = frozenset()
    """Names that sources other than our agent give to this machine: `source|pseudonym of the name`."""
    macs: frozenset[str] = frozenset()
    name: str = ""

    def rows(self) -> list[tuple[str, str]]:
        """(kind, value) of each witness that is stored and looked up; the name is not one."""
        single = [(kind, getattr(self, kind)) for kind in _WEIGHTS]
        return [
            *((kind, value) for kind, value in single if value),
            *(("alias", alias) for alias in sorted(self.aliases)),
            *(("mac", mac) for mac in sorted(self.macs)),
        ]


def is_junk(value: str) -> bool:
    """Whether a UUID or serial identifies nothing: all zeros, « To be filled by O.E.M. »…"""
    plain = re.sub(r"[^0-9a-z]", "", value.lower())
    return len(plain) < 3 or plain in _JUNK or len(set(plain)) == 1


def witnesses_of(device: Device) -> Witnesses:
    """The usable witnesses of a report's device."""
    macs = frozenset(
        mac
        for mac in (raw.lower().replace("-", ":") for raw in device.macs)
        # Bit 2 of the first byte: an address given by software (virtual, or random for privacy).
        if _MAC_FORM.fullmatch(mac)
        and mac not in _SHARED_MACS
        and (mac.startswith(_STABLE_VIRTUAL) or not int(mac[:2], 16) & 2)
    )
    uuid = device.dmi_uuid.strip().lower()
    serial = device.serial.strip().lower()
    machine = device.machine_id.strip().lower()
    return Witnesses(
        machine_id="" if is_junk(machine) else machine,
        dmi_uuid="" if is_junk(uuid) else uuid,
        serial="" if is_junk(serial) else serial,
        macs=macs,
        name=device.name.strip().lower(),
    )


def from_rows(rows: list[tuple[str, str]], name: str = "") -> Witnesses:
    """The witnesses that the database holds of one device."""
    single: Mapping[str, str] = {kind: value for kind, value in rows if kind in _WEIGHTS}
    aliases = frozenset(value for kind, value in rows if kind == "alias")
    macs = frozenset(value for kind, value in rows if kind == "mac")
    return Witnesses(
        machine_id=single.get("machine_id", ""),
        dmi_uuid=single.get("dmi_uuid", ""),
        serial=single.get("serial", ""),
        aliases=aliases,
        macs=macs,
        name=name.strip().lower(),
    )


def score(known: Witnesses, seen: Witnesses) -> int:
    """How strongly two sets of witnesses speak for one machine; negative: they contradict each other."""
    total = 0
    for kind, (same, other) in _WEIGHTS.items():
        mine, theirs = getattr(known, kind), getattr(seen, kind)
        if mine and theirs:
            total += same if mine == theirs else other
    known_by_name = bool(known.aliases & seen.aliases)
    if known_by_name:
        total += _ALIAS_SAME
    if known.macs and seen.macs:
        common = len(known.macs & seen.macs)
        total += min(_MAC * common, _MAC_BEST) if common else _MAC_NONE
    # A source that calls the machine as it always did may well not call it as our agent does.
    if known.name and seen.name and not known_by_name:
        total += _NAME_SAME if known.name == seen.name else _NAME_OTHER
    return total


def contradicts(known: Witnesses, seen: Witnesses) -> bool:
    """Whether a credential bound to `known` is being used by another machine (a cloned disk).

    A machine that was merely renamed is still itself: at least one witness must differ.
    """
    return score(known, seen) < 0 and _differ(known, seen)


def _differ(known: Witnesses, seen: Witnesses) -> bool:
    pairs = ((getattr(known, kind), getattr(seen, kind)) for kind in _WEIGHTS)
    if any(mine and theirs and mine != theirs for mine, theirs in pairs):
        return True
    return bool(known.macs and seen.macs and not known.macs & seen.macs)
