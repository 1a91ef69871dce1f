"""One verdict for each distinct (kind, name, publisher), recomputed when the knowledge changes."""

from sqlalchemy import BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel


class VerdictRow(SQLModel, table=True):
    """What a raw name is. The origin is not stored: it follows from vendor, policy and day."""

    __tablename__ = "verdict"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("verdict_by_line", "organisation_id", "line_key"),
        Index("verdict_by_vendor", "organisation_id", "vendor_id"),
    )

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    name_id: int = Field(primary_key=True, sa_type=BigInteger)
    knowledge_digest: str = Field(max_length=80)
    line_key: str = Field(max_length=160)
    """`product:<id>`, `vendor:<id>` (vendor known, product not) or `name:<name_id>` (unknown).

    The first two end with `~<folded name>` when a machine named the product: see `line_of`.
    """
    product_id: str = Field(default="", max_length=128)
    product: str = Field(default="", max_length=256)
    """As the base has it; without `product_id`, as the machine told it, or nothing."""
    vendor_id: str = Field(default="", max_length=128)
    vendor: str = Field(default="", max_length=256)
    category: str = Field(default="", max_length=64)
    type: str = Field(default="product", max_length=16)
    open_source: str = Field(default="unknown", max_length=8)
    edition: str = Field(default="", max_length=64)
    confidence: float = Field(default=0.0)
    evidence: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """JSON list of {rule, text, source}."""
    classified_at: int = Field(sa_type=BigInteger)
