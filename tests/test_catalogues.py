"""Each room's English catalogue passes the checks of `pybabel compile`, which set-up runs."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
CATALOGUES = sorted(ROOT.glob("*/vigie_*/locale/en/LC_MESSAGES/*.po"))


def test_three_rooms_speak_to_people() -> None:
    assert {path.stem for path in CATALOGUES} >= {
        "vigie_agent",
        "vigie_classifiers",
        "vigie_collector",
    }


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_compiles(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file, locale="en", domain=path.stem)
    assert [(message.id, errors) for message, errors in catalogue.check() if errors] == []
