"""Enrolment keys, and the agents that hold a credential."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class EnrolmentKey(SQLModel, table=True):
    """Lets agents join (`agent`), or an existing fleet report (`fleet`). Only its SHA-256 is stored."""

    __tablename__ = "enrolment_key"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    id: int = Field(primary_key=True, sa_type=BigInteger)
    name: str = Field(max_length=128)
    purpose: str = Field(default="agent", max_length=16)
    """`agent`: expires, limited uses. `fleet`: lasting."""
    secret_hash: str = Field(max_length=64, unique=True)
    created_at: int = Field(sa_type=BigInteger)
    created_by: str = Field(default="", max_length=256)
    expires_at: int | None = Field(default=None, sa_type=BigInteger)
    max_uses: int | None = Field(default=None)
    uses: int = Field(default=0)
    revoked_at: int | None = Field(default=None, sa_type=BigInteger)


class Agent(SQLModel, table=True):
    """An enrolled agent: its credential can only send reports for its own device."""

    __tablename__ = "agent"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    id: int = Field(primary_key=True, sa_type=BigInteger)
    key_id: int | None = Field(default=None, sa_type=BigInteger)
    device_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    """Empty until the first report."""
    secret_hash: str = Field(max_length=64, unique=True)
    name: str = Field(default="", max_length=64)
    version: str = Field(default="", max_length=64)
    tag: str = Field(default="", max_length=128)
    enrolled_at: int = Field(sa_type=BigInteger)
    last_contact_at: int | None = Field(default=None, sa_type=BigInteger)
    revoked_at: int | None = Field(default=None, sa_type=BigInteger)
    clock_skew_seconds: int | None = Field(default=None, sa_type=BigInteger)
    """The machine's clock minus ours, at its last report."""
    conflict_at: int | None = Field(default=None, sa_type=BigInteger)
    """Last time that another machine used this credential (cloned disk)."""
    conflict_name: str = Field(default="", max_length=512)
