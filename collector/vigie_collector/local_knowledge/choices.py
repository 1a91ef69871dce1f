"""What the forms of local knowledge offer."""

from vigie_classifiers import TYPES, Knowledge
from vigie_classifiers.countries import CODES
from vigie_classifiers.model import CONTROL_KINDS, OPEN_SOURCE

from vigie_collector.inventory import labels
from vigie_collector.texts import _
from vigie_collector.web.filters import capital, category_label, country

Options = list[tuple[str, str]]


def categories(knowledge: Knowledge) -> Options:
    """Categories of the base, by their label."""
    found = [(slug, category_label(slug)) for slug in knowledge.categories]
    return [("", _("À choisir")), *sorted(found, key=lambda one: one[1].casefold())]


def types() -> Options:
    """Types of a product."""
    return [(one, labels.line_type(one)) for one in TYPES]


def open_source() -> Options:
    """Whether it is free software."""
    return [(one, labels.open_source(one)) for one in reversed(OPEN_SOURCE)]


def countries() -> Options:
    """Seats: unknown, a community, then countries by name."""
    found = [(code, capital(country(code))) for code in CODES if code and code != "ZZ"]
    first = [("", _("Inconnu")), ("ZZ", _("Communauté sans siège"))]
    return [*first, *sorted(found, key=lambda one: one[1].casefold())]


def controls() -> Options:
    """Kinds of control."""
    names = {
        "majority": _("Contrôle majoritaire"),
        "joint": _("Contrôle conjoint"),
        "minority": _("Part minoritaire"),
        "veto": _("Droit de veto"),
        "announced": _("Opération annoncée, non conclue"),
    }
    return [(one, names.get(one, one)) for one in CONTROL_KINDS]


def what(kind: str) -> str:
    """What an entry says."""
    return {
        "name": _("Nom qualifié"),
        "vendor": _("Éditeur corrigé"),
        "file": _("Fichier importé"),
    }.get(kind, kind)
