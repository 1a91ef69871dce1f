"""What an organisation itself knows, as small entries, and the records that they make.

An entry holds whole records, names added to a product of the base, or corrected facts.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, cast

from vigie_classifiers.base import Knowledge
from vigie_classifiers.model import Control, Example, Match, Product, Vendor
from vigie_classifiers.normalise import plain, tidy
from vigie_classifiers.publisher import PACKAGED, is_distribution, key, team_id
from vigie_classifiers.shape import read
from vigie_classifiers.told import DISPLAYED, displayed

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_CONTROLLING = ("majority", "joint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Names that are a product, of the base or of the organisation."""

    product: str
    match: tuple[Match, ...]
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is corrected of a vendor: its seat, a link of control."""

    vendor: str
    country: str | None = None
    """None leaves the seat as it is."""
    control: tuple[Control, ...] = ()
    """Links that are added; a majority or joint one ends the shipped ones on its first day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that an organisation said, whole: it is kept or undone at once."""

    vendors: tuple[Vendor, ...] = ()
    products: tuple[Product, ...] = ()
    recognitions: tuple[Recognition, ...] = ()
    facts: tuple[Facts, ...] = ()
    note: str = ""
    """Goes with the records when they are exported."""


@dataclass(slots=True)
class Records:
    """Whole records of an organisation."""

    vendors: dict[str, Vendor] = field(default_factory=dict[str, Vendor])
    products: dict[str, Product] = field(default_factory=dict[str, Product])
    lost: list[str] = field(default_factory=list[str])
    """Ids of products and vendors that entries speak of and that are nowhere."""


def entry_of(table: Mapping[str, object], where: str) -> Entry:
    """Read an entry from its table (dates may be ISO texts).

    Raises:
        KnowledgeError: unknown key, missing key or value of the wrong type.
    """
    return read(Entry, table, where)


def table_of(entry: Entry) -> dict[str, object]:
    """The entry as plain values that JSON takes; what has its default is left out."""
    return cast("dict[str, object]", json.loads(json.dumps(_lean(entry), default=str)))


def _lean(record: "DataclassInstance") -> dict[str, object]:
    """Fields of a record that do not have their default."""
    values: dict[str, object] = {}
    for one in fields(record):
        value = cast("object", getattr(record, one.name))
        if value == one.default:
            continue
        values[one.name] = _plain(value)
    return values


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(each) for each in cast("Sequence[object]", value)]
    return _lean(cast("DataclassInstance", value)) if is_dataclass(value) else value


def recognition(
    product: str, kind: str, name: str, publisher: str = "", *, versions: bool = True
) -> Recognition:
    """Say that a raw name is a product.

    Args:
        product: id of the product.
        kind: where the name was read.
        name: as the machine writes it.
        publisher: as the machine writes it; when it tells a company, only that company's name
            counts.
        versions: True to know the other versions of the name too.
    """
    names = [tidy(name)]
    short = displayed(names[0]) if versions and kind in DISPLAYED else ""
    if short and plain(short) != plain(name):
        names.append(short)
    publishers = (team_id(publisher) or tidy(publisher),) if _tells(kind, publisher) else ()
    return Recognition(
        product=product,
        match=(Match(kinds=(kind,), names=tuple(names), publishers=publishers),),
        examples=(Example(kind=kind, seen=name, publisher=publisher),),
    )


def _tells(kind: str, publisher: str) -> bool:
    """Say whether recognition will compare that publisher: who only packs says nothing."""
    if kind in PACKAGED or is_distribution(kind, publisher):
        return False
    return bool(key(publisher)) and any(map(str.isalpha, publisher))


def records(shipped: Knowledge, entries: Iterable[Entry]) -> Records:
    """Whole records from entries, the later ones upon the earlier."""
    found = Records()
    entries = list(entries)
    for entry in entries:
        found.vendors.update({one.id: one for one in entry.vendors})
        found.products.update({one.id: one for one in entry.products})
    for entry in entries:
        for facts in entry.facts:
            vendor = found.vendors.get(facts.vendor) or shipped.vendors.get(facts.vendor)
            if vendor is None:
                found.lost.append(facts.vendor)
            else:
                vendor = corrected(vendor, facts)
                found.vendors[vendor.id] = replace(vendor, note=_noted(vendor.note, entry.note))
        for one in entry.recognitions:
            product = found.products.get(one.product) or shipped.whole(one.product)
            if product is None:
                found.lost.append(one.product)
            else:
                product = _recognised(product, one)
                found.products[product.id] = replace(product, note=_noted(product.note, entry.note))
    return found


def _recognised(product: Product, said: Recognition) -> Product:
    return replace(
        product,
        match=tuple(dict.fromkeys((*product.match, *said.match))),
        examples=tuple(dict.fromkeys((*product.examples, *said.examples))),
    )


def _noted(note: str, more: str) -> str:
    """A note with one more sentence, once."""
    return note if more in note else " ".join(filter(None, (note, more)))


def corrected(vendor: Vendor, facts: Facts) -> Vendor:
    """A vendor with what was said of it."""
    links = list(vendor.control)
    held = False
    for link in facts.control:
        if link.kind in _CONTROLLING:
            held = True
            links = [ended for one in links if (ended := _ended(one, link.since)) is not None]
        links.append(link)
    return replace(
        vendor,
        country=vendor.country if facts.country is None else facts.country,
        control=tuple(links),
        control_unknown=vendor.control_unknown and not held,
        independent=vendor.independent and not held,
        float=vendor.float and not held,
    )


def _ended(link: Control, day: date | None) -> Control | None:
    """An older link of control, ended on the day when another begins; None when nothing is left."""
    if link.kind not in _CONTROLLING or (link.until and day and link.until <= day):
        return link
    if day is None or (link.since and link.since >= day):
        return None
    return replace(link, until=day)


def digest_of(shipped: str, entries: Iterable[Entry]) -> str:
    """Digest of a base with entries over it: the same entries give the same one; none, its own."""
    tables = [table_of(entry) for entry in entries]
    if not tables:
        return shipped
    text = shipped + "\n" + json.dumps(tables, sort_keys=True)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def laid(shipped: Knowledge, entries: Iterable[Entry]) -> Knowledge:
    """The knowledge of an organisation: the shipped base with its entries over it."""
    said = list(entries)
    if not said:
        return shipped
    found = records(shipped, said)
    return shipped.with_local(
        found.vendors.values(), found.products.values(), digest_of(shipped.digest, said)
    )
