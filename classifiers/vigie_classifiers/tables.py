"""The dictionaries of recognition as plain data: built once from a base, kept in its compiled copy.

A block is one [[match]] of one product; everywhere else it is its number in `blocks`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vigie_classifiers.forms import GROUPS, IDENTIFIERS
from vigie_classifiers.loader import Base
from vigie_classifiers.model import Match, Product, Replaced, Vendor
from vigie_classifiers.normalise import fold_of_plain, plain
from vigie_classifiers.publisher import key

LOCAL_BONUS = 1_000
"""Added to the precedence of an organisation's own entries, so that they always win."""

Row = tuple[str, list[str], int, list[str]]
ByKind = dict[str, dict[str, list[int]]]


@dataclass(slots=True, kw_only=True)
class Tables:
    """Everything that recognition looks up; strings, numbers, lists and dictionaries only."""

    blocks: list[Row] = field(default_factory=list[Row])
    """Product id, comparable publisher keys (empty = those of the vendor), precedence, kinds."""
    exact: ByKind = field(default_factory=dict[str, dict[str, list[int]]])
    """Kind, then plain name."""
    heavy: ByKind = field(default_factory=dict[str, dict[str, list[int]]])
    """Kind, then folded name; also read as starts of longer names."""
    declared: ByKind = field(default_factory=dict[str, dict[str, list[int]]])
    """Kind, then folded start that a product declares."""
    heads: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    """Kind, then first word of a start: words of the longest such start."""
    patterns: dict[str, list[tuple[str, int]]] = field(
        default_factory=dict[str, list[tuple[str, int]]]
    )
    """Patterns by group of kinds (`forms.GROUPS`): a block tells which kinds it is for."""
    product_names: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    """Folded name of each product, whatever the kinds that it lists; families left out."""
    vendor_products: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    """Vendor id, then name of its product in letters and digits alone, without its own name."""
    identifiers: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    """Hard identifiers in lower case, scheme included."""
    publishers: dict[str, str] = field(default_factory=dict[str, str])
    """Comparable publisher key to vendor id."""
    vendor_keys: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    team_ids: dict[str, str] = field(default_factory=dict[str, str])
    cpe_vendors: dict[str, str] = field(default_factory=dict[str, str])
    """Vendor part of a CPE, dated ones included, to vendor id."""
    relations: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """Vendors linked by control, whatever the date."""


def build(base: Base) -> Tables:
    """Index a whole base."""
    tables = Tables()
    for vendor in base.vendors.values():
        add_vendor(tables, vendor, local=base.files.vendors[vendor.id].startswith("local/"))
    # A library bears the name of its server: where one name is asked, the server comes first.
    for product in sorted(base.products.values(), key=lambda one: one.type == "component"):
        add_product(
            tables,
            product,
            local=product.id in base.files.local,
            replaced=base.files.replaced.get(product.id),
        )
    for starts in (tables.heavy, tables.declared):
        for kind, found in starts.items():
            add_heads(tables, kind, found)
    tables.relations = relations_of(base.vendors)
    return tables


def add_heads(tables: Tables, kind: str, starts: Iterable[str]) -> None:
    """Note the first words of those starts, with the words of the longest."""
    heads = tables.heads.setdefault(kind, {})
    for one in starts:
        first, count = one.split(" ", 1)[0], one.count(" ") + 1
        if heads.get(first, 0) < count:
            heads[first] = count


def add_vendor(tables: Tables, vendor: Vendor, *, local: bool = False) -> None:
    """Index one vendor; what a local one says of itself wins."""
    keys = list(dict.fromkeys(key(one) for one in (vendor.name, *vendor.aliases)))
    tables.vendor_keys[vendor.id] = [one for one in keys if one]
    for book, found in (
        (tables.publishers, tables.vendor_keys[vendor.id]),
        (tables.team_ids, [one.upper() for one in vendor.team_ids]),
        (tables.cpe_vendors, [one.lower() for one in vendor.cpe]),
    ):
        for one in found:
            if local:
                book[one] = vendor.id
            else:
                book.setdefault(one, vendor.id)


