"""`/produits` and one product, as a reader sees them."""

from collections.abc import Callable

import pytest
from httpx2 import Response
from vigie_classifiers import Knowledge

from tests.collector.inventory.seeds import CREDIT, LACKS, USED_BY, Seeds

Page = Callable[[str], Response]


@pytest.fixture
def inventory(seeds: Seeds, knowledge: Knowledge) -> Seeds:
    """Two machines with products, a driver, an unknown name and a name that attacks."""
    seeds.device(
        "pc-b", [("Essai Bureau", "2.0"), ("Essai État civil", "7"), ("Essai Pilote", "1")]
    )
    seeds.device(
        "pc-a",
        [("Essai Bureau", "1.0"), ("Essai Filtre", "3"), ("<script>alert(1)</script>", "\u202e1")],
    )
    seeds.settle(knowledge)
    return seeds


def test_the_list(page: Page, inventory: Seeds) -> None:
    text = page("/produits").text
    assert inventory.names
    for expected in (
        "Essai Bureau",
        "Extra-européen",
        "Essai Boston",
        "Inconnu",
        "/produits/product:essai-bureau",
    ):
        assert expected in text
    assert "Essai Pilote</bdi>" not in text
    assert "Comptés à part\u00a0: 1" in text


def test_search_filter_sort_and_policy_stay_in_links(page: Page, inventory: Seeds) -> None:
    text = page("/produits?q=etat+civil&politique=seat").text
    assert inventory.names
    assert "Essai État civil</bdi>" in text
    assert "Essai Bureau</bdi>" not in text
    assert "q=etat+civil&amp;politique=seat&amp;tri=produit&amp;sens=asc" in text
    assert "/produits/product:essai-etat-civil?politique=seat" in text


@pytest.mark.parametrize(
    "query",
    [
        "page=abc", "page=999", "q=" + "x" * 10_240, "q=%25_%27%22%3B--", "q=%00%E2%80%AE", "q=%ff%fe",
        "categorie=%3Cscript%3E", "tri=1%3BDROP", "sens=x", "politique=x", "vendeur=aucun", "pays=ZZZZ",
        "type=tous&origine=x&libre=x&confiance=x&reconnu=x", "parent=nobody",
    ],
)  # fmt: skip
def test_a_hostile_address_is_a_list_all_the_same(page: Page, inventory: Seeds, query: str) -> None:
    answer = page(f"/produits?{query}")
    assert inventory.names
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "%3Cscript%3E" not in answer.text or "<script>" not in answer.text.split("</head>")[1]


def test_names_are_text_never_markup(page: Page, inventory: Seeds) -> None:
    text = page("/produits?reconnu=inconnu").text
    assert inventory.names
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text


def test_one_product_shows_its_chain_and_its_axes(page: Page, inventory: Seeds) -> None:
    text = page("/produits/product:essai-filtre").text
    assert inventory.names
    for expected in (
        "Essai Boston contrôle Essai Filiale (majorité)",
        "depuis le 1 mars 2024",
        "100\u00a0% du capital",
        "Connaissance générale, à sourcer",
        "exposition possible",
        "Siège dans l&#39;UE",
        "Siège de l'éditeur",
        "Origine de la technologie",
        "pc-a",
    ):
        assert expected in text, expected


def test_one_product_lists_versions_names_and_alternatives(page: Page, inventory: Seeds) -> None:
    text = page("/produits/product:essai-etat-civil").text
    assert inventory.names
    for expected in (
        "Noms bruts et preuves",
        "Versions",
        "<bdi>7</bdi>",
        "/produits/product:essai-filtre",
        LACKS.replace("'", "&#39;"),
        USED_BY,
        f'<a href="https://sill.invalid/1" rel="noreferrer nofollow">{CREDIT}</a>',
    ):
        assert expected in text, expected


def test_an_unknown_name_has_a_page_that_says_so(page: Page, inventory: Seeds) -> None:
    name_id = inventory.names["windows|<script>alert(1)</script>", ""]
    text = page(f"/produits/name:{name_id}").text
    assert "L'éditeur n'est pas connu" in text
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    "key", ["product:none", "name:1", "x", "product:../../etc", "%00", "%3Cb%3E"]
)
def test_an_unknown_line_is_404(page: Page, inventory: Seeds, key: str) -> None:
    answer = page(f"/produits/{key}")
    assert inventory.names
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_an_empty_collector_says_what_to_do(page: Page) -> None:
    assert "Installer un agent" in page("/produits").text


def test_in_english(page: Page, inventory: Seeds) -> None:
    assert inventory.names
    assert page("/produits?lang=en").status_code == 200
    assert page("/produits/product:essai-bureau?lang=en").status_code == 200


def test_nobody_without_a_sign_in(page: Page, client: object) -> None:
    page("/produits")
    client.cookies.clear()  # type: ignore[attr-defined]  # the TestClient behind `page`
    assert page("/produits").headers["location"].startswith("/connexion")
