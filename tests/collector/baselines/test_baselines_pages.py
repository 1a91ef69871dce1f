"""`/reperes`: frozen by an operator, compared by anyone, taken away by an administrator."""

import re
from collections.abc import Callable

import pytest
from vigie_classifiers import Knowledge

from tests.collector.inventory.seeds import Seeds
from tests.support.people import Person


@pytest.fixture
def inventory(seeds: Seeds, knowledge: Knowledge) -> Seeds:
    """Two machines, and a name that attacks."""
    seeds.device("a", [("Essai Bureau", "1"), ("<script>alert(1)</script>", "1")])
    seeds.device("b", [("Essai Filtre", "1")])
    seeds.settle(knowledge)
    return seeds


def test_from_freezing_to_taking_away(
    person: Callable[..., Person], inventory: Seeds, knowledge: Knowledge
) -> None:
    someone = person()
    assert "Aucun repère" in someone.get("/reperes").text
    answer = someone.post("/reperes", name="Avant <b>", note="pourquoi")
    assert answer.status_code == 303
    where = answer.headers["location"].partition("?")[0]
    page = someone.get(answer.headers["location"]).text
    assert "Repère figé" in page
    assert "Avant &lt;b&gt;" in page
    inventory.device("c", [("Essai État civil", "1")])
    inventory.settle(knowledge)
    page = someone.get(f"{where}?politique=seat").text
    assert "Essai État civil" in page
    assert "<script>alert" not in page
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style", page)
    assert "Avant &lt;b&gt;" in someone.get("/reperes").text
    assert someone.post("/reperes", name="avant <B>").status_code == 409
    assert someone.post("/reperes", name="").status_code == 400
    assert someone.get("/reperes/12").status_code == 404
    assert someone.get("/reperes/x").status_code == 404
    assert someone.post(f"{where}/suppression").status_code == 303
    assert someone.get(where).status_code == 404


def test_a_reader_only_reads(person: Callable[..., Person], inventory: Seeds) -> None:
    someone = person("reader", "lecture@ville.fr")
    assert inventory.names
    assert "Figer maintenant" not in someone.get("/reperes").text
    assert someone.post("/reperes", name="x").status_code == 403


def test_english(person: Callable[..., Person], inventory: Seeds) -> None:
    someone = person()
    assert inventory.names
    assert someone.get("/reperes?lang=en").status_code == 200
