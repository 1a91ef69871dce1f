"""What the inventory's API answers. Identifiers are texts; times are ISO 8601, UTC."""

from typing import Annotated

from pydantic import BaseModel, Field

Moment = Annotated[str, Field(description="ISO 8601, UTC", examples=["2026-11-23T22:04:05Z"])]
Next = Annotated[str | None, Field(description="Cursor of the next page; null on the last one")]


class ProductSearch(BaseModel):
    """Which lines a list holds; empty values choose nothing."""

    cursor: str = Field("", description="`next` of the page before; empty: first page")
    limit: int = Field(100, ge=1, le=500, description="Most items in one answer")
    q: str = Field("", description="Words, accents and case forgiven")
    policy: str = Field("", description="Policy of the origin; empty: the organisation's")
    type: str = Field("", description="product, component, driver, patch or language_pack")
    origin: str = Field("", description="An answer, e.g. extra_european")
    category: str = Field("", description="A category, or the part before its `/`")


class SupportItem(BaseModel):
    """Until when the maker corrects a release."""

    release: str = Field(description="As the maker names it", examples=["22H2"])
    until: str = Field(description="Last day of ordinary security updates", examples=["2025-10-14"])
    ended: bool
    grade: str = Field(description="sourced or general knowledge")
    source: str
    checked: str | None = Field(description="Day on which the source was read")


class SystemItem(BaseModel):
    """The operating system of a device, as it was recognised."""

    line_key: str = Field(description="Key of its line; empty: not classified yet")
    product: str = Field(description="Empty: not recognised")
    vendor_id: str
    vendor: str
    name: str = Field(description="As the source writes it")
    version: str
    support: SupportItem | None = Field(description="null: the base does not know this release")


class MakerItem(BaseModel):
    """Who made a device, or at least its network card."""

    vendor_id: str = Field(description="Empty: not in the base, then `vendor` is the IEEE's")
    vendor: str
    by: str = Field(description="dmi: the machine says it; mac: only the prefix of its card does")


class DeviceItem(BaseModel):
    """A machine, however many sources see it."""

    id: str
    name: str = Field(description="Host name, or its keyed pseudonym")
    kind: str = Field(description="workstation, laptop, server, virtual, network…; empty: unknown")
    tag: str
    operating_system: str
    maker: str
    model: str
    software_count: int = Field(description="Software present now, over all sources")
    sources: list[str] = Field(description="Names of the sources that see it")
    first_seen: Moment
    last_seen: Moment
    silent: bool = Field(description="Not heard of for longer than the setting stale_days")
    system: SystemItem | None = Field(description="null: no source told it")
    hardware_maker: MakerItem | None = Field(description="null: not known")


class ProbeItem(BaseModel):
    """How one probe fared in the last report."""

    name: str
    status: str = Field(description="ok, partial, failed, unavailable or disabled")
    count: int
    reason: str


class SourceItem(BaseModel):
    """One source's view of a device, and how fresh it is."""

    source: str
    first_report: Moment
    last_report: Moment
    changed: Moment = Field(description="Last report that changed something")
    probes: list[ProbeItem]
    dropped: list[dict[str, str]] = Field(description="What could not be kept: path, reason")


class SoftwareItem(BaseModel):
    """A software present on a device, and what it is."""

    kind: str
    name: str
    publisher: str
    version: str
    architecture: str
    sources: list[str]
    first_seen: Moment
    line_key: str = Field(
        description="Key of its line in /api/v1/products; empty: not classified yet"
    )
    product: str
    vendor: str
    type: str
    category: str
    confidence: float
    origin: str
    local: bool = Field(description="The organisation's own knowledge named it")


class DeviceDetail(DeviceItem):
    """A machine with its sources and its software."""

    source_states: list[SourceItem]
    software: list[SoftwareItem]


class DeviceList(BaseModel):
    """One page of devices, in the order of their ids."""

    items: list[DeviceItem]
    next: Next


