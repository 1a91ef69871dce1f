"""Devices, the sources that see them, and what is installed on them, with its history."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class Device(SQLModel, table=True):
    """A machine, however many sources see it."""

    __tablename__ = "device"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    id: int = Field(primary_key=True, sa_type=BigInteger)
    name: str = Field(default="", max_length=512)
    """Host name, or its keyed pseudonym."""
    kind: str = Field(default="", max_length=16)
    tag: str = Field(default="", max_length=128)
    os_name: str = Field(default="", max_length=256)
    maker: str = Field(default="", max_length=256)
    model: str = Field(default="", max_length=256)
    first_seen_at: int = Field(sa_type=BigInteger)
    last_seen_at: int = Field(sa_type=BigInteger)
    software_count: int = Field(default=0)
    """Software rows present now, all sources, operating system and hardware left out."""


class DeviceWitness(SQLModel, table=True):
    """What identifies a device: `machine_id`, `dmi_uuid`, `serial`, `mac`, `agent`."""

    __tablename__ = "device_witness"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    kind: str = Field(primary_key=True, max_length=16)
    value: str = Field(primary_key=True, max_length=256)
    device_id: int = Field(primary_key=True, sa_type=BigInteger, index=True)
    last_seen_at: int = Field(sa_type=BigInteger)


class DeviceSource(SQLModel, table=True):
    """One source's view of a device, and how fresh it is."""

    __tablename__ = "device_source"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    device_id: int = Field(primary_key=True, sa_type=BigInteger)
    source: str = Field(primary_key=True, max_length=32)
    agent_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    stated_digest: str = Field(default="", max_length=80)
    """What the agent called its observations: opaque, for answers to digest-only posts."""
    digest: str = Field(default="", max_length=80)
    """Our own digest of what was kept: tells an unchanged body."""
    first_report_at: int = Field(sa_type=BigInteger)
    last_report_at: int = Field(sa_type=BigInteger)
    """Last sign of life, unchanged reports included."""
    changed_at: int = Field(sa_type=BigInteger)
    """Last report that changed something."""
    probes: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """JSON list of probe statuses: name, sections, status, duration_ms, count, reason."""
    dropped: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """JSON list of what could not be kept: path, reason."""


class DeviceSection(SQLModel, table=True):
    """A section of the last report that is shown but not counted: hardware, services, ports…, as JSON."""

    __tablename__ = "device_section"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    device_id: int = Field(primary_key=True, sa_type=BigInteger)
    source: str = Field(primary_key=True, max_length=32)
    section: str = Field(primary_key=True, max_length=32)
    payload: str = Field(sa_column=Column(Text, nullable=False))
    read_at: int = Field(sa_type=BigInteger)


class RawName(SQLModel, table=True):
    """A distinct (kind, name, publisher), as machines write it: the unit of verdicts."""

    __tablename__ = "raw_name"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("organisation_id", "hash", name="raw_name_by_hash"),)

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    id: int = Field(primary_key=True, sa_type=BigInteger)
    hash: bytes = Field(sa_column=Column(LargeBinary(16), nullable=False))
    kind: str = Field(max_length=32)
    name: str = Field(max_length=512)
    publisher: str = Field(default="", max_length=256)
    source_package: str = Field(default="", max_length=256)
    """Source package of the first row seen: evidence for the verdict."""
    first_seen_at: int = Field(sa_type=BigInteger)


class Software(SQLModel, table=True):
    """A distinct version of a raw name."""

    __tablename__ = "software"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("organisation_id", "hash", name="software_by_hash"),
        Index("software_by_name", "organisation_id", "name_id"),
    )

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    id: int = Field(primary_key=True, sa_type=BigInteger)
    hash: bytes = Field(sa_column=Column(LargeBinary(16), nullable=False))
    name_id: int = Field(sa_type=BigInteger)
    version: str = Field(default="", max_length=128)
    architecture: str = Field(default="", max_length=32)
    repository: str = Field(default="", max_length=256)
    scope: str = Field(default="", max_length=16)


class Installation(SQLModel, table=True):
    """An interval during which one source saw a software on a device."""

    __tablename__ = "installation"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("installation_by_software", "organisation_id", "software_id"),)

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    device_id: int = Field(primary_key=True, sa_type=BigInteger)
    source: str = Field(primary_key=True, max_length=32)
    software_id: int = Field(primary_key=True, sa_type=BigInteger)
    first_seen_at: int = Field(primary_key=True, sa_type=BigInteger)
    kind: str = Field(max_length=32)
    """Kind of the raw name: tells which section of a report replaces the row."""
    gone_at: int | None = Field(default=None, sa_type=BigInteger)
    """First report that no longer had it; empty while present."""
    last_seen_at: int | None = Field(default=None, sa_type=BigInteger)
    """Last report that had it; empty while present (the source's `last_report_at` says it)."""


class SoftwareEvent(SQLModel, table=True):
    """What changed on a device after its first report: `installed`, `removed` or `updated`."""

    __tablename__ = "software_event"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("software_event_by_device", "organisation_id", "device_id", "at"),
        Index("software_event_by_time", "organisation_id", "at"),
    )

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    id: int = Field(primary_key=True, sa_type=BigInteger)
    device_id: int = Field(sa_type=BigInteger)
    source: str = Field(max_length=32)
    at: int = Field(sa_type=BigInteger)
    what: str = Field(max_length=16)
    name_id: int = Field(sa_type=BigInteger)
    version_before: str = Field(default="", max_length=128)
    version_after: str = Field(default="", max_length=128)


class NameCount(SQLModel, table=True):
    """How many present devices have a raw name: kept up to date by the worker, read by all lists."""

    __tablename__ = "name_count"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    name_id: int = Field(primary_key=True, sa_type=BigInteger)
    devices: int
    first_seen_at: int = Field(sa_type=BigInteger)


class LineCount(SQLModel, table=True):
    """How many present devices have a line (product, vendor or unknown name): see `verdict.line_key`."""

    __tablename__ = "line_count"  # pyright: ignore[reportAssignmentType]

    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", sa_type=BigInteger
    )
    line_key: str = Field(primary_key=True, max_length=160)
    devices: int
    names: int
    first_seen_at: int = Field(sa_type=BigInteger)
    counted_at: int = Field(sa_type=BigInteger)
