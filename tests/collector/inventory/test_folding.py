"""Search forgives accents and case alike in Python and in both databases, and takes wildcards as they are."""

import pytest
from sqlalchemy import Engine, literal, select
from vigie_collector.inventory.folding import containing, fold, folded, words_of


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Éditeur Œuvres", "editeur oeuvres"),
        ("ÇA VA, Noël ?", "ca va, noel ?"),
        ("E\u0301tat civil", "etat civil"),
        ("7-Zip", "7-zip"),
    ],
)
def test_the_same_folding_everywhere(engine: Engine, text: str, plain: str) -> None:
    assert fold(text) == plain
    with engine.connect() as connection:
        assert connection.scalar(select(folded(literal(text)))) == plain


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("Remise 100 % garantie", "%", True),
        ("Remise garantie", "%", False),
        ("poste_12", "_", True),
        ("poste12", "poste_", False),
        ("a/b\\c", "\\", True),
        ("L'Œuvre", "l'oeuvre", True),
    ],
)
def test_wildcards_stand_for_themselves(engine: Engine, text: str, word: str, found: bool) -> None:
    with engine.connect() as connection:
        assert bool(connection.scalar(select(*containing(word, literal(text))))) is found


def test_words_of_hostile_searches() -> None:
    assert words_of("a" * 10_240) == ["a" * 200]
    assert words_of(" ".join("abcdefghijkl")) == list("abcdefgh")
    assert words_of("\u202eÉtat\u202c\x00 civil\u200f") == ["etat", "civil"]
    assert words_of("   ") == []
