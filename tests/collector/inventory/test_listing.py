"""Pages of lists: any page number is forgiven."""

import pytest
from vigie_collector.inventory.listing import listing_of


@pytest.mark.parametrize(
    ("asked", "page"),
    [("", 1), ("abc", 1), ("-3", 1), ("0", 1), ("²", 1), ("2", 2), ("999", 3), ("9" * 40, 1)],
)
def test_any_page_number(asked: str, page: int) -> None:
    listing = listing_of({"page": asked}, total=120, size=50)
    assert listing.page == page
    assert listing.pages == 3


def test_ranks_of_the_last_page_and_of_an_empty_list() -> None:
    last = listing_of({"page": "3"}, total=120, size=50)
    assert (last.first, last.last, last.offset) == (101, 120, 100)
    empty = listing_of({}, total=0, size=50)
    assert (empty.first, empty.last, empty.pages) == (0, 0, 1)
