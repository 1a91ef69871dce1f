"""Joins the SILL with the base: which free products could stand for which others."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from vigie_classifiers.model import Product
from vigie_classifiers.normalise import fold
from vigie_classifiers.other_catalogue import Proposal, Proposals
from vigie_classifiers.sill import CREDIT, Software
from vigie_classifiers.texts import _

_SHOWN = 20
"""Names that one line of the summary shows."""


@dataclass(slots=True)
class Joined:
    """What the SILL and the base have in common, for the file and for the summary."""

    proposals: list[Proposal] = field(default_factory=list[Proposal])
    by_id: list[str] = field(default_factory=list[str])
    by_name: list[str] = field(default_factory=list[str])
    absent: list[str] = field(default_factory=list[str])
    withdrawn: list[str] = field(default_factory=list[str])
    not_free: list[str] = field(default_factory=list[str])
    """In the SILL, while the base says that what is installed is not free."""
    unknown: Counter[str] = field(default_factory=Counter[str])
    """Proprietary products that the SILL names and the base does not know."""

    @property
    def whole(self) -> Proposals:
        """The file to write."""
        return Proposals(credit=CREDIT, alternatives=tuple(self.proposals))


class _Register:
    """Products of the base by Wikidata id, then by name when only one bears it."""

    def __init__(self, products: Mapping[str, Product]) -> None:
        self._by_id = {one.wikidata: one for one in products.values() if one.wikidata}
        self._by_name: dict[str, Product | None] = {}
        for one in products.values():
            if one.type == "product" and not one.family:
                name = fold(one.name)
                self._by_name[name] = None if name in self._by_name else one

    def find(self, wikidata: str, name: str) -> tuple[Product | None, bool]:
        """The product, and whether its name alone told it."""
        product = self._by_id.get(wikidata) if wikidata else None
        if product is not None:
            return product, False
        product = self._by_name.get(fold(name))
        if product and product.wikidata and wikidata:
            return None, False  # same name, another thing
        return product, True


def join(products: Mapping[str, Product], sill: Iterable[Software], day: date) -> Joined:
    """Look for each entry of the SILL in the base, and for what it is compared with.

    Args:
        products: those of the base.
        sill: the entries of the export.
        day: the day of the export.
    """
    register, joined = _Register(products), Joined()
    pairs: dict[tuple[str, str], Proposal] = {}
    for one in sill:
        if one.withdrawn:
            joined.withdrawn.append(one.name)
            continue
        product, named = register.find(one.wikidata, one.name)
        if product is None:
            joined.absent.append(one.name)
        else:
            (joined.by_name if named else joined.by_id).append(one.name)
            if product.open_source == "no":
                joined.not_free.append(one.name)
                product = None
        for other in one.similar:
            if other.free is True:
                continue
            target, _named = register.find(other.wikidata, other.name)
            if target is None:
                if other.name:
                    joined.unknown[other.name] += 1
            elif product and target.id != product.id and target.open_source != "yes":
                pairs[target.id, product.id] = Proposal(
                    of=target.id,
                    product=product.id,
                    used_by=used_by(one),
                    source=one.url,
                    checked=day,
                )
    joined.proposals = [pairs[one] for one in sorted(pairs)]
    return joined


def used_by(one: Software) -> str:
    """Say who uses it and who supports it, as the SILL tells."""
    parts: list[str] = []
    if one.organisations:
        parts.append(f"{_count(len(one.organisations))} au SILL : {_some(one.organisations)}")
    if one.providers:
        parts.append(f"Prestataires de l'annuaire CNLL : {_some(one.providers)}")
    return ". ".join(parts)


def _count(number: int) -> str:
    return f"{number} organisations déclarées" if number > 1 else "1 organisation déclarée"


def _some(names: tuple[str, ...]) -> str:
    more = f" et {len(names) - 3} autres" if len(names) > 4 else ""
    return ", ".join(names[: 3 if more else 4]) + more


def summary(joined: Joined) -> Iterator[str]:
    """Yield the result, line by line."""
    yield _("Retrouvés dans la base par identifiant Wikidata : {names}").format(
        names=_listed(joined.by_id)
    )
    yield _("Retrouvés par leur seul nom, à vérifier : {names}").format(
        names=_listed(joined.by_name)
    )
    yield _("Absents de la base : {names}").format(names=_listed(joined.absent))
    yield _("Retirés du SILL, laissés de côté : {names}").format(names=_listed(joined.withdrawn))
    yield _("Au SILL, mais non libres tels qu'installés selon la base : {names}").format(
        names=_listed(joined.not_free)
    )
    yield _("Logiciels propriétaires comparés par le SILL, inconnus de la base : {names}").format(
        names=_listed([one for one, _times in joined.unknown.most_common()])
    )
    yield _("Alternatives : {pairs}, pour {products} produits ({credit}).").format(
        pairs=len(joined.proposals),
        products=len({one.of for one in joined.proposals}),
        credit=CREDIT,
    )


def _listed(names: list[str]) -> str:
    if not names:
        return "0"
    told = f"{len(names)} ({', '.join(names[:_SHOWN])}"
    return told + (", …)" if len(names) > _SHOWN else ")")
