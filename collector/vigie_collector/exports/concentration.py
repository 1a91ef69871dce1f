"""« Concentration »: the first ten ultimate parents, by products and by machines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vigie_collector.exports.cells import Cell, Sheet, neutral_rows
from vigie_collector.exports.rows import TableRow
from vigie_collector.exports.wording import country_text

NAME = "Concentration"
FIRST = 10
_CANDIDATES = 60
HEADS = (
    "Classement", "Rang", "Maison mère ultime", "Pays contrôle", "Produits", "Part des produits", "Machines",
    "Part des machines", "Coût annuel (€)",
)  # fmt: skip


@dataclass(slots=True)
class Parent:
    """An ultimate parent with what it controls in the table."""

    id: str
    name: str
    country: str
    vendors: set[str] = field(default_factory=set[str])
    products: int = 0
    installations: int = 0


def parents_of(rows: Sequence[TableRow]) -> list[Parent]:
    """Ultimate parents, most products first; a vendor whose control is not known stands for itself.

    Unrelated projects that share an entry of the base have no parent in common: they are left out.
    """
    found: dict[str, Parent] = {}
    for row in rows:
        if not row.line.vendor_id or row.many:
            continue
        origin = row.origin
        key = origin.parent_id or origin.parent or row.line.vendor_id
        name = origin.parent or f"{row.line.vendor} (contrôle inconnu)"
        parent = found.setdefault(key, Parent(key, name, origin.parent_country))
        parent.vendors.add(row.line.vendor_id)
        parent.products += 1
        parent.installations += row.line.devices
    return sorted(found.values(), key=lambda each: (-each.products, each.name, each.id))


def candidates(parents: Sequence[Parent]) -> dict[str, list[str]]:
    """Parents that may be among the first ten, with their vendors: only these are counted by machine."""
    most = sorted(parents, key=lambda each: (-each.installations, each.name))[:_CANDIDATES]
    chosen = {each.id: each for each in (*parents[:FIRST], *most)}
    return {key: sorted(each.vendors) for key, each in chosen.items()}


def concentration_sheet(
    parents: Sequence[Parent], machines: Mapping[str, int], products: int, everyone: int
) -> Sheet:
    """Two rankings one below the other.

    Args:
        parents: of `parents_of`.
        machines: distinct devices of each of the `candidates`.
        products: rows of the table: what shares are of.
        everyone: distinct devices with a line of the table.
    """
    by_machines = sorted(
        (each for each in parents if each.id in machines),
        key=lambda each: (-machines[each.id], -each.products, each.name, each.id),
    )
    cells: list[tuple[Cell, ...]] = []
    for title, ranked in (("Par produits", parents), ("Par machines", by_machines)):
        for rank, each in enumerate(ranked[:FIRST], 1):
            reached = machines.get(each.id, 0)
            cells.append(
                (
                    title,
                    rank,
                    each.name,
                    country_text(each.country),
                    each.products,
                    round(each.products / products, 4) if products else 0.0,
                    reached,
                    round(reached / everyone, 4) if everyone else 0.0,
                    None,
                )
            )
    return Sheet(NAME, HEADS, neutral_rows(cells), shares=frozenset({5, 7}))
