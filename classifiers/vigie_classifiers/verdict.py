"""What a raw name was found to be, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason behind a verdict."""

    rule: str
    """Machine id of the rule, such as "exact-name"."""
    text: str
    """The reason as a sentence for a person."""
    source: str = ""
    """Knowledge file behind it, relative to the base."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The product and vendor behind one distinct (kind, name, publisher)."""

    product_id: str = ""
    product: str = ""
    vendor_id: str = ""
    vendor: str = ""
    category: str = ""
    type: str = ""
    open_source: str = "unknown"
    edition: str = ""
    version: str = ""
    confidence: float = 0.0
    """0 to 1; 0 when abstaining."""
    evidence: tuple[Evidence, ...] = ()
