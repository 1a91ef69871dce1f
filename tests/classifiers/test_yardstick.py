"""Accuracy on names labelled by hand: a change of the engine or of the base must not lose it."""

from collections import Counter

import pytest
from vigie_classifiers import KINDS, Knowledge
from vigie_classifiers.loader import read_base

from tests.classifiers.yardstick.score import Score, rows, score, table

FLOORS = {
    "product": 88.0,
    "vendor": 93.0,
    "parent country": 95.0,
    "European or not, balanced": 94.0,
    "answered with confidence >= 0.8": 70.0,
    "abstains where nobody knows": 90.0,
}
"""Per cent, below the measured ones: what a release may never fall under."""
CEILING_WRONG_WHEN_SURE = 5.0


@pytest.mark.parametrize("half", ["seen", "unseen"])
def test_accuracy_does_not_fall(
    knowledge: Knowledge, half: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found: Score = score(knowledge, half)
    told = {name: value for name, value, _wanted in table(found)}
    with capsys.disabled():
        print(f"\nyardstick, {half}: " + ", ".join(f"{n} {v:.1f} %" for n, v in told.items()))
    assert {name: value for name, value in told.items() if value < FLOORS.get(name, 0)} == {}
    assert found.wrong_when_sure <= CEILING_WRONG_WHEN_SURE


def test_every_kind_is_there_in_both_halves() -> None:
    found = Counter((row["kind"], row["half"]) for row in rows())
    labelled = {"appimage", "pacman", "nix"}  # same names as dpkg, rpm and apk: not labelled apart
    assert {kind for kind, _half in found} == set(KINDS) - labelled
    assert all(
        found[kind, half] >= 5 for kind in set(KINDS) - labelled for half in ("seen", "unseen")
    )
    assert len(rows()) >= 600


def test_no_name_is_an_example_of_the_base_by_accident() -> None:
    """A yardstick made of the base's own examples would measure nothing."""
    examples = {
        (one.kind, one.seen.casefold())
        for product in read_base().products.values()
        for one in product.examples
    }
    unseen = [row for row in rows() if row["half"] == "unseen"]
    shared = [row for row in unseen if (row["kind"], row["raw_name"].casefold()) in examples]
    assert len(shared) / len(unseen) < 0.35
