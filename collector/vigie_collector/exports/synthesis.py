"""« Synthèse par domaine »: counts, machines, and the share of each answer under every policy."""

from collections.abc import Mapping, Sequence

from vigie_classifiers import POLICIES

from vigie_collector.exports.cells import Cell, Sheet, neutral_rows
from vigie_collector.exports.rows import TableRow
from vigie_collector.web.filters import policy_label

NAME = "Synthèse par domaine"
_EUROPEAN = ("french", "eu", "other_european")
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("extra-européen", ("extra_european",)),
    ("européen", _EUROPEAN),
    ("libre sans éditeur", ("community",)),
    ("contesté", ("contested",)),
    ("inconnu", ("unknown",)),
)
"""What shares are told of; what is contested or unknown never counts as European."""
_FIRST = ("Catégorie", "Domaine", "Produits", "Machines", "Coût annuel (€)")


def slugs_by_domain(rows: Sequence[TableRow]) -> dict[str, list[str]]:
    """Domain (`category / domain`) to the categories of the base that its rows have."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(domain_key(row), set()).add(row.line.category)
    return {key: sorted(slugs) for key, slugs in found.items()}


def domain_key(row: TableRow) -> str:
    """Tells domains of the same name in two categories apart."""
    return f"{row.place.category} / {row.place.domain}"


def synthesis_sheet(rows: Sequence[TableRow], machines: Mapping[str, int], everyone: int) -> Sheet:
    """One row a domain, one a category, one for the whole.

    Args:
        rows: of the table, in its order.
        machines: distinct devices of each `domain_key`.
        everyone: distinct devices with a line of the table.
    """
    domains: dict[str, list[TableRow]] = {}
    for row in rows:
        domains.setdefault(domain_key(row), []).append(row)
    cells: list[tuple[Cell, ...]] = [
        (
            own[0].place.category,
            own[0].place.domain,
            len(own),
            machines.get(key, 0),
            None,
            *shares_of(own),
        )
        for key, own in domains.items()
    ]
    categories: dict[str, list[TableRow]] = {}
    for row in rows:
        categories.setdefault(row.place.category, []).append(row)
    cells += [
        # A machine of two domains counts once in its category: only the whole is counted exactly.
        (category, "Tous les domaines", len(own), None, None, *shares_of(own))
        for category, own in categories.items()
    ]
    cells.append(("Ensemble", "Tous les domaines", len(rows), everyone, None, *shares_of(rows)))
    heads = (
        *_FIRST,
        *(f"{policy_label(policy)} : part {name}" for policy in POLICIES for name, _ in GROUPS),
    )
    return Sheet(NAME, heads, neutral_rows(cells), shares=frozenset(range(len(_FIRST), len(heads))))


def shares_of(rows: Sequence[TableRow]) -> tuple[float, ...]:
    """Shares of the products (0 to 1), five for each policy; all of a policy add up to 1."""
    if not rows:
        return (0.0,) * (len(POLICIES) * len(GROUPS))
    return tuple(
        round(sum(row.origins[policy].answer in answers for row in rows) / len(rows), 4)
        for policy in POLICIES
        for _name, answers in GROUPS
    )
