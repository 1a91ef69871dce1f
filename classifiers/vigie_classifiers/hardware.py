"""Makers of network cards from the IEEE registry, which the library netaddr ships."""

import importlib
import re
from functools import lru_cache
from typing import Any

_MAC = re.compile(r"[0-9A-Fa-f]{2}([:-]?)(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}")
_LOCAL = 0x02
"""Bit of the first byte that says: chosen by software, not given by a maker."""


def is_mac(text: str) -> bool:
    """Say whether a text is a MAC address, with `:`, `-` or nothing between its bytes."""
    return len(text) in (12, 17) and _MAC.fullmatch(text) is not None


@lru_cache(maxsize=8_192)
def maker_of_mac(mac: str) -> str:
    """Organisation that the IEEE gave the prefix to; nothing when local, random or not registered.

    Only the prefix counts: two cards of one maker answer alike.
    """
    if not is_mac(mac):
        return ""
    if int(mac[:2], 16) & _LOCAL:
        return ""
    # Loaded when a first address is met: it costs as much as everything else. Ships no types.
    registry: Any = importlib.import_module("netaddr")
    try:
        return str(registry.EUI(mac).oui.registration().org)
    except (registry.NotRegisteredError, registry.AddrFormatError):
        return ""
