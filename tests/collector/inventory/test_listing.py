"""Addresses of lists: page numbers forgive anything, links keep the filters."""

import pytest
from vigie_collector.inventory.listing import Links, listing_of


@pytest.mark.parametrize(
    ("asked", "page"),
    [("", 1), ("abc", 1), ("-3", 1), ("0", 1), ("²", 1), ("2", 2), ("999", 3), ("9" * 40, 1)],
)
def test_any_page_number(asked: str, page: int) -> None:
    listing = listing_of("/produits", {"page": asked}, total=120, size=50)
    assert listing.page == page
    assert listing.pages == 3


def test_ranks_of_the_last_page_and_of_an_empty_list() -> None:
    last = listing_of("/produits", {"page": "3"}, total=120, size=50)
    assert (last.first, last.last, last.offset) == (101, 120, 100)
    empty = listing_of("/produits", {}, total=0, size=50)
    assert (empty.first, empty.last, empty.pages) == (0, 0, 1)


def test_links_keep_filters_and_go_back_to_the_first_page() -> None:
    listing = listing_of("/produits", {"q": "a&b", "page": "2", "type": ""}, total=120, size=50)
    assert listing.address(origine="unknown") == "/produits?q=a%26b&origine=unknown"
    assert listing.address(q="", page=3) == "/produits?page=3"


def test_sorting_turns_round() -> None:
    plain = listing_of("/produits", {}, total=1, size=50)
    assert plain.sorted_by("produit", "appareils") == "/produits?tri=produit&sens=asc"
    assert (
        plain.sorted_by("appareils", "appareils", descending=True)
        == "/produits?tri=appareils&sens=asc"
    )


def test_long_parameters_do_not_come_back_whole() -> None:
    listing = listing_of("/produits", {"q": "x" * 10_240}, total=0, size=50)
    assert len(listing.address()) < 300


def test_the_policy_follows_to_other_lists() -> None:
    to = Links({"politique": "wide", "q": "x"})
    assert to("/produits", origine="unknown") == "/produits?origine=unknown&politique=wide"
    assert Links({})("/") == "/"
