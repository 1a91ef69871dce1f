"""The English catalogue keeps the placeholders of the French."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
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
        # A singular may write « une » where the plural counts: only plain sentences are compared.
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string:
            french, english = PLACEHOLDER.findall(message.id), PLACEHOLDER.findall(message.string)
            assert set(english) == set(french), message.id
