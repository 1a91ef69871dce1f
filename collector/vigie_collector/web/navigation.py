"""The menu on the left: what each role sees, and where the reader is."""

from dataclasses import dataclass

from vigie_collector.accounts.roles import ADMINISTRATOR, OPERATOR, READER, allows
from vigie_collector.accounts.viewer import Viewer
from vigie_collector.texts import _


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    path: str
    label: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together."""

    label: str
    entries: tuple[Entry, ...]


def menu(viewer: Viewer, path: str) -> tuple[Group, ...]:
    """The menu of a person, on a page."""
    groups = (
        (
            _("Constat"),
            (
                ("/", _("Vue d'ensemble"), "overview", READER),
                ("/produits", _("Produits"), "product", READER),
                ("/appareils", _("Appareils"), "device", READER),
            ),
        ),
        (
            _("Diagnostic"),
            (
                ("/export", _("Tableau TIE Break"), "table", READER),
                ("/reperes", _("Repères"), "baseline", READER),
                ("/connaissance", _("Connaissance locale"), "journal", READER),
                ("/methode", _("Méthode"), "method", READER),
            ),
        ),
        (
            _("Exploitation"),
            (
                ("/agents", _("Agents et clés"), "agent", OPERATOR),
                ("/jetons", _("Jetons d'API"), "token", ADMINISTRATOR),
                ("/comptes", _("Comptes"), "people", ADMINISTRATOR),
                ("/journal", _("Journal"), "journal", ADMINISTRATOR),
                ("/reglages", _("Réglages"), "settings", ADMINISTRATOR),
            ),
        ),
    )
    made = (
        Group(
            label,
            tuple(
                Entry(to, name, icon, _is_current(path, to))
                for to, name, icon, role in entries
                if allows(viewer.role, role)
            ),
        )
        for label, entries in groups
    )
    return tuple(group for group in made if group.entries)


def _is_current(path: str, entry: str) -> bool:
    return path == entry or (entry != "/" and path.startswith(f"{entry}/"))
