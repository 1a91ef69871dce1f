"""For organisations that keep no host name: what names a machine is taken out of a report before anything is stored.

The machine's own name, its short form and its domain name become its pseudonym wherever people write host names;
other machines that a report names become theirs. Names of software, products and systems are left: a server called
« nginx » must not hide the nginx of everyone else.
"""

import re
from collections.abc import Callable
from typing import Any, cast

import msgspec
from vigie_agent.report import Report

from vigie_collector.intake import mirror

StandIn = Callable[[str], str]
"""From a host name to its pseudonym."""

_FIELDS = {
    "services": ("name", "description"),
    "containers": ("name", "title"),
    "network_services": ("banner",),
    "directory_facts": ("name", "attributes"),
    "dns_facts": ("domain", "value"),
    "charges": ("account", "service", "description"),
    "probes": ("reason",),
}
"""Where a host name may stand inside a text."""
_OTHERS = {"network_services": "host_name", "directory_facts": "host"}
"""Which field names another machine."""
_ADDRESS = re.compile(r"[0-9.]+|.*:.*")


def hide(report: Report, stand_in: StandIn) -> Report:
    """The same report without host names.

    Args:
        report: as decoded.
        stand_in: gives pseudonyms.
    """
    plain: dict[str, Any] = msgspec.to_builtins(report)
    device = plain.get("device", {})
    own = _Names((device.get("name", ""), device.get("fqdn", "")), stand_in(device.get("name", "")))
    if "name" in device:
        device["name"] = stand_in(device["name"])
    device.pop("fqdn", None)
    if "tag" in device:
        device["tag"] = own.hidden(device["tag"])
    for section, fields in _FIELDS.items():
        for item in cast("list[dict[str, Any]]", plain.get(section) or ()):
            _hide_item(item, section, fields, own, stand_in)
    for item in cast("list[dict[str, Any]]", plain.get("containers") or ()):
        image: str = item.get("image", "")
        registry, slash, rest = image.partition("/")
        if slash:
            item["image"] = (own.hidden(registry) + slash + rest)[: max(len(image), 64)]
    return mirror.from_plain(plain)


def hidden_in(text: str, names: tuple[str, ...], stand_in: StandIn) -> str:
    """A text without the host names given (the first one gives the pseudonym)."""
    return _Names(names, stand_in(names[0])).hidden(text)


def _hide_item(
    item: dict[str, Any], section: str, fields: tuple[str, ...], own: "_Names", stand_in: StandIn
) -> None:
    names = [own]
    other = item.get(_OTHERS.get(section, ""), "")
    if other and not _ADDRESS.fullmatch(other):
        short = stand_in(other.partition(".")[0])
        item[_OTHERS[section]] = short
        names.append(_Names((other,), short))
    for each in names:
        for name in fields:
            value = item.get(name)
            if isinstance(value, str):
                item[name] = each.hidden(value)
            elif isinstance(value, dict):
                inside = cast("dict[str, str]", value)
                item[name] = {key: each.hidden(text) for key, text in inside.items()}


class _Names:
    """The ways to write one machine's name, and what stands in for them."""

    def __init__(self, names: tuple[str, ...], stand_in: str) -> None:
        forms = {form for name in names for form in (name.strip(), name.strip().partition(".")[0])}
        # The longest first: a domain name holds the short one.
        self._forms = sorted((form for form in forms if len(form) > 1), key=len, reverse=True)
        self._stand_in = stand_in or "poste"

    def hidden(self, text: str) -> str:
        """The text with each form, as a whole word, replaced."""
        if not self._forms or not text:
            return text
        pattern = "|".join(re.escape(form) for form in self._forms)
        replaced = re.sub(
            rf"(?<![0-9a-z])(?:{pattern})(?![0-9a-z])",
            lambda _match: self._stand_in,
            text,
            flags=re.IGNORECASE,
        )
        # A pseudonym may be longer than the name: the limit of the field, 64 at least, is kept.
        return replaced[: max(len(text), 64)]
