"""The chain of evidence of one line: from raw names to product, vendor, owner, law and origin."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlmodel import Session
from vigie_classifiers import POLICIES, Knowledge, Origin

from vigie_collector.inventory.lines import Line
from vigie_collector.inventory.origins import origin_for, origin_of
from vigie_collector.inventory.product_queries import names_of_line
from vigie_collector.local_knowledge.said import LOCAL, Said, Sayings, sayings_of


@dataclass(frozen=True, slots=True)
class Proof:
    """One step of a verdict: the rule that spoke, in words, and the file of the knowledge base."""

    rule: str
    text: str
    source: str
    local: bool = False
    """True when the organisation's own knowledge spoke, not the shipped base."""
    said: Said | None = None
    """Who said so; None for a folder of this installation."""


@dataclass(frozen=True, slots=True)
class NameProof:
    """A raw name that leads to the line, and why."""

    name_id: int
    kind: str
    name: str
    publisher: str
    edition: str
    confidence: float
    devices: int
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A product that could serve instead, with its own origin."""

    line_key: str
    product: str
    vendor: str
    licence: str
    origin: Origin
    devices: int
    """Present devices that have it already."""
    seat: str
    """Country of its vendor: ISO 3166, ZZ for a community, empty when not known."""
    technology_origin: str
    """Country, or empty."""
    lacks: str
    """What it does not cover, as one French sentence; empty when nobody wrote it down."""
    used_by: str
    """Public bodies that use it, where a source says so."""
    source: str
    checked: date | None
    grade: str
    """What the advice rests on: `sourced` or `general knowledge`."""
    credit: str
    """Whose catalogue proposes it and under which licence; empty = the base."""


@dataclass(frozen=True, slots=True)
class Axes:
    """What is known of a product itself: three of the six axes (seat, control and law stand in its origin)."""

    hosting: str
    """on_premises, saas, both, or empty."""
    technology_origin: str
    """Country, or empty."""
    licence: str
    identifiers: tuple[str, ...] = ()
    """Hard identifiers that the base knows, each with its scheme: `bundle:org.videolan.vlc`."""


def name_proofs(session: Session, organisation_id: int, line_key: str) -> list[NameProof]:
    """The raw names of a line with their evidence, most devices first, 200 at most."""
    sayings = sayings_of(session, organisation_id)
    return [
        NameProof(
            name.id,
            name.kind,
            name.name,
            name.publisher,
            verdict.edition,
            verdict.confidence,
            devices,
            _proofs(verdict.evidence, name.name, sayings),
        )
        for name, verdict, devices in names_of_line(session, organisation_id, line_key)
    ]


def origins_by_policy(knowledge: Knowledge, line: Line, on: date) -> dict[str, Origin]:
    """The origin of a line under every policy, side by side."""
    return {policy: origin_of(knowledge, line, policy, on) for policy in POLICIES}


def own_facts(session: Session, organisation_id: int, origin: Origin, vendor_id: str) -> list[Said]:
    """What the organisation itself said of the vendor and of those above it."""
    sayings = sayings_of(session, organisation_id)
    chain = [vendor_id, *(link.owner_id for link in origin.chain)]
    found = [said for one in dict.fromkeys(chain) for said in sayings.of_vendor(one)]
    return list(dict.fromkeys(found))


def axes_of(knowledge: Knowledge, line: Line) -> Axes:
    """Hosting, technology origin and licence of a line; empty when its product is not known."""
    product = knowledge.products.get(line.product_id)
    if product is None:
        return Axes("", "", "")
    return Axes(product.hosting, product.technology_origin, product.licence, product.identifiers)


def devices_by_product(present: Iterable[Line]) -> dict[str, int]:
    """Product id to present devices."""
    return {each.product_id: each.devices for each in present if each.product_id}


def alternatives_of(
    knowledge: Knowledge, product_id: str, devices: Mapping[str, int], policy: str, on: date
) -> list[Alternative]:
    """The alternatives that the knowledge base names for a product.

    Args:
        knowledge: the base.
        product_id: of the line; empty or unknown: none.
        devices: of `devices_by_product`: who has the others already.
        policy: of the origins.
        on: the day asked.
    """
    product = knowledge.products.get(product_id)
    found: list[Alternative] = []
    for told in product.alternatives if product else ():
        other = knowledge.products.get(told.product)
        if other is None:
            continue
        vendor = knowledge.vendors.get(other.vendor)
        found.append(
            Alternative(
                line_key=f"product:{told.product}",
                product=other.name,
                vendor=(other.name if vendor.many else vendor.name) if vendor else "",
                licence=other.licence,
                origin=origin_for(knowledge, other.vendor, told.product, policy, on),
                devices=devices.get(told.product, 0),
                seat=vendor.country if vendor else "",
                technology_origin=other.technology_origin,
                lacks=told.lacks,
                used_by=told.used_by,
                source=told.source,
                checked=told.checked,
                grade="general knowledge" if told.basis or not told.source else "sourced",
                credit=told.credit,
            )
        )
    return found


def _proofs(evidence: str, name: str, sayings: Sayings) -> tuple[Proof, ...]:
    steps = cast("list[dict[str, Any]]", json.loads(evidence))
    return tuple(
        Proof(
            str(step.get("rule", "")),
            str(step.get("text", "")),
            source := str(step.get("source", "")),
            local := source.startswith(LOCAL),
            sayings.of_name(source, name) if local else None,
        )
        for step in steps
    )
