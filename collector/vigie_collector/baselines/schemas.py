"""What the API of baselines takes and answers. Identifiers are texts; times are ISO 8601, UTC."""

from pydantic import BaseModel, Field

from vigie_collector.inventory.schemas import Moment, Next


class NewBaseline(BaseModel):
    """What a new baseline is called."""

    name: str = Field(description="Unique in the organisation, 128 characters at most")
    note: str = Field("", description="Why it was frozen, 2,048 characters at most")


class BaselineItem(BaseModel):
    """A frozen state of the whole."""

    id: str
    name: str
    note: str
    frozen_at: Moment
    created_by: str
    knowledge_digest: str
    products: int = Field(description="Lines that count as products")
    coverage: dict[str, int | None] = Field(description="Devices and names on that day")


class BaselineList(BaseModel):
    """One page of baselines, oldest first."""

    items: list[BaselineItem]
    next: Next


class LineItem(BaseModel):
    """One line of a state."""

    line_key: str
    product: str
    vendor_id: str
    vendor: str
    parent_id: str
    parent: str
    category: str
    type: str
    devices: int
    origins: dict[str, str] = Field(description="Policy to answer")


class BaselineDetail(BaselineItem):
    """A baseline with all its lines, components too."""

    lines: list[LineItem]


class ChangeItem(BaseModel):
    """A line before and after; null on one side when it appeared or left."""

    line_key: str
    before: LineItem | None
    after: LineItem | None


class StateItem(BaseModel):
    """One side of a comparison."""

    id: str | None = Field(description="Null: now")
    name: str
    at: Moment
    knowledge_digest: str
    products: int
    components: int = Field(description="Components, drivers, patches and language packs")
    vendors: int
    installations: int
    answers: dict[str, dict[str, int]] = Field(description="Policy to answer to products")


class ComparisonItem(BaseModel):
    """What changed; `knowledge` holds what only our knowledge changed, the raw names being the same."""

    before: StateItem
    after: StateItem
    knowledge_changed: bool
    appeared: list[ChangeItem]
    left: list[ChangeItem]
    counts: list[ChangeItem]
    owners: list[ChangeItem]
    knowledge: list[ChangeItem]
