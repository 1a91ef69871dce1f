"""What templates write values with: moments, numbers, shares, countries, labels; all in the reader's language."""

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from typing import cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from vigie_collector import clock
from vigie_collector.texts import _, language, of_agents
from vigie_collector.web.told import told

_PARIS = ZoneInfo("Europe/Paris")
_NOTHING = "—"
categories: ContextVar[Mapping[str, str] | None] = ContextVar("categories", default=None)
"""Slug to French label, of the knowledge base in use: set for each page."""


def _locale() -> str:
    return "en_GB" if language() == "en" else "fr_FR"


def moment(seconds: int | None) -> str:
    """Epoch seconds as « 23 novembre 2026 à 22:04 », in Paris; a dash for none."""
    if seconds is None:
        return _NOTHING
    pattern = "d MMMM y 'at' HH:mm" if language() == "en" else "d MMMM y 'à' HH:mm"
    return format_datetime(clock.moment(seconds).astimezone(_PARIS), pattern, locale=_locale())


def day(value: int | date | None) -> str:
    """Epoch seconds or a date as « 23 novembre 2026 »; a dash for none."""
    if value is None:
        return _NOTHING
    if isinstance(value, int):
        value = clock.moment(value).astimezone(_PARIS).date()
    return format_date(value, "d MMMM y", locale=_locale())


def iso(seconds: int) -> str:
    """Epoch seconds as machines read them, for `<time datetime>`."""
    return clock.moment(seconds).isoformat()


def number(value: float | Decimal | None) -> str:
    """Digits grouped by three; a dash for none."""
    return _NOTHING if value is None else format_decimal(value, locale=_locale())


def percent(share: float | None) -> str:
    """A share from 0 to 1 as « 12,5 % »; what is not quite zero or one never reads as such."""
    if share is None:
        return _NOTHING
    sign = "%" if language() == "en" else "\u00a0%"
    if 0 < share < 0.001:  # one in a thousand
        return f"< {format_decimal(Decimal('0.1'), locale=_locale())}{sign}"
    if 0.999 < share < 1:
        return f"> {format_decimal(Decimal('99.9'), locale=_locale())}{sign}"
    return format_decimal(share * 100, "#,##0.#", locale=_locale()) + sign


def gap(value: int) -> str:
    """A difference with its sign: « +12 », « −8 », « 0 »."""
    return ("+" if value > 0 else "−" if value else "") + number(abs(value))


def duration(seconds: int | None) -> str:
    """Seconds as the two largest units: « 2 j 3 h », « 5 min 10 s »; a dash for none."""
    if seconds is None:
        return _NOTHING
    units = ((86_400, _("j")), (3_600, _("h")), (60, _("min")), (1, _("s")))
    rest, parts = abs(seconds), list[str]()
    for size, name in units:
        count, rest = divmod(rest, size)
        if count or (size == 1 and not parts):
            parts.append(f"{count} {name}")
    return ("− " if seconds < 0 else "") + " ".join(parts[:2])


def country(code: str) -> str:
    """The name of a country; `ZZ` is a community without a seat, empty is unknown."""
    if code == "ZZ":
        return _("communauté")
    if not code:
        return _("inconnu")
    # Babel's own annotation leaves the contents of this mapping open.
    return cast("Mapping[str, str]", Locale.parse(_locale()).territories).get(code, code)


def capital(text: str) -> str:
    """The same text with a capital, where it stands alone."""
    return text[:1].upper() + text[1:]


def origin_label(answer: str) -> str:
    """The name of an origin."""
    return {
        "french": _("Français"),
        "eu": _("Union européenne"),
        "other_european": _("Europe hors UE"),
        "extra_european": _("Extra-européen"),
        "community": _("Communauté (libre)"),
        "contested": _("Contesté"),
    }.get(answer) or _("Inconnu")


def policy_label(policy: str) -> str:
    """The name of a policy."""
    return {
        "seat": _("Siège dans l'UE"),
        "majority": _("Contrôle majoritaire"),
        "24-39": _("24/39"),
        "wide": _("Europe large"),
    }.get(policy, policy)


def policy_text(policy: str) -> str:
    """What a policy asks, in plain words."""
    return {
        "seat": _("Un produit est européen si son éditeur a son siège dans l'Union européenne."),
        "majority": _(
            "Un produit est européen si celui qui contrôle la majorité de son éditeur, au bout de la"
            " chaîne, a son siège dans l'Union européenne."
        ),
        "24-39": _(
            "Un produit est européen si le siège et le contrôle de son éditeur sont dans l'Union, et si"
            " les actionnaires hors de l'Union n'en tiennent pas plus de 24 % (chacun) ni plus de 39 %"
            " (ensemble)."
        ),
        "wide": _(
            "Comme le contrôle majoritaire, mais l'Espace économique européen, la Suisse et le"
            " Royaume-Uni comptent comme européens."
        ),
    }.get(policy, "")


def category_label(slug: str) -> str:
    """The name of a category of the knowledge base."""
    label = (categories.get() or {}).get(slug)
    if label:
        return _(label)
    return slug or _("Sans catégorie")


FILTERS = {
    each.__name__: each
    for each in (
        moment, day, iso, number, percent, gap, duration, country, capital, origin_label, policy_label,
        policy_text, category_label, told, of_agents,
    )
}  # fmt: skip
