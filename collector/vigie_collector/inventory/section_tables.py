"""The listed sections of a device as tables: services, ports, containers, browser extensions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vigie_collector.inventory import labels
from vigie_collector.inventory.device_service import SectionState
from vigie_collector.texts import _

MOST_ROWS = 500
_Row = Callable[[Mapping[str, Any]], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class SectionTable:
    """One section: its title, its columns, and its rows of texts; `state` is None when it was not read."""

    name: str
    title: str
    heads: tuple[str, ...]
    state: SectionState | None
    rows: tuple[tuple[str, ...], ...]
    """500 at most."""


def section_tables(sections: Mapping[str, SectionState]) -> list[SectionTable]:
    """The tables of a device's page, in order; those not read are there too, and say so."""
    return [
        SectionTable(name, title, heads, state, _rows(state, row))
        for name, title, heads, row in _described()
        for state in [sections.get(name)]
    ]


def _rows(state: SectionState | None, row: _Row) -> tuple[tuple[str, ...], ...]:
    items = state.items[:MOST_ROWS] if state else ()
    return tuple(tuple(str(value) for value in row(item)) for item in items)


def _described() -> tuple[tuple[str, str, tuple[str, ...], _Row], ...]:
    return (
        (
            "services",
            _("Services"),
            (_("Nom"), _("Description"), _("État"), _("Démarrage"), _("Paquet"), _("Programme")),
            _texts("name", "description", "state", "start", "package", "executable"),
        ),
        (
            "listening_ports",
            _("Ports en écoute"),
            (_("Port"), _("Joignable depuis"), _("Programme"), _("Paquet")),
            _port,
        ),
        (
            "containers",
            _("Conteneurs"),
            (_("Nom"), _("Image"), _("Version"), _("État"), _("Moteur"), _("Éditeur")),
            _texts("name", "image", "version", "state", "runtime", "vendor"),
        ),
        (
            "browser_extensions",
            _("Extensions de navigateur"),
            (_("Nom"), _("Version"), _("Navigateur"), _("Éditeur"), _("Identifiant")),
            _extension,
        ),
    )


def _texts(*fields: str) -> _Row:
    # Fields that keep their default are absent from what is stored.
    return lambda item: tuple(item.get(name, "") for name in fields)


def _port(item: Mapping[str, Any]) -> tuple[object, ...]:
    return (
        f"{item.get('protocol', '')}/{item.get('port', 0)}",
        labels.port_address(str(item.get("address", ""))),
        item.get("process", ""),
        item.get("package", ""),
    )


def _extension(item: Mapping[str, Any]) -> tuple[object, ...]:
    return (
        item.get("name", "") or item.get("id", ""),
        item.get("version", ""),
        item.get("browser", ""),
        item.get("publisher", ""),
        item.get("id", ""),
    )
