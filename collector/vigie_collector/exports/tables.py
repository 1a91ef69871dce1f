"""What people add to a line of the TIE Break table."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class GridEntry(SQLModel, table=True):
    """Levels, strategy, owner and deadline that people set for one line; empty means not set."""

    __tablename__ = "grid_entry"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    line_key: str = Field(primary_key=True, max_length=160)
    """As in baseline lines: `product:<id>`, `vendor:<id>` or `name:<name_id>`."""
    technological_level: str = Field(default="", max_length=32)
    financial_level: str = Field(default="", max_length=32)
    strategy: str = Field(default="", max_length=64)
    owner: str = Field(default="", max_length=128)
    """A service or function, not a person's private data."""
    deadline: str = Field(default="", max_length=10)
    """YYYY-MM-DD."""
    note: str = Field(default="", max_length=1024)
    updated_at: int = Field(sa_type=BigInteger)
    updated_by: str = Field(default="", max_length=256)
