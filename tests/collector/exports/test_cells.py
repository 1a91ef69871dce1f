"""No name of the outside world becomes a formula, in any form that spreadsheets know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vigie_collector.exports.cells import neutral


@pytest.mark.parametrize(
    "hostile",
    ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\x00=1", "\u202e=1", "＝1"],
)
def test_formulas_are_neutralised(hostile: str) -> None:
    told = neutral(hostile)
    assert isinstance(told, str)
    assert told.startswith("'")


def test_values_keep_their_type_and_plain_texts_stay() -> None:
    assert neutral(-3) == -3
    assert neutral(None) is None
    assert neutral("C++ Redistributable (x64) – été 😀") == "C++ Redistributable (x64) – été 😀"
    assert neutral("a\tb\x07\u202ec") == "a bc"
    assert len(str(neutral("x" * 100_000))) <= 32_767


@given(st.text())
def test_neutral_twice_is_neutral_once(text: str) -> None:
    assert neutral(neutral(text)) == neutral(text)
