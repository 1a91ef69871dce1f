"""Dictionaries over the base: publishers, exact names, keys, word prefixes and patterns."""

from collections import defaultdict
from dataclasses import dataclass

from vigie_classifiers.forms import IDENTIFIERS
from vigie_classifiers.loader import Base
from vigie_classifiers.model import Product, Vendor
from vigie_classifiers.normalise import fold, plain, words
from vigie_classifiers.patterns import Family, Pattern
from vigie_classifiers.publisher import key

LOCAL_BONUS = 1_000
"""Added to the precedence of an organisation's own entries, so that they always win."""
WEAK = 30
"""Below this precedence a pattern is a catch-all, tried after everything precise."""


@dataclass(frozen=True, slots=True)
class Block:
    """One [[match]] block with what is needed to judge it."""

    product: Product
    publishers: frozenset[str]
    """Comparable publisher keys that the block names itself; empty = those of the vendor."""
    precedence: int
    file: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Names that start with these words."""

    block: Block
    words: tuple[str, ...]
    declared: bool
    """True for `prefixes`, False for a whole name used as a start."""


class Index:
    """Built once per knowledge base, read only afterwards."""

    def __init__(self, base: Base) -> None:
        self.vendors = base.vendors
        self.has_local = bool(base.files.local)
        self.publishers: dict[str, str] = {}
        self.team_ids: dict[str, str] = {}
        self.vendor_keys: dict[str, frozenset[str]] = {}
        self.exact: dict[tuple[str, str], list[Block]] = defaultdict(list)
        self.heavy: dict[tuple[str, str], list[Block]] = defaultdict(list)
        self.prefixes: dict[tuple[str, tuple[str, ...]], list[Prefix]] = defaultdict(list)
        self.longest_prefix: dict[str, int] = defaultdict(int)
        self.blocks: list[Block] = []
        self.families: dict[str, Family] = {}
        for vendor in base.vendors.values():
            self._add_vendor(vendor)
        self.relations = _relations(base.vendors)
        patterns: dict[str, list[Pattern]] = defaultdict(list)
        for product in base.products.values():
            local = product.id in base.files.local
            for match in product.match:
                block = Block(
                    product=product,
                    publishers=frozenset(key(one) for one in match.publishers),
                    precedence=match.precedence + (LOCAL_BONUS if local else 0),
                    file=base.files.products.get(product.id, ""),
                )
                self.blocks.append(block)
                for kind in match.kinds:
                    patterns[kind] += [Pattern(t, len(self.blocks) - 1) for t in match.patterns]
                    for name in match.names:
                        self._add_name(kind, name, block)
                    for prefix in match.prefixes:
                        self._add_prefix(kind, words(prefix), block, declared=True)
        self.families = {kind: Family(found) for kind, found in patterns.items()}

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

    def _add_vendor(self, vendor: Vendor) -> None:
        keys = {key(one) for one in (vendor.name, *vendor.aliases)} - {""}
        self.vendor_keys[vendor.id] = frozenset(keys)
        for one in keys:
            self.publishers.setdefault(one, vendor.id)
        for team in vendor.team_ids:
            self.team_ids.setdefault(team.upper(), vendor.id)

    def _add_name(self, kind: str, name: str, block: Block) -> None:
        _put(self.exact[kind, plain(name)], block)
        if kind in IDENTIFIERS:
            return
        _put(self.heavy[kind, fold(name)], block)
        self._add_prefix(kind, words(name), block, declared=False)

    def _add_prefix(
        self, kind: str, start: tuple[str, ...], block: Block, *, declared: bool
    ) -> None:
        if not start:
            return
        self.prefixes[kind, start].append(Prefix(block, start, declared))
        self.longest_prefix[kind] = max(self.longest_prefix[kind], len(start))


def _put(blocks: list[Block], block: Block) -> None:
    if not any(one is block for one in blocks):
        blocks.append(block)


def _relations(vendors: dict[str, Vendor]) -> dict[str, frozenset[str]]:
    """Ancestors and descendants of each vendor; cycles in bad data end the climb."""
    up: dict[str, set[str]] = {}
    for vendor in vendors.values():
        seen: set[str] = set()
        todo = [vendor.id]
        while todo:
            current = vendors.get(todo.pop())
            for link in current.control if current else ():
                if link.kind != "announced" and link.parent not in seen:
                    seen.add(link.parent)
                    todo.append(link.parent)
        up[vendor.id] = seen
    both: dict[str, set[str]] = {one: set(parents) for one, parents in up.items()}
    for one, parents in up.items():
        for parent in parents:
            both.setdefault(parent, set()).add(one)
    return {one: frozenset(linked) for one, linked in both.items()}
