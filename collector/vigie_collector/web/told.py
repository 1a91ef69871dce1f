"""Sentences that are kept in French (verdicts, ownership, grid), told in the reader's language."""

import re
from functools import cache
from string import Formatter

from babel.messages.mofile import read_mo
from vigie_classifiers.texts import DOMAIN, LOCALE

from vigie_collector.texts import _, language


def told(sentence: str) -> str:
    """The sentence in the reader's language; as it is when neither catalogue knows it.

    Verdicts and origins are made once for all readers, so their sentences hold names already: the catalogue of the
    classifiers is searched for the sentence that they were made from. A grid's labels stand in our own catalogue.
    """
    if not sentence or language() == "fr":
        return sentence
    for made, english in _patterns():
        found = made.fullmatch(sentence)
        if found:
            names = {name: _exact().get(value, value) for name, value in found.groupdict().items()}
            return english.format(**names)
    return _(sentence)


@cache
def _exact() -> dict[str, str]:
    """Whole sentences of the classifiers that others may hold, such as the names of laws."""
    return {french: english for french, english in _messages() if "{" not in french}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """French sentences as patterns, the one that says most itself first, with their English."""
    found: list[tuple[int, str, str]] = []
    for french, english in _messages():
        parts = list(Formatter().parse(french))
        names = [name for _text, name, _form, _conversion in parts if name is not None]
        # What formats numbers is no sentence of a verdict.
        if len(set(names)) < len(names) or any(form or turn for _text, _name, form, turn in parts):
            continue
        pattern = "".join(
            re.escape(text) + (f"(?P<{name}>.+)" if name else "") for text, name, _f, _c in parts
        )
        found.append((sum(len(text) for text, *_rest in parts), pattern, english))
    found.sort(reverse=True)
    return tuple((re.compile(pattern, re.DOTALL), english) for _weight, pattern, english in found)


@cache
def _messages() -> tuple[tuple[str, str], ...]:
    """French and English of the classifiers' catalogue; nothing when it is not compiled."""
    path = LOCALE / "en" / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if not path.is_file():
        return ()
    with path.open("rb") as file:
        return tuple(
            (message.id, message.string)
            for message in read_mo(file)
            if isinstance(message.id, str) and isinstance(message.string, str) and message.id
        )
