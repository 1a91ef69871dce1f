"""One page of a list: filters, sort and page stand in the address, so that every list can be shared."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listing:
    """Which items of a list are shown."""

    total: int
    size: int
    page: int
    """From 1; never beyond the last."""

    @property
    def pages(self) -> int:
        """How many pages there are, 1 for an empty list."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """Items before this page."""
        return (self.page - 1) * self.size

    @property
    def first(self) -> int:
        """Rank of the first item shown, 0 in an empty list."""
        return self.offset + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Rank of the last item shown."""
        return min(self.offset + self.size, self.total)


def listing_of(params: Mapping[str, str], total: int, size: int) -> Listing:
    """The page that `page` asks for; what is not a number is the first, what is beyond is the last."""
    asked = params.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    pages = max(1, -(-total // size))
    return Listing(total, size, min(max(number, 1), pages))
