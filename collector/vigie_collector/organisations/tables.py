"""Organisations: tenants. Their id leads the key of every tenant table."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class Organisation(SQLModel, table=True):
    """A collectivité, or a shared-services body (OPSN) that has member organisations."""

    __tablename__ = "organisation"  # pyright: ignore[reportAssignmentType]

    id: int = Field(primary_key=True, sa_type=BigInteger)
    slug: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=256)
    kind: str = Field(default="collectivite", max_length=16)
    """`collectivite` or `opsn`."""
    parent_id: int | None = Field(default=None, foreign_key="organisation.id", sa_type=BigInteger)
    host_names: str = Field(default="clear", max_length=16)
    """`clear`, or `pseudonym`: only keyed pseudonyms of host names are stored."""
    policy: str = Field(default="majority", max_length=16)
    """Policy shown first."""
    known_devices: int | None = Field(default=None)
    """How many devices the organisation says it has: the denominator of coverage."""
    set_up_at: int | None = Field(default=None, sa_type=BigInteger)
    """When the first-run wizard was finished; empty until then."""
    created_at: int = Field(sa_type=BigInteger)