class ProductItem(BaseModel):
    """A line: a product, a vendor whose product is not known, or an unknown name."""

    line_key: str = Field(
        description="`product:<id>`, `vendor:<id>` or `name:<id>`; `~` and a told name may follow"
    )
    product: str
    vendor_id: str
    vendor: str
    parent_id: str = Field(description="Ultimate parent; empty: none is known")
    parent: str
    country: str = Field(description="ISO 3166 of who controls it; ZZ: community; empty: unknown")
    category: str
    type: str
    licence: str
    open_source: str
    origin: str = Field(description="Answer under the policy asked")
    origin_grade: str = Field(description="sourced, general knowledge or none")
    confidence: float
    devices: int
    first_seen: Moment
    told: bool = Field(
        description="The name is only what machines write: the base lacks the product"
    )
    told_publisher: str = Field(description="As machines write it, when the base does not know it")


class ChainItem(BaseModel):
    """One dated, graded link of control."""

    owner_id: str
    owner: str
    owner_country: str
    owned_id: str
    owned: str
    kind: str
    since: str | None
    until: str | None
    capital_pct: float | None
    votes_pct: float | None
    source: str
    checked: str | None
    grade: str


class ProofItem(BaseModel):
    """One step of a verdict."""

    rule: str
    text: str
    source: str
    local: bool = Field(description="The organisation's own knowledge spoke")
    author: str = Field(default="", description="Of the own entry")
    reason: str = ""
    day: str = Field(default="", description="YYYY-MM-DD of the own entry")


class NameItem(BaseModel):
    """A raw name that leads to the line."""

    name_id: str
    kind: str
    name: str
    publisher: str
    confidence: float
    devices: int
    evidence: list[ProofItem]


class VersionItem(BaseModel):
    """A version and its devices."""

    version: str
    devices: int
    support: SupportItem | None = Field(description="null: the base does not know this release")


class AlternativeItem(BaseModel):
    """A product that could serve instead."""

    line_key: str
    product: str
    vendor: str
    seat: str = Field(description="ISO 3166 of its vendor; ZZ: community; empty: unknown")
    origin: str
    origin_grade: str
    technology_origin: str
    licence: str
    devices: int = Field(description="Present devices that have it already")
    lacks: str = Field(description="What it does not cover, in French; empty: not written down")
    used_by: str = Field(description="Public bodies that use it, where a source says so")
    source: str
    checked: str | None
    grade: str = Field(description="sourced or general knowledge")
    credit: str = Field(description="Catalogue that proposes it, with its licence; empty: the base")


class ProductDetail(ProductItem):
    """A line with its chain of evidence; the six axes stay apart."""

    seat: str
    incorporated: str
    laws: list[str]
    hosting: str
    technology_origin: str
    origins: dict[str, str] = Field(description="Answer under every policy")
    chain: list[ChainItem]
    watch: list[str]
    names: list[NameItem]
    versions: list[VersionItem]
    alternatives: list[str] = Field(description="Line keys of products that could serve instead")
    alternative_details: list[AlternativeItem] = Field(description="The same, with what they lack")
    identifiers: list[str] = Field(description="scheme:value: appx, bundle, cpe, purl or upgrade")


class ProductList(BaseModel):
    """One page of lines, in the order of their keys."""

    items: list[ProductItem]
    next: Next


class VendorItem(BaseModel):
    """A vendor with present lines."""

    id: str
    name: str
    country: str = Field(description="Seat: ISO 3166; ZZ: community; empty: unknown")
    parent_id: str
    parent: str
    parent_country: str
    origin: str
    origin_grade: str
    products: int = Field(description="Lines of type product")
    lines: int = Field(description="Lines of any type")
    installations: int = Field(description="Devices of each of its lines, added up")


class VendorList(BaseModel):
    """One page of vendors, in the order of their ids."""

    items: list[VendorItem]
    next: Next
