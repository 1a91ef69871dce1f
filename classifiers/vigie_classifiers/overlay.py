"""An organisation's own records over a base in memory.

The same answers as loading both, at the price of the few records alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import TypeVar, cast

from vigie_classifiers.index import Index, blocks_of, by_kind
from vigie_classifiers.layers import Layer
from vigie_classifiers.loader import Base, replacement
from vigie_classifiers.model import Files, Product, Replaced, Vendor
from vigie_classifiers.patterns import Family
from vigie_classifiers.tables import Tables, add_heads, add_product, add_vendor, relations_of

Value = TypeVar("Value")

_APART = frozenset(["blocks", "patterns"])
"""Tables that are not dictionaries to read through."""


class TwoFamilies(Family):
    """The patterns of the shipped base, then those of the organisation."""

    def __init__(self, shipped: Family, own: Family, start: int) -> None:
        super().__init__([])
        self._shipped, self._own, self._start = shipped, own, start

    def find(self, name: str) -> list[int]:
        """Blocks whose pattern matches the whole name."""
        return [*self._shipped.find(name), *self._own.find(name)]

    def named(self, name: str, block: int) -> str:
        """What the group `product` of the patterns of that block cuts out of the name."""
        return (self._own if block >= self._start else self._shipped).named(name, block)


def lay(
    below: Base,
    index: Index,
    whole: Mapping[str, Product],
    vendors: Iterable[Vendor],
    products: Iterable[Product],
    digest: str,
) -> tuple[Base, Index]:
    """Put records over a base: they add to it, or stand in place of those of the same id.

    Args:
        below: the base that many organisations share; untouched.
        index: of that base; untouched.
        whole: products of the base that the own ones stand in place of, with their [[match]] blocks.
        vendors: whole records.
        products: whole records; their [[match]] blocks that repeat those below stay as they are.
        digest: of the result.
    """
    base = _base(below, whole, vendors, products, digest)
    own_vendors = [base.vendors[one] for one in _own(base.vendors)]
    own_products = [base.products[one] for one in _own(base.products)]
    start = len(index.blocks)
    tables = _tables(index, start)
    for vendor in own_vendors:
        _forget(tables, below.vendors.get(vendor.id), vendor)
        add_vendor(tables, vendor, local=True)
    for product in own_products:
        add_product(
            tables,
            product,
            local=True,
            replaced=base.files.replaced.get(product.id),
            over=product.id in whole,
        )
    for starts in (tables.heavy, tables.declared):
        for kind in _own(starts):
            add_heads(tables, kind, _own(starts[kind]))
    if any(one.control or one.id in below.vendors for one in own_vendors):
        tables.relations = relations_of(base.vendors)
    return base, _index(index, base, whole, tables, start)


def _base(
    below: Base,
    whole: Mapping[str, Product],
    vendors: Iterable[Vendor],
    products: Iterable[Product],
    digest: str,
) -> Base:
    own_vendors = {one.id: one for one in vendors}
    own_products = {one.id: one for one in products}
    replaced: dict[str, Replaced] = {
        one: replacement(shipped, own_products[one], below.files.products[one])
        for one, shipped in whole.items()
    }
    files = Files(
        vendors=_over(
            below.files.vendors, {one: f"local/{one}/vendor.toml" for one in own_vendors}
        ),
        products=_over(
            below.files.products,
            {one.id: f"local/{one.vendor}/{one.id}.toml" for one in own_products.values()},
        ),
        local=below.files.local | own_products.keys(),
        replaced={**below.files.replaced, **replaced},
    )
    return Base(
        digest,
        _over(below.vendors, own_vendors),
        _over(below.products, own_products),
        below.categories,
        files,
    )


def _over(below: dict[str, Value], own: Mapping[str, Value]) -> Layer[str, Value]:
    layer = Layer(below)
    for key, value in own.items():
        layer[key] = value
    return layer


def _own(layer: object) -> list[str]:
    return cast("Layer[str, object]", layer).own() if isinstance(layer, Layer) else []


def _tables(index: Index, start: int) -> Tables:
    """Tables that read through to those of the index; blocks are numbered after its own."""
    layers = {
        one.name: Layer(getattr(index, one.name))
        for one in fields(Tables)
        if one.name not in _APART
    }
    return Tables(blocks=[("", [], 0, [])] * start, **layers)


def _forget(tables: Tables, shipped: Vendor | None, own: Vendor) -> None:
    """Take away what the shipped vendor of the same id said of itself."""
    if shipped is None:
        return
    for book, said in (
        (tables.publishers, tables.vendor_keys.get(own.id, [])),
        (tables.team_ids, [one.upper() for one in shipped.team_ids]),
        (tables.cpe_vendors, [one.lower() for one in shipped.cpe]),
    ):
        for one in said:
            if book.get(one) == own.id:
                book[one] = ""


def _index(
    below: Index, base: Base, whole: Mapping[str, Product], tables: Tables, start: int
) -> Index:
    """The index of the layers: blocks below are shared, but for those whose record changed."""
    vendors, products = set(_own(base.vendors)), set(_own(base.products))
    blocks = list(below.blocks)
    places = dict.fromkeys(products, 0)
    for number, block in enumerate(below.blocks):
        own = block.product.id in products
        if own or block.product.vendor in vendors:
            product = base.products[block.product.id]
            blocks[number] = replace(
                block,
                product=product,
                vendor=base.vendors.get(product.vendor),
                words=None,
                gone=own and not _kept(places[product.id], base, whole[product.id]),
            )
        if own:
            places[block.product.id] += 1
    blocks += blocks_of(base, tables.blocks[start:], start)
    families = dict(below.families)
    added = by_kind({group: Family(patterns) for group, patterns in tables.patterns.items()})
    for kind, own_patterns in added.items():
        shipped = families.get(kind)
        families[kind] = TwoFamilies(shipped, own_patterns, start) if shipped else own_patterns
    return Index(base, tables, blocks, families)


def _kept(place: int, base: Base, shipped: Product) -> bool:
    """Say whether the own product still has the block at that place of the shipped one.

    Blocks of a product stand in the order of `tables.add_product`: matches, name, identifiers.
    """
    own = base.products[shipped.id]
    if place < len(shipped.match):
        return shipped.match[place] in own.match
    if place == len(shipped.match) and not shipped.family:
        return base.files.replaced[shipped.id].name
    return not set(shipped.identifiers).isdisjoint(own.identifiers)
