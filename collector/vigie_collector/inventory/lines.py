"""The lines of every list, table and baseline: a product, a vendor whose product is not known, or an unknown name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands now. `devices` counts present devices once, whatever versions they hold."""

    key: str
    """`product:<id>`, `vendor:<id>` or `name:<name_id>`."""
    product_id: str
    product: str
    """Product name; for a vendor line the vendor's name; for an unknown name the raw name."""
    vendor_id: str
    vendor: str
    category: str
    """Slug of the knowledge base's closed list; empty when unknown."""
    type: str
    open_source: str
    confidence: float
    """The lowest of its names."""
    devices: int
    names: int
    """How many raw names the line gathers."""
    first_seen_at: int
    kind: str
    """Kind of its raw names (the first, when several)."""
