"""An organisation's own knowledge, entry by entry, with who said so and why."""

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field, SQLModel


class LocalEntry(SQLModel, table=True):
    """One thing that an organisation said. Rows are never deleted: undone, they are history."""

    __tablename__ = "local_entry"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    id: int = Field(primary_key=True, sa_type=BigInteger)
    what: str = Field(max_length=16)
    """`name` (a raw name is a product), `vendor` (facts corrected) or `file` (imported)."""
    title: str = Field(max_length=640)
    """What it says, in short: the raw name or the record, for lists and the audit log."""
    content: str = Field(sa_column=Column(Text, nullable=False))
    """JSON of a `vigie_classifiers.local.Entry`."""
    author: str = Field(max_length=256)
    reason: str = Field(max_length=1024)
    made_at: int = Field(sa_type=BigInteger)
    undone_at: int | None = Field(default=None, sa_type=BigInteger)
    undone_by: str = Field(default="", max_length=256)
    undone_reason: str = Field(default="", max_length=1024)
