"""From rows to what the API answers."""

from datetime import UTC, date, datetime

from vigie_classifiers import ChainLink

from vigie_collector.clock import moment
from vigie_collector.inventory.device_service import InstalledItem, SourceState
from vigie_collector.inventory.evidence import Alternative, NameProof, Proof
from vigie_collector.inventory.product_service import ProductRow
from vigie_collector.inventory.schemas import (
    AlternativeItem,
    ChainItem,
    DeviceItem,
    MakerItem,
    NameItem,
    ProbeItem,
    ProductItem,
    ProofItem,
    SoftwareItem,
    SourceItem,
    SupportItem,
    SystemItem,
)
from vigie_collector.inventory.support import SupportState
from vigie_collector.inventory.system_service import Nature, System
from vigie_collector.inventory.tables import Device


def written(seconds: int) -> str:
    """Epoch seconds as ISO 8601 in UTC: `2026-11-23T22:04:05Z`."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def device_item(
    device: Device, sources: list[str], stale_before: int, nature: Nature
) -> DeviceItem:
    """A device of a list."""
    system, maker = nature.system, nature.maker
    return DeviceItem(
        id=str(device.id),
        name=device.name,
        kind=device.kind,
        tag=device.tag,
        operating_system=device.os_name,
        maker=device.maker,
        model=device.model,
        software_count=device.software_count,
        sources=sources,
        first_seen=written(device.first_seen_at),
        last_seen=written(device.last_seen_at),
        silent=device.last_seen_at < stale_before,
        system=_system_item(system) if system else None,
        hardware_maker=MakerItem(vendor_id=maker.vendor_id, vendor=maker.vendor, by=maker.by)
        if maker
        else None,
    )


def source_item(state: SourceState) -> SourceItem:
    """A source of a device."""
    return SourceItem(
        source=state.source,
        first_report=written(state.first_report_at),
        last_report=written(state.last_report_at),
        changed=written(state.changed_at),
        probes=[
            ProbeItem(name=each.name, status=each.status, count=each.count, reason=each.reason)
            for each in state.probes
        ],
        dropped=[{"path": path, "reason": reason} for path, reason in state.dropped],
    )


def software_item(item: InstalledItem) -> SoftwareItem:
    """A software of a device."""
    return SoftwareItem(
        kind=item.kind,
        name=item.name,
        publisher=item.publisher,
        version=item.version,
        architecture=item.architecture,
        sources=list(item.sources),
        first_seen=written(item.first_seen_at),
        line_key=item.line_key,
        product=item.product,
        vendor=item.vendor,
        type=item.type,
        category=item.category,
        confidence=item.confidence,
        origin=item.origin.answer,
        local=item.local,
    )


def product_item(row: ProductRow) -> ProductItem:
    """A line of a list."""
    return ProductItem(
        line_key=row.line.key,
        product=row.line.product,
        vendor_id=row.line.vendor_id,
        vendor=row.line.vendor,
        parent_id=row.origin.parent_id,
        parent=row.origin.parent,
        country=row.country,
        category=row.line.category,
        type=row.line.type,
        licence=row.licence,
        open_source=row.line.open_source,
        origin=row.origin.answer,
        origin_grade=row.origin.grade,
        confidence=row.line.confidence,
        devices=row.line.devices,
        first_seen=written(row.line.first_seen_at),
        told=row.line.told,
        told_publisher=row.line.told_publisher,
    )


def support_item(state: SupportState | None) -> SupportItem | None:
    """The support of a release; None when not known."""
    if state is None:
        return None
    return SupportItem(
        release=state.release,
        until=state.until.isoformat(),
        ended=state.ended,
        grade=state.grade,
        source=state.source,
        checked=_day(state.checked),
    )


def alternative_item(other: Alternative) -> AlternativeItem:
    """A product that could serve instead."""
    return AlternativeItem(
        line_key=other.line_key,
        product=other.product,
        vendor=other.vendor,
        seat=other.seat,
        origin=other.origin.answer,
        origin_grade=other.origin.grade,
        technology_origin=other.technology_origin,
        licence=other.licence,
        devices=other.devices,
        lacks=other.lacks,
        used_by=other.used_by,
        source=other.source,
        checked=_day(other.checked),
        grade=other.grade,
        credit=other.credit,
    )


def chain_item(link: ChainLink) -> ChainItem:
    """A link of control."""
    return ChainItem(
        owner_id=link.owner_id,
        owner=link.owner,
        owner_country=link.owner_country,
        owned_id=link.owned_id,
        owned=link.owned,
        kind=link.kind,
        since=_day(link.since),
        until=_day(link.until),
        capital_pct=link.capital_pct,
        votes_pct=link.votes_pct,
        source=link.source,
        checked=_day(link.checked),
        grade=link.grade,
    )


def name_item(proof: NameProof) -> NameItem:
    """A raw name with its evidence."""
    return NameItem(
        name_id=str(proof.name_id),
        kind=proof.kind,
        name=proof.name,
        publisher=proof.publisher,
        confidence=proof.confidence,
        devices=proof.devices,
        evidence=[_proof(step) for step in proof.proofs],
    )


def _proof(step: Proof) -> ProofItem:
    said = step.said
    return ProofItem(
        rule=step.rule,
        text=step.text,
        source=step.source,
        local=step.local,
        author=said.author if said else "",
        reason=said.reason if said else "",
        day=moment(said.at).date().isoformat() if said else "",
    )


def _system_item(system: System) -> SystemItem:
    return SystemItem(
        line_key=system.line_key,
        product=system.product,
        vendor_id=system.vendor_id,
        vendor=system.vendor,
        name=system.name,
        version=system.version,
        support=support_item(system.support),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
