"""People, their sessions, API tokens, and the audit log."""

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel


class User(SQLModel, table=True):
    """A person who signs in. Role: `reader`, `operator` or `administrator`."""

    __tablename__ = "user_account"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    id: int = Field(primary_key=True, sa_type=BigInteger)
    email: str = Field(max_length=254, unique=True)
    """Lower case; what a person signs in with."""
    name: str = Field(default="", max_length=128)
    password_hash: str = Field(max_length=256)
    """argon2id."""
    role: str = Field(max_length=16)
    language: str = Field(default="", max_length=8)
    disabled_at: int | None = Field(default=None, sa_type=BigInteger)
    created_at: int = Field(sa_type=BigInteger)
    last_login_at: int | None = Field(default=None, sa_type=BigInteger)


class LoginSession(SQLModel, table=True):
    """One sign-in. Only the SHA-256 of its cookie is stored."""

    __tablename__ = "login_session"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    token_hash: str = Field(primary_key=True, max_length=64, index=True)
    user_id: int = Field(sa_type=BigInteger)
    csrf: str = Field(max_length=64)
    created_at: int = Field(sa_type=BigInteger)
    expires_at: int = Field(sa_type=BigInteger)


class ApiToken(SQLModel, table=True):
    """A script's credential (`Authorization: Bearer`). Only its SHA-256 is stored."""

    __tablename__ = "api_token"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    id: int = Field(primary_key=True, sa_type=BigInteger)
    name: str = Field(max_length=128)
    secret_hash: str = Field(max_length=64, unique=True)
    role: str = Field(default="reader", max_length=16)
    created_at: int = Field(sa_type=BigInteger)
    expires_at: int | None = Field(default=None, sa_type=BigInteger)
    revoked_at: int | None = Field(default=None, sa_type=BigInteger)
    last_used_at: int | None = Field(default=None, sa_type=BigInteger)


class AuditEntry(SQLModel, table=True):
    """Who did what, when. Never a secret, never a body."""

    __tablename__ = "audit_entry"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("audit_entry_by_time", "organisation_id", "at"),)

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    id: int = Field(primary_key=True, sa_type=BigInteger)
    at: int = Field(sa_type=BigInteger)
    actor: str = Field(max_length=256)
    """Address of a user, `token:<name>`, `console` or `collector`."""
    action: str = Field(max_length=64)
    """E.g. `user.signed_in`, `key.created`, `baseline.frozen`."""
    target: str = Field(default="", max_length=256)
    detail: str = Field(default="", max_length=1024)
