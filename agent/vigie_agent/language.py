"""Texts for people: the French sentence is the key, English comes from the catalogue.

gettext is imported only for another language than French: the usual case pays nothing.
"""

import os
import sys
from pathlib import Path

DOMAIN = "vigie_agent"
FOLDER = Path(__file__).parent / "locale"

_translations: dict[str, str] = {}
_chosen: list[str] = []


def language() -> str:
    """Give the language asked for: VIGIE_LANGUAGE, else the locale's, else "fr"."""
    for variable in ("VIGIE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "").partition(".")[0].partition("_")[0].lower()
        if value:
            return "fr" if value in {"c", "posix"} else value
    return "fr"


def _(sentence: str) -> str:
    """Give the sentence in the reader's language, or as it is when nobody translated it."""
    if not _chosen:
        _chosen.append(language())
    if _chosen[0] == "fr":
        return sentence
    if sentence not in _translations:
        import gettext  # noqa: PLC0415 - only readers of another language pay for it

        catalogue = gettext.translation(DOMAIN, FOLDER, [_chosen[0]], fallback=True)
        _translations[sentence] = catalogue.gettext(sentence)
    return _translations[sentence]


def say(text: str = "") -> None:
    """Write one line for the person."""
    sys.stdout.write(f"{text}\n")


def warn(text: str) -> None:
    """Write one line about a fault."""
    sys.stderr.write(f"{text}\n")
