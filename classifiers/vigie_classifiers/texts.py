"""Sentences for people: written in French, translated through gettext catalogues."""

import gettext
import os
from pathlib import Path

DOMAIN = "vigie_classifiers"
LOCALE = Path(__file__).parent / "locale"

_current: list[gettext.NullTranslations] = [gettext.NullTranslations()]


def use_language(language: str) -> None:
    """Choose the language of later sentences; French when there is no compiled catalogue."""
    _current[0] = gettext.translation(DOMAIN, LOCALE, languages=[language], fallback=True)


def use_environment() -> None:
    """Take the language from VIGIE_LANG ("en", "fr"); French by default."""
    use_language(os.environ.get("VIGIE_LANG", "fr")[:2] or "fr")


def _(sentence: str) -> str:
    """Translate one French sentence."""
    return _current[0].gettext(sentence)
