"""Frozen states: one row a baseline, one row a line of it."""

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field, SQLModel


class Baseline(SQLModel, table=True):
    """A named, dated, frozen state of the whole."""

    __tablename__ = "baseline"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    id: int = Field(primary_key=True, sa_type=BigInteger)
    name: str = Field(max_length=128)
    note: str = Field(default="", max_length=2048)
    frozen_at: int = Field(sa_type=BigInteger)
    created_by: str = Field(default="", max_length=256)
    knowledge_digest: str = Field(max_length=80)
    coverage: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON: devices seen, known, silent; names recognised and not; `names`: line key to ids of its raw names."""


class BaselineLine(SQLModel, table=True):
    """A product (or an unknown name) as it stood, with its origin under each policy on that day."""

    __tablename__ = "baseline_line"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    baseline_id: int = Field(primary_key=True, sa_type=BigInteger)
    line_key: str = Field(primary_key=True, max_length=160)
    """`product:<id>`, `vendor:<id>` (vendor known, product not), or `name:<name_id>`."""
    product: str = Field(default="", max_length=512)
    vendor_id: str = Field(default="", max_length=128)
    vendor: str = Field(default="", max_length=256)
    parent_id: str = Field(default="", max_length=128)
    parent: str = Field(default="", max_length=256)
    category: str = Field(default="", max_length=64)
    type: str = Field(default="product", max_length=16)
    devices: int = Field(default=0)
    origins: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON: policy → answer."""
