"""What is asked of local knowledge, by pages and by the API, and what it answers."""

from pydantic import BaseModel, Field


class NewVendor(BaseModel):
    """A vendor that the base does not have."""

    name: str
    country: str = Field(default="", description="Seat, ISO 3166 alpha-2; ZZ: community; empty")
    parent: str = Field(default="", description="Id or name of the vendor that controls it")


class NewProduct(BaseModel):
    """A product that the base does not have."""

    name: str
    category: str = Field(description="Slug of the base's closed list")
    type: str = "product"
    licence: str = Field(default="", description="SPDX, `proprietary`, or empty")
    open_source: str = "unknown"
    vendor: str = Field(default="", description="Id or name of a known vendor; else `new_vendor`")
    new_vendor: NewVendor | None = None


class NameAsked(BaseModel):
    """« This raw name is this product. »"""

    kind: str
    name: str
    publisher: str = Field(default="", description="Only names of that publisher; empty: any")
    product: str = Field(default="", description="Id or name of a known product; or `new_product`")
    new_product: NewProduct | None = None
    versions: bool = Field(default=True, description="Other versions of the name too")
    reason: str


class FactsAsked(BaseModel):
    """What is corrected of a vendor."""

    country: str | None = Field(default=None, description="Seat; null leaves it as it is")
    parent: str = Field(default="", description="Id or name of a vendor; empty: no link")
    control: str = "majority"
    since: str = Field(default="", description="YYYY-MM-DD; empty: not known")
    until: str = ""
    capital_pct: float | None = None
    votes_pct: float | None = None
    source: str = Field(default="", description="Address of a page that was read today; or none")
    reason: str


class UndoAsked(BaseModel):
    """Why an entry is undone."""

    reason: str


class EntryItem(BaseModel):
    """One entry of the organisation."""

    id: str
    what: str
    title: str
    author: str
    reason: str
    made_at: str
    undone_at: str | None
    undone_by: str
    undone_reason: str
    content: dict[str, object]


class EntryMade(EntryItem):
    """An entry that was just made."""

    names_changed: int | None = Field(
        description="Verdicts that changed; null: read little by little"
    )


class EntryList(BaseModel):
    """Entries, oldest first."""

    items: list[EntryItem]
    next: str | None


class ProposalItem(BaseModel):
    """A product that a name may be."""

    product_id: str
    product: str
    vendor: str
    score: float


class StatusItem(BaseModel):
    """How far names are read with the present knowledge."""

    digest: str
    old_digests: list[str]
    names: int
    names_read: int


class ImportItem(BaseModel):
    """What an import did."""

    kept: list[str]
    unchanged: list[str]
    faults: list[str]
