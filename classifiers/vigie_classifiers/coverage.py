"""What a list lacks: names without a product or a vendor, the most frequent first."""

from collections import Counter
from collections.abc import Iterable, Iterator

from vigie_classifiers.base import Knowledge
from vigie_classifiers.sheet import Row
from vigie_classifiers.texts import _


def coverage(knowledge: Knowledge, rows: Iterable[Row], limit: int = 100) -> Iterator[str]:
    """Yield the report, line by line.

    Args:
        knowledge: the base to measure.
        rows: the list; a `machines` column gives each row its weight.
        limit: names shown.
    """
    total = products = vendors = 0
    lacking: Counter[tuple[str, str, str, str]] = Counter()
    for row in rows:
        verdict = knowledge.classify(
            row.kind, row.raw_name, row.raw_publisher, source_package=row.source_package
        )
        total += row.machines
        products += row.machines if verdict.product_id else 0
        vendors += row.machines if verdict.vendor_id else 0
        if not verdict.product_id:
            lacking[row.kind, row.raw_name, row.raw_publisher, verdict.vendor] += row.machines
    yield _(
        "{total} installations : {products} avec un produit ({product_share}), "
        "{vendors} avec un éditeur ({vendor_share})."
    ).format(
        total=total,
        products=products,
        product_share=_share(products, total),
        vendors=vendors,
        vendor_share=_share(vendors, total),
    )
    if lacking:
        yield _("Ce qui manque, du plus fréquent au plus rare :")
    for (kind, name, publisher, vendor), count in lacking.most_common(limit):
        known = _("éditeur connu : {vendor}").format(vendor=vendor) if vendor else _("inconnu")
        yield f"{count:>6}  {kind:<10} {name[:80]}  [{publisher[:40]}]  {known}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "0 %"
