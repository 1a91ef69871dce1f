"""Follows who controls a vendor on one day, with dates, sources and grade."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vigie_classifiers.countries import WIDE
from vigie_classifiers.model import Control, Vendor
from vigie_classifiers.texts import _

SOURCED, GENERAL, NONE = "sourced", "general knowledge", "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One link of control, as it held on the day asked."""

    owner_id: str
    owner: str
    owner_country: str
    owned_id: str
    owned: str
    kind: str
    since: date | None = None
    until: date | None = None
    capital_pct: float | None = None
    votes_pct: float | None = None
    source: str = ""
    checked: date | None = None
    grade: str = GENERAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a vendor stands under one policy on one day; seat, control and law stay apart."""

    answer: str
    """french, eu, other_european, extra_european, community, contested or unknown."""
    seat: str = ""
    seat_incorporated: str = ""
    parent_id: str = ""
    parent: str = ""
    """Ultimate parent by majority control; the vendor itself when nobody controls it."""
    parent_country: str = ""
    laws: tuple[str, ...] = ()
    chain: tuple[ChainLink, ...] = ()
    grade: str = NONE
    watch: tuple[str, ...] = ()


@dataclass(slots=True)
class Trace:
    """All that the policies judge: the vendor, its links on that day, who stands at the top."""

    vendor: Vendor | None
    vendors: Mapping[str, Vendor]
    on: date
    links: dict[str, list[Control]] = field(default_factory=dict[str, list[Control]])
    """Valid links of each vendor met, announced ones left out."""
    tops: tuple[str, ...] = ()
    """Ids of the ultimate parents; several under joint control, none when not known."""
    chain: list[ChainLink] = field(default_factory=list[ChainLink])
    watch: list[str] = field(default_factory=list[str])


def trace(vendors: Mapping[str, Vendor], vendor_id: str, on: date) -> Trace:
    """Climb the links that hold on that day; an unknown vendor gives an empty trace."""
    vendor = vendors.get(vendor_id)
    found = Trace(vendor, vendors, on)
    if vendor is not None:
        found.tops = _climb(found, vendor, frozenset())
    return found


def top_countries(vendors: Mapping[str, Vendor], vendor_id: str, on: date) -> tuple[str, ...]:
    """Countries of the ultimate parents of a holder; empty when its control is not known."""
    found = trace(vendors, vendor_id, on)
    return tuple(vendors[one].country for one in found.tops)


def controllers(links: list[Control]) -> list[Control]:
    """Links that give control: the latest majority one, else the joint ones."""
    majority = [one for one in links if one.kind == "majority"]
    if majority:
        return [max(majority, key=lambda one: one.since or date.min)]
    return [one for one in links if one.kind == "joint"]


def _climb(found: Trace, vendor: Vendor, below: frozenset[str]) -> tuple[str, ...]:
    """Ids of those at the top above this vendor; nothing when one of them is not known."""
    if vendor.id not in found.links:
        _note(found, vendor)
    above = controllers(found.links[vendor.id])
    if not above:
        # Nobody knows who holds it: with a seat in Europe the answer is "unknown", since the holder
        # may sit elsewhere. A seat outside Europe settles it: no holder can make it European.
        hidden = vendor.control_unknown and (not vendor.country or vendor.country in WIDE)
        return () if hidden else (vendor.id,)
    tops: list[str] = []
    for link in above:
        parent = found.vendors.get(link.parent)
        if parent is None or parent.id in below or parent.id == vendor.id:
            return ()  # a broken or circular base answers "unknown", never a guess
        reached = _climb(found, parent, below | {vendor.id})
        if not reached:
            return ()
        tops += reached
    return tuple(dict.fromkeys(tops))


def _note(found: Trace, vendor: Vendor) -> None:
    """Keep the links of one vendor, and what is to be watched about it."""
    valid = [one for one in vendor.control if one.valid(found.on)]
    found.links[vendor.id] = [one for one in valid if one.kind != "announced"]
    for link in valid:
        shown = _link(found.vendors, vendor, link)
        found.chain.append(shown)
        if link.kind == "announced":
            found.watch.append(
                _(
                    "Opération annoncée et non conclue : {owner} ({country}) prendrait le "
                    "contrôle de {owned} ; l'origine n'en tient pas compte."
                ).format(owner=shown.owner, country=shown.owner_country or "?", owned=shown.owned)
            )
    if vendor.control_unknown and not controllers(found.links[vendor.id]):
        found.watch.append(
            _("On ne sait pas qui contrôle {vendor} : à vérifier.").format(vendor=vendor.name)
        )


def _link(vendors: Mapping[str, Vendor], owned: Vendor, link: Control) -> ChainLink:
    owner = vendors.get(link.parent)
    sourced = bool(link.source and link.checked)
    return ChainLink(
        owner_id=link.parent,
        owner=owner.name if owner else link.parent,
        owner_country=owner.country if owner else "",
        owned_id=owned.id,
        owned=owned.name,
        kind=link.kind,
        since=link.since,
        until=link.until,
        capital_pct=link.capital_pct,
        votes_pct=link.votes_pct,
        source=link.source,
        checked=link.checked,
        grade=SOURCED if sourced else GENERAL,
    )
