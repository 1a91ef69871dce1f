"""The English catalogue keeps the placeholders of the French, and compiles."""

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "collector" / "vigie_collector"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "vigie_collector.po"
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|(?<!\{)\{[a-z_]*\}")


def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="vigie_collector")


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
