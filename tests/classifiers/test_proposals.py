"""Near products are proposed to a person; nothing is decided."""

import time

from vigie_classifiers import Knowledge
from vigie_classifiers.local import Entry, laid
from vigie_classifiers.model import Product
from vigie_classifiers.proposals import MOST, propose


def test_misspelt_and_shortened_names(knowledge: Knowledge) -> None:
    assert propose(knowledge, "windows", "Adobee Reder DC", "Adobe")[0].vendor == "Adobe"
    assert propose(knowledge, "windows", "Libre Ofice 24")[0].product_id == "libreoffice"
    near = propose(knowledge, "windows", "Ciril Finances RH", "Ciril Group")
    assert near[0].vendor == "Ciril Group"
    assert len(near) <= MOST


def test_nothing_near_is_nothing(knowledge: Knowledge) -> None:
    assert propose(knowledge, "windows", "Qzxwv Kjhgf") == []
    assert propose(knowledge, "windows", "") == []
    assert propose(knowledge, "windows", "💥" * 3) == []


def test_products_of_the_organisation_are_proposed(knowledge: Knowledge) -> None:
    own = Product(id="zorglub", name="Zorglub Ultra", vendor="sage", category="poste/bureautique")
    ours = laid(knowledge, [Entry(products=(own,))])
    assert propose(ours, "windows", "Zorglub Ultr")[0].product_id == "zorglub"
    assert "zorglub" not in [
        one.product_id for one in propose(knowledge, "windows", "Zorglub Ultr")
    ]


def test_time_is_bounded_on_hostile_names(knowledge: Knowledge) -> None:
    propose(knowledge, "windows", "x")
    begun = time.perf_counter()
    for name in ("x" * 10_000, "a b " * 5_000, "(((" * 3_000, "=cmd|' /C calc'!A0"):
        propose(knowledge, "windows", name, name)
    assert time.perf_counter() - begun < 2
