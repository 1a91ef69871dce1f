"""Which line of the tables a raw name belongs to."""

from pathlib import Path

import pytest
from vigie_classifiers.base import Knowledge
from vigie_classifiers.loader import read_base
from vigie_collector.verdicts.service import line_of

BASE = Path(__file__).parents[2] / "classifiers" / "base"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(read_base(only=BASE))


@pytest.mark.parametrize(
    ("name", "publisher", "line"),
    [
        ("Paie Claire 12", "Mairisoft", ("product:paie-claire", "Paie Claire")),
        (
            "Mairisoft Utilitaire Cachet 4.2",
            "Mairisoft",
            (
                "product:utilitaires-mairisoft~mairisoft utilitaire cachet",
                "Mairisoft Utilitaire Cachet",
            ),
        ),
        (
            "Mise à jour pour Mairisoft 12 (KB1)",
            "",
            ("product:mise-a-jour-mairisoft", "Mises à jour Mairisoft"),
        ),
        (
            "Registre des Halles 4.1 (x64)",
            "Mairisoft",
            ("vendor:mairisoft~registre des halles", "Registre des Halles"),
        ),
        ("Registre des Halles 4.1", "Halles & Fils", ("name:7", "Registre des Halles")),
        ("Registre des Halles", "", ("name:7", "")),
    ],
)
def test_line(knowledge: Knowledge, name: str, publisher: str, line: tuple[str, str]) -> None:
    assert line_of(knowledge.classify("windows", name, publisher), 7) == line


def test_package_names_of_a_known_vendor_are_one_line(knowledge: Knowledge) -> None:
    """Nobody decides about packages one by one, and their names were not written for people."""
    lines = {
        line_of(knowledge.classify("dpkg", name, "Mairisoft"), 7)
        for name in ("mairisoft-registre-halles", "mairisoft-registre-halles-doc")
    }
    assert lines == {("vendor:mairisoft", "")}
