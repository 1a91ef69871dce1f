"""The lines of every list, table and baseline: a product, a vendor whose product is not known, or an unknown name."""

from dataclasses import dataclass

from vigie_collector.verdicts.service import TOLD


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands now. `devices` counts present devices once, whatever versions they hold."""

    key: str
    """`product:<id>`, `vendor:<id>` or `name:<name_id>`; see `verdicts.service.line_of`."""
    product_id: str
    product: str
    """Product name; without `product_id`, the name as machines write it, else the vendor's name."""
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
    told_publisher: str = ""
    """Publisher as machines write it, when the base does not know it: never counted as a vendor."""

    @property
    def told(self) -> bool:
        """True when its name is only what machines write: the base knows no such product."""
        return not self.product_id and (not self.vendor_id or TOLD in self.key)
