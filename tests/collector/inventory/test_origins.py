"""Origins of lines and shares: what is not known stays apart under every policy."""

from dataclasses import replace
from datetime import date

import pytest
from vigie_classifiers import POLICIES, Knowledge
from vigie_collector.inventory.lines import Line
from vigie_collector.inventory.origins import ANSWERS, counted, origin_of, shares

ON = date(2026, 11, 23)
LINE = Line(
    key="product:essai-filtre",
    product_id="essai-filtre",
    product="Essai Filtre",
    vendor_id="essai-filiale",
    vendor="Essai Filiale",
    category="infrastructure/securite",
    type="product",
    open_source="no",
    confidence=0.9,
    devices=4,
    names=1,
    first_seen_at=0,
    kind="windows",
)
UNKNOWN = replace(
    LINE, key="name:1", product_id="", vendor_id="", vendor="", category="", type="", devices=3
)


def test_an_owner_changes_the_answer_on_its_day_and_the_seat_does_not(knowledge: Knowledge) -> None:
    assert origin_of(knowledge, LINE, "majority", ON).answer == "extra_european"
    assert origin_of(knowledge, LINE, "majority", ON).parent == "Essai Boston"
    assert origin_of(knowledge, LINE, "seat", ON).answer == "french"
    assert origin_of(knowledge, LINE, "majority", date(2024, 2, 29)).answer == "french"


@pytest.mark.parametrize("policy", POLICIES)
def test_unknown_is_never_european(knowledge: Knowledge, policy: str) -> None:
    assert origin_of(knowledge, UNKNOWN, policy, ON).answer == "unknown"
    gone = replace(LINE, vendor_id="left-the-base", product_id="left-too")
    assert origin_of(knowledge, gone, policy, ON).answer == "unknown"
    found = shares([UNKNOWN], knowledge, policy, ON)
    assert found["unknown"].products == 1
    assert sum(share.products for share in found.values()) == 1


def test_shares_add_up_and_name_every_answer(knowledge: Knowledge) -> None:
    found = shares([LINE, UNKNOWN], knowledge, "majority", ON)
    assert tuple(found) == ANSWERS
    assert (found["extra_european"].installations, found["extra_european"].devices) == (4, 4)
    assert found["extra_european"].installation_share == pytest.approx(4 / 7)
    assert sum(share.product_share for share in found.values()) == pytest.approx(1)


def test_no_lines_no_division(knowledge: Knowledge) -> None:
    assert {share.product_share for share in shares([], knowledge, "wide", ON).values()} == {0.0}


def test_components_are_counted_apart_and_unknown_names_are_not() -> None:
    lines = [LINE, UNKNOWN, replace(LINE, type="component"), replace(LINE, type="driver")]
    assert counted(lines) == [LINE, UNKNOWN]
