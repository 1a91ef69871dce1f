"""A cursor gives back its key; any other text is refused with one sentence."""

import pytest
from vigie_collector.errors import BadInput
from vigie_collector.inventory.cursor import decode, decode_number, encode


@pytest.mark.parametrize("key", ["1", "product:libreoffice", "name:123", "é"])
def test_round_trip(key: str) -> None:
    assert decode(encode(key)) == key


def test_no_cursor_is_the_beginning() -> None:
    assert decode("") == ""
    assert decode_number("") == 0


@pytest.mark.parametrize("bad", ["%%%", "é", "A", "x" * 10_240, "_w", encode("a\x00b"), "' OR 1=1"])
def test_a_bad_cursor_is_refused(bad: str) -> None:
    with pytest.raises(BadInput, match="Curseur"):
        decode(bad)


@pytest.mark.parametrize("key", ["product:x", "-1", "9" * 30, "²"])
def test_a_cursor_of_another_list_is_refused(key: str) -> None:
    with pytest.raises(BadInput, match="Curseur"):
        decode_number(encode(key))
