"""Lists as addresses: filters, sort and page stand in the query, so that every list can be shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

_MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, and the addresses of its neighbours."""

    path: str
    params: Mapping[str, str]
    """What was asked, empty values left out."""
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

    def address(self, **changes: str | int) -> str:
        """This list with some parameters changed (empty: left out); goes back to the first page."""
        return address(self.path, {**self.params, "page": "", **_texts(changes)})

    def sorted_by(self, key: str, default: str, *, descending: bool = False) -> str:
        """The address that sorts by `key`, or turns the order round if it does already.

        Args:
            key: the column.
            default: the column that sorts when the address says nothing.
            descending: how this column begins.
        """
        if self.params.get("tri", default) != key:
            return self.address(tri=key, sens="desc" if descending else "asc")
        now_descending = self.params.get("sens", "desc" if descending else "asc") == "desc"
        return self.address(tri=key, sens="asc" if now_descending else "desc")


def listing_of(path: str, params: Mapping[str, str], total: int, size: int) -> Listing:
    """The page that `params` ask for; what is not a number is the first, what is beyond is the last."""
    asked = params.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    pages = max(1, -(-total // size))
    return Listing(path, cleaned(params), total, size, min(max(number, 1), pages))


class Links:
    """Makes addresses of other lists that keep the policy chosen here: `to("/produits", origine="unknown")`."""

    def __init__(self, params: Mapping[str, str]) -> None:
        self._kept = {"politique": params.get("politique", "")[:16]}

    def __call__(self, path: str, **params: str | int) -> str:
        """The address of a path with its query; empty values are left out."""
        return address(path, {**_texts(params), **self._kept})


def cleaned(params: Mapping[str, str]) -> dict[str, str]:
    """Parameters without those that are empty; long ones are cut, for they come back in every link."""
    return {
        key[:32]: value[:_MOST_CHARACTERS] for key, value in list(params.items())[:32] if value
    }


def address(path: str, params: Mapping[str, str]) -> str:
    """A path with its query; empty values are left out."""
    query = urlencode({key: value for key, value in params.items() if value})
    return f"{path}?{query}" if query else path


def _texts(changes: Mapping[str, str | int]) -> dict[str, str]:
    return {key: str(value) for key, value in changes.items()}
