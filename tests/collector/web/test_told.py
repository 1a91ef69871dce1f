"""Sentences that were made in French for everybody are told in the reader's language."""

from collections.abc import Iterator

import pytest
from vigie_classifiers import Knowledge
from vigie_collector.exports.grid import load_grid
from vigie_collector.texts import language, use_language
from vigie_collector.web.told import told


@pytest.fixture(autouse=True)
def read_in_english() -> Iterator[None]:
    """Tests read English, unless they choose."""
    before = language()
    use_language("en")
    yield
    use_language(before)


@pytest.mark.parametrize(
    ("french", "english"),
    [
        (
            "Le nom « VMware {x} » est celui de A « b » c.",
            "The name “VMware {x}” is that of A « b » c.",
        ),
        ("US CLOUD Act : exposition possible", "US CLOUD Act: possible exposure"),
        (
            "Lois russes SORM et Iarovaïa : exposition possible",
            "Russian SORM and Yarovaya laws: possible exposure",
        ),
        ("Niveau maison à 10 %", "Niveau maison à 10 %"),
        ("", ""),
    ],
)
def test_a_sentence_keeps_the_names_in_it(french: str, english: str) -> None:
    assert told(french) == english
    use_language("fr")
    assert told(french) == french


@pytest.mark.parametrize(
    ("kind", "name", "publisher"),
    [
        ("windows", "VMware Tools", "VMware, Inc."),
        ("windows", "Mozilla Firefox (x64 fr)", "Mozilla"),
        ("windows", "Zzz", "Microsoft Corporation"),
        ("windows", "Zzz qqq", ""),
        ("dpkg", "libreoffice-writer", "Debian"),
    ],
)
def test_every_proof_of_a_verdict_has_its_english(
    knowledge: Knowledge, kind: str, name: str, publisher: str
) -> None:
    for proof in knowledge.classify(kind, name, publisher).evidence:
        assert told(proof.text) != proof.text, proof


def test_the_default_grid_has_its_english() -> None:
    grid = load_grid(None)
    words = [grid.title, grid.unclassified, grid.financial.unset, grid.technological.unset]
    words += [each.domain for each in grid.domains]
    words += [each.label for each in (*grid.financial.levels, *grid.technological.levels)]
    words += [each.because for each in grid.technological.rules]
    words += [text for each in grid.strategies for text in (each.label, each.meaning)]
    assert [word for word in words if told(word) == word] == []
