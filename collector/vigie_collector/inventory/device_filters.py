"""The query of `/appareils` as a filter; what it does not know is as if it were not there."""

from collections.abc import Mapping

from vigie_collector.inventory.device_queries import DeviceFilter, Sort
from vigie_collector.inventory.folding import words_of
from vigie_collector.inventory.product_service import NONE
from vigie_collector.inventory.system_service import NO_SYSTEMS, SystemGroups

_SORTS: dict[str, Sort] = {
    "nom": "name",
    "systeme": "os",
    "logiciels": "software",
    "vu": "last_seen",
    "arrive": "first_seen",
}
_STATES = {"silencieux": True, "present": False}
_SUPPORTS = {"finis": "ended", "recus": "mended", "inconnus": "unknown"}


def device_filter(
    params: Mapping[str, str], stale_before: int, groups: SystemGroups = NO_SYSTEMS
) -> DeviceFilter:
    """The filter that an address asks for.

    Args:
        params: q, systeme, genre, source, etat (`present`, `silencieux`), sonde (`echec`), correctifs (`finis`,
            `recus`, `inconnus`).
        stale_before: devices last seen before are silent (epoch seconds).
        groups: systems seen, by whether they still get corrections.
    """
    kind = _text(params, "genre")
    return DeviceFilter(
        words=words_of(params.get("q", "")),
        os_name=_text(params, "systeme"),
        kind="" if kind == NONE else kind or None,
        source=_text(params, "source"),
        silent=_STATES.get(params.get("etat", "")),
        failed_probes=params.get("sonde", "") == "echec",
        support=_SUPPORTS.get(params.get("correctifs", ""), ""),
        ended=groups.ended,
        mended=groups.mended,
        stale_before=stale_before,
    )


def device_sort(params: Mapping[str, str]) -> tuple[Sort, bool]:
    """The column that sorts, and whether from the greatest."""
    return _SORTS.get(params.get("tri", ""), "name"), params.get("sens", "asc") == "desc"


def _text(params: Mapping[str, str], key: str) -> str:
    # PostgreSQL refuses NUL in a text.
    return params.get(key, "").replace("\x00", "")[:256]
