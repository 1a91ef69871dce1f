"""Products that an unknown name may be: proposed to a person, never decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from rapidfuzz import fuzz, process

from vigie_classifiers.base import Knowledge
from vigie_classifiers.normalise import fold
from vigie_classifiers.told import DISPLAYED, displayed

MOST = 5
_LEAST = 62.0
"""Score out of 100 below which two names have nothing in common."""
_SAME_VENDOR = 8.0
"""Added when the publisher points at the vendor of the product."""
_LONGEST = 120
"""Characters compared: work stays bounded on hostile names."""
_SHORTEST = 4
"""Letters of a name that is worth comparing: "DC" is part of too many."""
_KEPT = 40
"""Nearest names looked at by the second, slower score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A product that the name resembles."""

    product_id: str
    product: str
    vendor: str
    score: float
    """0 to 100: a likeness, not a confidence."""


def propose(
    knowledge: Knowledge, kind: str, name: str, publisher: str = "", most: int = MOST
) -> list[Proposal]:
    """Products whose name or match names resemble a raw name, the nearest first.

    Args:
        knowledge: the base; one with local entries proposes them too.
        kind: where the name was read.
        name: the raw name; only its first characters count.
        publisher: as the machine writes it: products of the vendor it points at come first.
        most: proposals at most.
    """
    cut = name[:_LONGEST]
    asked = fold(displayed(cut) if kind in DISPLAYED else cut)
    if not asked:
        return []
    maker = knowledge.maker_of(kind, publisher)
    best: dict[str, float] = {}
    for names in _books_of(knowledge):
        near = process.extract(
            asked, names.keys(), scorer=fuzz.token_set_ratio, score_cutoff=_LEAST, limit=_KEPT
        )
        for text, _score, _place in near:
            score = fuzz.WRatio(asked, text)
            for product_id in names[text]:
                product = knowledge.products[product_id]
                bonus = _SAME_VENDOR if maker and product.vendor == maker else 0.0
                best[product_id] = max(best.get(product_id, 0.0), min(100.0, score + bonus))
    if maker:
        # The products of the maker are few: each is compared.
        for product in knowledge.products.values():
            if product.vendor != maker or product.family:
                continue
            score = fuzz.WRatio(asked, fold(product.name)) + _SAME_VENDOR
            best[product.id] = max(best.get(product.id, 0.0), min(100.0, score))
    found = sorted(best, key=lambda one: (-best[one], knowledge.products[one].name))
    return [_proposal(knowledge, one, best[one]) for one in found[:most] if best[one] >= _LEAST]


_books: WeakKeyDictionary[Knowledge, Mapping[str, tuple[str, ...]]] = WeakKeyDictionary()


def _books_of(knowledge: Knowledge) -> list[Mapping[str, tuple[str, ...]]]:
    """Folded names and the products that bear them: of the base, and of what is laid over it."""
    if knowledge.below is None:
        return [_book(knowledge, None)]
    return [*_books_of(knowledge.below), _book(knowledge, knowledge.below)]


def _book(knowledge: Knowledge, below: Knowledge | None) -> Mapping[str, tuple[str, ...]]:
    made = _books.get(knowledge)
    if made is None:
        names: dict[str, set[str]] = {}
        for product in knowledge.products.values():
            if below is None or below.products.get(product.id) is not product:
                names.setdefault(fold(product.name[:_LONGEST]), set()).add(product.id)
        for kind in DISPLAYED:
            known = () if below is None else {one for one, _ids in below.names(kind)}
            for name, ids in knowledge.names(kind):
                if name not in known:
                    names.setdefault(fold(name[:_LONGEST]), set()).update(ids)
        made = {
            name: tuple(sorted(one for one in ids if not knowledge.products[one].family))
            for name, ids in names.items()
            if len(name) >= _SHORTEST
        }
        _books[knowledge] = made
    return made


def _proposal(knowledge: Knowledge, product_id: str, score: float) -> Proposal:
    product = knowledge.products[product_id]
    vendor = knowledge.vendors.get(product.vendor)
    return Proposal(
        product_id=product_id,
        product=product.name,
        vendor=vendor.name if vendor else product.vendor,
        score=round(score, 1),
    )
