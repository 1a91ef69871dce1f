"""Dictionaries over one base, read only: what the steps of recognition look into."""

from dataclasses import dataclass

from vigie_classifiers.forms import GROUPS
from vigie_classifiers.loader import Base
from vigie_classifiers.model import KINDS, Product, Vendor
from vigie_classifiers.normalise import fold
from vigie_classifiers.patterns import Family
from vigie_classifiers.tables import LOCAL_BONUS, Row, Tables, build

WEAK = 30
"""Below this precedence a pattern is a catch-all, tried after everything precise."""


@dataclass(slots=True, eq=False)
class Block:
    """One [[match]] block with what is needed to judge it. Read only."""

    number: int
    product: Product
    vendor: Vendor | None
    publishers: frozenset[str]
    """Comparable publisher keys that the block names itself; empty = those of the vendor."""
    precedence: int
    file: str
    local: bool
    weak: bool
    kinds: frozenset[str]
    """Kinds whose names its patterns are for."""
    gone: bool = False
    """True when an organisation's own product took it away from the shipped one."""
    words: tuple[str, ...] | None = None
    """Telling words of the product's own name, once asked."""

    def resembles(self, name: str) -> bool:
        """Say whether a folded name holds a word of the product's own name or id.

        Words of its vendor do not count ("Cisco Jabber" is not "Cisco IP Communicator"), unless the
        product has no other. Long words may stand inside another.
        """
        if self.words is None:
            told = dict.fromkeys(
                f"{fold(self.product.name)} {self.product.id.replace('-', ' ')}".split()
            )
            maker = fold(self.vendor.name).split() if self.vendor else []
            own = [one for one in told if len(one) > 2 and one not in maker]
            self.words = tuple(own or (one for one in told if len(one) > 2))
        if not self.words:
            return True
        parts = name.split()
        return any(one in parts or (len(one) > 3 and one in name) for one in self.words)


class Index:
    """Built once per knowledge base, read only afterwards."""

    def __init__(
        self,
        base: Base,
        tables: Tables | None = None,
        blocks: "list[Block] | None" = None,
        families: dict[str, Family] | None = None,
    ) -> None:
        found = tables or build(base)
        self.vendors = base.vendors
        self.has_local = bool(base.files.local)
        self.exact = found.exact
        self.heavy = found.heavy
        self.declared = found.declared
        self.heads = found.heads
        self.product_names = found.product_names
        self.vendor_products = found.vendor_products
        self.identifiers = found.identifiers
        self.publishers = found.publishers
        self.team_ids = found.team_ids
        self.vendor_keys = found.vendor_keys
        self.cpe_vendors = found.cpe_vendors
        self.relations = found.relations
        self.blocks = blocks_of(base, found.blocks) if blocks is None else blocks
        self.families = (
            by_kind({group: Family(patterns) for group, patterns in found.patterns.items()})
            if families is None
            else families
        )

    def vendor_of(self, publisher_keys: tuple[str, ...]) -> str:
        """Vendor id of the first known piece of a publisher string, or nothing."""
        for one in publisher_keys:
            found = self.publishers.get(one)
            if found:
                return found
        return ""

    def related(self, one: str, other: str) -> bool:
        """Say whether two vendors are the same or linked by control, whatever the date."""
        return one == other or other in self.relations.get(one, ())


def by_kind(groups: dict[str, Family]) -> dict[str, Family]:
    """The patterns of each kind: those of its group."""
    return {kind: groups[group] for kind in KINDS if (group := GROUPS.get(kind, kind)) in groups}


def blocks_of(base: Base, rows: list[Row], start: int = 0) -> list[Block]:
    """Blocks of the tables with their records; the first one has the number `start`."""
    replaced, files = base.files.replaced, base.files.products
    same: dict[tuple[str, ...], frozenset[str]] = {}  # few sets of kinds, thousands of blocks

    def shared(words: list[str]) -> frozenset[str]:
        key = tuple(words)
        found = same.get(key)
        if found is None:
            found = same[key] = frozenset(key)
        return found

    return [
        Block(
            number=number,
            product=(product := base.products[product_id]),
            vendor=base.vendors.get(product.vendor),
            publishers=shared(publishers),
            precedence=precedence,
            file=replaced[product_id].file
            if product_id in replaced and precedence < LOCAL_BONUS
            else files.get(product_id, ""),
            local=precedence >= LOCAL_BONUS,
            weak=precedence % LOCAL_BONUS < WEAK,
            kinds=shared(kinds),
        )
        for number, (product_id, publishers, precedence, kinds) in enumerate(rows, start)
    ]
