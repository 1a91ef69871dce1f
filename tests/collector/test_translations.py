"""Every sentence of the collector has its English, with the same placeholders."""

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "collector" / "vigie_collector"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "vigie_collector.po"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|(?<!\{)\{[a-z_]*\}")

Id = str | tuple[str, ...]


def sentences() -> set[Id]:
    return {
        message if isinstance(message, str) else tuple(message)
        for _file, _line, message, _comments, _context in extract_from_dir(PACKAGE, METHODS)
    }


def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="vigie_collector")


def test_every_sentence_has_its_english() -> None:
    english: dict[Id, object] = {
        message.id if isinstance(message.id, str) else tuple(message.id): message.string
        for message in catalogue()
        if message.id and not message.fuzzy
    }
    lacking = [
        sentence
        for sentence in sentences()
        if not english.get(sentence)
        or (isinstance(english[sentence], tuple) and not all(english[sentence]))  # type: ignore[call-overload]
    ]
    assert not lacking, f"{len(lacking)} without English, first: {lacking[:5]}"


def test_no_english_is_left_of_sentences_that_are_gone() -> None:
    known = sentences()
    left = [
        message.id
        for message in catalogue()
        if message.id
        and (message.id if isinstance(message.id, str) else tuple(message.id)) not in known
    ]
    assert left == []


def test_placeholders_are_the_same_in_both() -> None:
    for message in catalogue():
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        for french, english in zip(ids, strings, strict=False):
            # A singular may write « une » where the plural counts.
            if isinstance(message.id, str):
                assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(french)), french


def test_the_catalogue_compiles() -> None:
    target = io.BytesIO()
    write_mo(target, catalogue())
    assert len(target.getvalue()) > 10_000
