"""What people read, through gettext: the French sentence is the message id, English is a catalogue.

The language of the present request stands in a context variable, so that services need no argument for it.
"""

import gettext
from contextvars import ContextVar
from functools import cache
from importlib.util import find_spec
from pathlib import Path

LANGUAGES = ("fr", "en")
_language: ContextVar[str] = ContextVar("language", default="fr")
_LOCALE = Path(__file__).parent / "locale"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; French, or one that is not compiled, answers the message id."""
    return gettext.translation("vigie_collector", _LOCALE, [language], fallback=True)


@cache
def _agents_catalogue(language: str) -> gettext.NullTranslations:
    """The agent's own catalogue: its probes explain themselves in French sentences of the agent."""
    found = find_spec("vigie_agent")
    places = (found.submodule_search_locations if found else None) or []
    folder = Path(next(iter(places), "")) / "locale"
    return gettext.translation("vigie_agent", folder, [language], fallback=True)


def of_agents(sentence: str) -> str:
    """A sentence that an agent sent, in the language of the present request when it is known."""
    return _agents_catalogue(_language.get()).gettext(sentence) if sentence else ""


def language() -> str:
    """The language of the present request: `fr` or `en`."""
    return _language.get()


def use_language(chosen: str) -> None:
    """Sets the language of the present request; an unknown one is French."""
    _language.set(chosen if chosen in LANGUAGES else "fr")


def preferred(accept_language: str) -> str:
    """The first of our languages that an `Accept-Language` header names; French when it names none."""
    for part in accept_language.lower().split(",")[:16]:
        tag = part.split(";")[0].strip()[:2]
        if tag in LANGUAGES:
            return tag
    return "fr"


def _(message: str) -> str:
    """A sentence in the language of the present request."""
    return catalogue(_language.get()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """A sentence that depends on a count."""
    return catalogue(_language.get()).ngettext(one, many, count)
