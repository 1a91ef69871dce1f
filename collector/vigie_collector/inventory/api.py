"""Devices, products and vendors for scripts: `/api/v1/devices`, `/api/v1/products`, `/api/v1/vendors`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from vigie_classifiers import POLICIES

from vigie_collector.accounts.access import ApiReader, Viewer
from vigie_collector.clock import today
from vigie_collector.database import SessionDep
from vigie_collector.errors import BadInput, NotFound
from vigie_collector.inventory import cursor as cursors
from vigie_collector.inventory.device_queries import DeviceFilter, devices_after, sources_of
from vigie_collector.inventory.device_service import installed_items, source_states
from vigie_collector.inventory.evidence import (
    alternatives_of,
    axes_of,
    devices_by_product,
    name_proofs,
    origins_by_policy,
)
from vigie_collector.inventory.folding import words_of
from vigie_collector.inventory.items import (
    alternative_item,
    chain_item,
    device_item,
    name_item,
    product_item,
    software_item,
    source_item,
    support_item,
)
from vigie_collector.inventory.line_queries import current_lines
from vigie_collector.inventory.product_queries import versions_of_line
from vigie_collector.inventory.product_service import (
    ALL,
    ProductFilter,
    chosen_rows,
    find_row,
    product_rows,
    searched_rows,
)
from vigie_collector.inventory.schemas import (
    DeviceDetail,
    DeviceList,
    ProductDetail,
    ProductList,
    ProductSearch,
    VendorItem,
    VendorList,
    VersionItem,
)
from vigie_collector.inventory.service import device_of, stale_before
from vigie_collector.inventory.support import supports_of
from vigie_collector.inventory.system_service import (
    SUPPORTS,
    natures_of,
    system_groups,
)
from vigie_collector.inventory.vendor_service import vendor_rows
from vigie_collector.local_knowledge.shelf import knowledge_of
from vigie_collector.texts import _

router = APIRouter(prefix="/api/v1", tags=["inventory"])

Cursor = Annotated[str, Query(description="`next` of the page before; empty: first page")]
Limit = Annotated[int, Query(ge=1, le=500, description="Most items in one answer")]
Search = Annotated[str, Query(alias="q", description="Words, accents and case forgiven")]
Policy = Annotated[
    str,
    Query(description=f"Policy of the origin: {', '.join(POLICIES)}; empty: the organisation's"),
]


@router.get("/devices")
def list_devices(
    request: Request,
    session: SessionDep,
    viewer: ApiReader,
    cursor: Cursor = "",
    limit: Limit = 100,
    search: Search = "",
    silent: Annotated[bool | None, Query(description="Only silent ones, or only others")] = None,
    support: Annotated[
        str, Query(description="Of the system: ended, mended or unknown; empty: all")
    ] = "",
) -> DeviceList:
    """Devices of the organisation, in the order of their ids."""
    before, knowledge, on = stale_before(request), knowledge_of(request, session, viewer), today()
    groups = system_groups(session, knowledge, viewer.organisation_id, on)
    chosen = DeviceFilter(
        words=words_of(search),
        silent=silent,
        support=_support(support),
        ended=groups.ended,
        mended=groups.mended,
        stale_before=before,
    )
    start = cursors.decode_number(cursor)
    found = devices_after(session, viewer.organisation_id, chosen, start, limit + 1)
    page = found[:limit]
    sources = sources_of(session, viewer.organisation_id, [device.id for device in page])
    natures = natures_of(session, knowledge, viewer.organisation_id, page, on)
    return DeviceList(
        items=[
            device_item(device, sources[device.id], before, natures[device.id]) for device in page
        ],
        next=cursors.encode(str(page[-1].id)) if len(found) > limit else None,
    )


@router.get("/devices/{device_id}")
def show_device(
    request: Request, session: SessionDep, viewer: ApiReader, device_id: str, policy: Policy = ""
) -> DeviceDetail:
    """One device with its sources and software; 404 when this organisation has no such device."""
    device = device_of(session, viewer.organisation_id, device_id)
    states = source_states(session, viewer.organisation_id, device.id)
    knowledge, on = knowledge_of(request, session, viewer), today()
    software = installed_items(
        session, knowledge, viewer.organisation_id, device.id, _policy(viewer, policy), on
    )
    item = device_item(
        device,
        sorted(state.source for state in states),
        stale_before(request),
        natures_of(session, knowledge, viewer.organisation_id, [device], on)[device.id],
    )
    return DeviceDetail(
        **item.model_dump(),
        source_states=[source_item(state) for state in states],
        software=[software_item(each) for each in software],
    )


@router.get("/products")
def list_products(
    request: Request,
    session: SessionDep,
    viewer: ApiReader,
    asked: Annotated[ProductSearch, Query()],
) -> ProductList:
    """Present lines of any type, in the order of their keys."""
    policy = _policy(viewer, asked.policy)
    rows = product_rows(
        session, knowledge_of(request, session, viewer), viewer.organisation_id, policy, today()
    )
    searched = searched_rows(session, viewer.organisation_id, rows, asked.q)
    chosen = ProductFilter(type=asked.type or ALL, origin=asked.origin, category=asked.category)
    start = cursors.decode(asked.cursor)
    kept = [row for row in chosen_rows(searched, chosen) if row.line.key > start]
    kept.sort(key=lambda row: row.line.key)
    return ProductList(
        items=[product_item(row) for row in kept[: asked.limit]],
        next=cursors.encode(kept[asked.limit - 1].line.key) if len(kept) > asked.limit else None,
    )


@router.get("/products/{line_key:path}")
def show_product(
    request: Request, session: SessionDep, viewer: ApiReader, line_key: str, policy: Policy = ""
) -> ProductDetail:
    """One line with its chain of evidence; 404 when no present device has it."""
    knowledge, on = knowledge_of(request, session, viewer), today()
    asked = _policy(viewer, policy)
    rows = product_rows(session, knowledge, viewer.organisation_id, asked, on)
    row = find_row(rows, line_key)
    if row is None:
        raise NotFound(
            "unknown_product", _("Aucun appareil présent n'a ce produit : vérifiez « line_key ».")
        )
    axes = axes_of(knowledge, row.line)
    present = devices_by_product(each.line for each in rows)
    versions = versions_of_line(session, viewer.organisation_id, line_key, stale_before(request))
    others = alternatives_of(knowledge, row.line.product_id, present, asked, on)
    supports = supports_of(session, knowledge, viewer.organisation_id, [row.line], on)[line_key]
    return ProductDetail(
        **product_item(row).model_dump(),
        seat=row.origin.seat,
        incorporated=row.origin.seat_incorporated,
        laws=list(row.origin.laws),
        hosting=axes.hosting,
        technology_origin=axes.technology_origin,
        origins={
            name: origin.answer
            for name, origin in origins_by_policy(knowledge, row.line, on).items()
        },
        chain=[chain_item(link) for link in row.origin.chain],
        watch=list(row.origin.watch),
        names=[name_item(each) for each in name_proofs(session, viewer.organisation_id, line_key)],
        versions=[
            VersionItem(version=version, devices=count, support=support_item(supports.get(version)))
            for version, count in versions
        ],
        alternatives=[each.line_key for each in others],
        alternative_details=[alternative_item(each) for each in others],
        identifiers=list(axes.identifiers),
    )


@router.get("/vendors")
def list_vendors(
    request: Request,
    session: SessionDep,
    viewer: ApiReader,
    cursor: Cursor = "",
    limit: Limit = 100,
    policy: Policy = "",
) -> VendorList:
    """Vendors of present lines, in the order of their ids."""
    start = cursors.decode(cursor)
    lines = current_lines(session, viewer.organisation_id)
    found = vendor_rows(
        lines, knowledge_of(request, session, viewer), _policy(viewer, policy), today()
    )
    kept = [row for row in found if row.id > start]
    return VendorList(
        items=[
            VendorItem(
                id=row.id,
                name=row.name,
                country=row.origin.seat,
                parent_id=row.origin.parent_id,
                parent=row.origin.parent,
                parent_country=row.origin.parent_country,
                origin=row.origin.answer,
                origin_grade=row.origin.grade,
                products=row.products,
                lines=row.lines,
                installations=row.installations,
            )
            for row in kept[:limit]
        ],
        next=cursors.encode(kept[limit - 1].id) if len(kept) > limit else None,
    )


def _support(support: str) -> str:
    if support and support not in SUPPORTS:
        raise BadInput(
            "unknown_support",
            _("Valeur « {support} » inconnue : choisissez parmi {known}.").format(
                support=support[:32], known=", ".join(SUPPORTS)
            ),
        )
    return support


def _policy(viewer: Viewer, policy: str) -> str:
    if policy and policy not in POLICIES:
        raise BadInput(
            "unknown_policy",
            _("Politique « {policy} » inconnue : choisissez parmi {known}.").format(
                policy=policy[:32], known=", ".join(POLICIES)
            ),
        )
    return policy or viewer.policy
