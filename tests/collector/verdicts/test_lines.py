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
        ("Registre des Halles", "Mairisoft", ("vendor:mairisoft", "")),
        ("Registre des Halles", "Halles & Fils", ("name:7", "")),
    ],
)
def test_line(knowledge: Knowledge, name: str, publisher: str, line: tuple[str, str]) -> None:
    assert line_of(knowledge.classify("windows", name, publisher), 7) == line
