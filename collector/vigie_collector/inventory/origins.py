"""The origin of lines under a policy on a day, and the share of each answer: for pages, exports and baselines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vigie_classifiers import Knowledge, Origin

from vigie_collector.inventory.lines import Line

ANSWERS: tuple[str, ...] = (
    "french",
    "eu",
    "other_european",
    "community",
    "extra_european",
    "contested",
    "unknown",
)
"""Every answer, in the order in which pages show them; the last two are always shown, even at zero."""

COUNTED = ("product", "")
"""Types that count as products; a name that nobody knows has no type, and counts."""

_MOST_BOOKS = 32
# Origins follow from the knowledge, the policy and the day alone: what was answered once holds for every request.
_books: dict[tuple[str, str, date], dict[tuple[str, str], Origin]] = {}


@dataclass(frozen=True, slots=True)
class Share:
    """How much of some lines has one answer.

    `products` counts lines; `installations` adds up the devices of each line (a device with two products counts
    twice); at least `devices` distinct devices have one of them (those of the most spread line: an exact count would
    read every installation). The two fractions are 0 to 1 of all the lines given, unknown ones included; 0 when
    there are none.
    """

    answer: str
    products: int
    installations: int
    devices: int
    product_share: float
    installation_share: float


def origin_of(knowledge: Knowledge, line: Line, policy: str, on: date) -> Origin:
    """The origin of a line; one whose vendor is not known is `unknown`.

    Args:
        knowledge: the base that answers.
        line: any line, component or product.
        policy: one of `vigie_classifiers.POLICIES`.
        on: the day asked: owners change.
    """
    return origin_for(knowledge, line.vendor_id, line.product_id, policy, on)


def origin_for(
    knowledge: Knowledge, vendor_id: str, product_id: str, policy: str, on: date
) -> Origin:
    """The origin of a product of a vendor; both may be empty, or unknown to this base."""
    book = _books.get((knowledge.digest, policy, on))
    if book is None:
        if len(_books) >= _MOST_BOOKS:
            _books.clear()
        book = _books.setdefault((knowledge.digest, policy, on), {})
    key = (vendor_id, product_id)
    origin = book.get(key)
    if origin is None:
        origin = book[key] = knowledge.origin(
            vendor_id if vendor_id in knowledge.vendors else None,
            policy,
            on,
            product_id if product_id in knowledge.products else None,
        )
    return origin


def counted(lines: Iterable[Line]) -> list[Line]:
    """The lines that count as products: components, drivers, patches and language packs are told apart."""
    return [line for line in lines if line.type in COUNTED]


def shares(lines: Iterable[Line], knowledge: Knowledge, policy: str, on: date) -> dict[str, Share]:
    """The share of every answer among the lines given (filter them first with `counted`).

    Returns:
        Each of `ANSWERS`, in that order, to its share; `unknown` is never part of another answer.
    """
    products: dict[str, int] = dict.fromkeys(ANSWERS, 0)
    installations = dict.fromkeys(ANSWERS, 0)
    devices = dict.fromkeys(ANSWERS, 0)
    for line in lines:
        answer = origin_of(knowledge, line, policy, on).answer
        products[answer] += 1
        installations[answer] += line.devices
        devices[answer] = max(devices[answer], line.devices)
    all_products = sum(products.values())
    all_installations = sum(installations.values())
    return {
        answer: Share(
            answer,
            products[answer],
            installations[answer],
            devices[answer],
            products[answer] / all_products if all_products else 0.0,
            installations[answer] / all_installations if all_installations else 0.0,
        )
        for answer in ANSWERS
    }
