"""`/`, as a reader sees it."""

import html
import re
from collections.abc import Callable

import pytest
from httpx2 import Response
from vigie_classifiers import Knowledge

from tests.collector.inventory.seeds import Seeds
from tests.support.people import text_of

Page = Callable[[str], Response]


@pytest.fixture
def inventory(seeds: Seeds, knowledge: Knowledge) -> Seeds:
    """Two machines."""
    seeds.device(
        "a", [("Essai Bureau", "1"), ("Essai Pilote", "1"), ("Gestion <b>locale</b>", "1")]
    )
    seeds.device("b", [("Essai Bureau", "2"), ("Essai Filtre", "1"), ("Essai État civil", "1")])
    seeds.device("z", silent=True)
    seeds.settle(knowledge)
    return seeds


def test_coverage_stands_before_any_share(page: Page, inventory: Seeds) -> None:
    text = page("/").text
    assert inventory.names
    assert text.index("Appareils silencieux") < text.index("Part des produits, par origine")
    assert "parc déclaré\u00a0: non renseigné" in text


def test_families_policies_parents_and_next_steps(page: Page, inventory: Seeds) -> None:
    text = page("/").text
    assert inventory.names
    for expected in (
        "Infrastructure", "Poste de travail", "Logiciel", "Non classé", "Siège dans l&#39;UE", "24/39",
        "Essai Boston", "États-Unis", "nom inconnu à qualifier", "Contesté", "Inconnu", "1 pilote<",
        "/produits?parent=essai-us", "/appareils?etat=silencieux", "/produits?origine=unknown",
    ):  # fmt: skip
        assert expected in text, expected
    assert "<b>locale" not in text


def test_a_figure_leads_to_a_list_of_as_many(page: Page, inventory: Seeds) -> None:
    assert inventory.names
    for policy in ("majority", "seat", "24-39", "wide"):
        text = page(f"/?politique={policy}").text
        figures = re.findall(r'<a href="(/produits\?[^"]+)">(\d+)', text)
        figures += re.findall(
            r'<th scope="row"><a href="(/produits\?[^"]+)">[^<]+</a>.*?<td class="num">(\d+)<', text
        )
        assert len(figures) > 20
        for address, figure in figures:
            listed = page(html.unescape(address)).text
            total = re.search(r"\d+ à \d+ sur (\d+)", listed)
            assert int(total[1] if total else 0) == int(figure), (address, figure)


def test_the_policy_switch_changes_figures_and_stays_in_links(page: Page, inventory: Seeds) -> None:
    text = page("/?politique=seat").text
    assert inventory.names
    assert "politique=seat&amp;origine=unknown" in text
    assert text != page("/?politique=majority").text
    assert page("/?politique=nonsense").status_code == 200


def test_an_empty_collector_says_what_to_do(page: Page) -> None:
    text = page("/").text
    assert "Installer un agent" in text
    assert "data-chart=" not in text


def test_devices_without_products_yet(page: Page, seeds: Seeds, knowledge: Knowledge) -> None:
    seeds.device("a")
    seeds.settle(knowledge)
    assert "aucun produit n'est encore compté" in page("/").text


def test_one_installation_is_singular(seeds: Seeds, knowledge: Knowledge, page: Page) -> None:
    seeds.device("seul", [("Essai Bureau", "1")])
    seeds.settle(knowledge)
    text = text_of(page("/"))
    assert "1 produit , 1 installation " in text
    assert "1 installations" not in text


def test_unrelated_projects_of_one_entry_are_no_parent(
    seeds: Seeds, knowledge: Knowledge, page: Page
) -> None:
    seeds.device("a", [("Essai Graphe", "1"), ("Essai Partition", "1")])
    seeds.settle(knowledge)
    assert "/produits?parent=essai-libres" not in page("/").text
    text = text_of(page("/produits?parent=essai-libres"))
    assert "Maison mère ultime : Auteurs d'essais libres" in text
    assert "Essai Graphe (communauté)" in text
    assert "1 à 2 sur 2" in text