def add_product(
    tables: Tables,
    product: Product,
    *,
    local: bool = False,
    replaced: Replaced | None = None,
    over: bool = False,
) -> None:
    """Index one product.

    Args:
        tables: to add to.
        product: its record.
        local: an organisation wrote it: its own blocks win.
        replaced: the shipped product of the same id; what repeats it has no precedence of its own.
        over: True when the tables hold the shipped product already: only what is new is added.
    """
    bonus = LOCAL_BONUS if local else 0
    for position, match in enumerate(product.match):
        same = replaced is not None and position in replaced.matches
        if not (same and over):
            _add_match(tables, product.id, match, 0 if same else bonus)
    if not product.family and not (over and replaced and replaced.name):
        if replaced and replaced.name:
            bonus = 0
        _add_own_name(tables, product, _new_block(tables, product, bonus))
    known = replaced.identifiers if replaced else ()
    _add_identifiers(tables, product, [] if over else known, 0)
    bonus = LOCAL_BONUS if local else 0
    _add_identifiers(
        tables, product, [one for one in product.identifiers if one not in known], bonus
    )


def _add_match(tables: Tables, product_id: str, match: Match, bonus: int) -> None:
    number = len(tables.blocks)
    keys = sorted({key(one) for one in match.publishers})
    tables.blocks.append((product_id, keys, match.precedence + bonus, list(match.kinds)))
    for group in dict.fromkeys(GROUPS.get(one, one) for one in match.kinds):
        patterns = tables.patterns.setdefault(group, [])
        patterns += [(text, number) for text in match.patterns]
    for kind in match.kinds:
        for name in match.names:
            _add_name(tables, kind, plain(name), number)
        for prefix in match.prefixes:
            _put(tables.declared, kind, fold_of_plain(plain(prefix)), number)


def _add_identifiers(
    tables: Tables, product: Product, identifiers: Sequence[str], bonus: int
) -> None:
    if identifiers:
        number = _new_block(tables, product, bonus)
        for one in identifiers:
            tables.identifiers.setdefault(one.lower(), []).append(number)


def _new_block(tables: Tables, product: Product, bonus: int) -> int:
    """Number of a block that asks for no publisher, met through the product's name or identifiers.

    One of its [[match]] blocks will do: the blocks of a product stand together, the last ones.
    """
    for number in range(len(tables.blocks) - 1, -1, -1):
        product_id, publishers, precedence, _kinds = tables.blocks[number]
        if product_id != product.id:
            break
        if not publishers and precedence == 50 + bonus:
            return number
    tables.blocks.append((product.id, [], 50 + bonus, []))
    return len(tables.blocks) - 1


def _add_own_name(tables: Tables, product: Product, number: int) -> None:
    folded = fold_of_plain(plain(product.name))
    homonyms = tables.product_names.setdefault(folded, [])
    if not homonyms or product.type != "component":  # a library never answers for its server
        homonyms.append(number)
    own = tables.vendor_products.setdefault(product.vendor, {})
    for name in (folded, *_without_vendor(tables, product.vendor, folded)):
        own.setdefault(squeezed(name), number)


def _without_vendor(tables: Tables, vendor: str, folded: str) -> list[str]:
    """The folded name without the name of its vendor before it."""
    starts = tables.vendor_keys.get(vendor, ())
    return [folded[len(one) + 1 :] for one in starts if folded.startswith(f"{one} ")]


def squeezed(name: str) -> str:
    """Letters and digits alone: how a CPE and a product name meet."""
    return "".join(one for one in name if one.isalnum())


def _add_name(tables: Tables, kind: str, name: str, number: int) -> None:
    _put(tables.exact, kind, name, number)
    if kind not in IDENTIFIERS:
        _put(tables.heavy, kind, fold_of_plain(name), number)


def _put(by_kind: ByKind, kind: str, name: str, number: int) -> None:
    if not name:
        return
    numbers = by_kind.setdefault(kind, {}).setdefault(name, [])
    if number not in numbers:
        numbers.append(number)


def relations_of(vendors: Mapping[str, Vendor]) -> dict[str, list[str]]:
    """Ancestors and descendants of each vendor; cycles in bad data end the climb."""
    both: dict[str, set[str]] = defaultdict(set)
    for vendor in vendors.values():
        seen: set[str] = set()
        todo = [vendor.id]
        while todo:
            current = vendors.get(todo.pop())
            for link in current.control if current else ():
                if link.kind != "announced" and link.parent not in seen:
                    seen.add(link.parent)
                    todo.append(link.parent)
        for parent in seen:
            both[vendor.id].add(parent)
            both[parent].add(vendor.id)
    return {one: sorted(linked) for one, linked in both.items()}
