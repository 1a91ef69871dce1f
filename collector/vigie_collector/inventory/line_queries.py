"""The present lines, from kept counts and verdicts."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from vigie_collector.inventory.lines import Line
from vigie_collector.inventory.tables import LineCount, RawName
from vigie_collector.verdicts.tables import VerdictRow


def current_lines(session: Session, organisation_id: int) -> list[Line]:
    """All lines with at least one present device, most devices first, then by name."""
    # One row of `verdict` speaks for its line: names of one line share product, vendor, category and type.
    speaking = (
        select(
            col(VerdictRow.line_key),
            func.min(col(VerdictRow.name_id)).label("name_id"),
            func.min(col(VerdictRow.confidence)).label("confidence"),
        )
        .where(col(VerdictRow.organisation_id) == organisation_id)
        .group_by(col(VerdictRow.line_key))
        .subquery()
    )
    statement = (
        select(
            col(LineCount.line_key),
            col(VerdictRow.product_id),
            col(VerdictRow.product),
            col(VerdictRow.vendor_id),
            col(VerdictRow.vendor),
            col(VerdictRow.category),
            col(VerdictRow.type),
            col(VerdictRow.open_source),
            speaking.c.confidence,
            col(LineCount.devices),
            col(LineCount.names),
            col(LineCount.first_seen_at),
            col(RawName.kind),
            col(RawName.name),
            col(RawName.publisher),
        )
        .select_from(LineCount)
        .join(speaking, speaking.c.line_key == col(LineCount.line_key))
        .join(
            VerdictRow,
            (col(VerdictRow.organisation_id) == col(LineCount.organisation_id))
            & (col(VerdictRow.name_id) == speaking.c.name_id),
        )
        .join(
            RawName,
            (col(RawName.organisation_id) == col(LineCount.organisation_id))
            & (col(RawName.id) == speaking.c.name_id),
        )
        .where(col(LineCount.organisation_id) == organisation_id)
    )
    lines = [_line(*row) for row in session.execute(statement)]
    lines.sort(key=lambda line: (-line.devices, line.product.casefold()))
    return lines


def _line(  # noqa: PLR0913, PLR0917  # the columns of one row
    key: str,
    product_id: str,
    product: str,
    vendor_id: str,
    vendor: str,
    category: str,
    type_: str,
    open_source: str,
    confidence: float,
    devices: int,
    names: int,
    first_seen_at: int,
    kind: str,
    name: str,
    publisher: str,
) -> Line:
    return Line(
        key=key,
        product_id=product_id,
        product=product or vendor or name,
        vendor_id=vendor_id,
        vendor=vendor,
        category=category,
        type=type_,
        open_source=open_source,
        confidence=confidence,
        devices=devices,
        names=names,
        first_seen_at=first_seen_at,
        kind=kind,
        told_publisher="" if vendor_id else publisher,
    )
