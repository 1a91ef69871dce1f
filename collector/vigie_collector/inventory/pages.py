"""Pages of the inventory: `/produits`, one product, `/appareils`, one device."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from vigie_collector.accounts.access import Reader, Viewer
from vigie_collector.clock import today
from vigie_collector.database import SessionDep
from vigie_collector.errors import NotFound
from vigie_collector.inventory import device_queries, labels
from vigie_collector.inventory.device_filters import device_filter, device_sort
from vigie_collector.inventory.device_service import (
    installed_items,
    items_with,
    section_states,
    source_states,
)
from vigie_collector.inventory.evidence import (
    alternatives_of,
    axes_of,
    devices_by_product,
    name_proofs,
    origins_by_policy,
    own_facts,
)
from vigie_collector.inventory.listing import listing_of
from vigie_collector.inventory.origins import ANSWERS, counted
from vigie_collector.inventory.product_filters import FACETS, product_filter
from vigie_collector.inventory.product_queries import devices_of_line, versions_of_line
from vigie_collector.inventory.product_service import (
    chosen_rows,
    facet,
    find_row,
    product_rows,
    searched_rows,
    vendor_names,
)
from vigie_collector.inventory.section_tables import section_tables
from vigie_collector.inventory.service import device_of, policy_of, stale_before
from vigie_collector.inventory.support import supports_of
from vigie_collector.inventory.system_service import natures_of, system_groups
from vigie_collector.local_knowledge.shelf import knowledge_of
from vigie_collector.texts import _
from vigie_collector.web.templating import render

router = APIRouter(include_in_schema=False)

_ROWS = 50
_DEVICES = 25
_SOFTWARE = 100
_EVENTS = 50


@router.get("/produits")
def products_page(request: Request, session: SessionDep, viewer: Reader) -> HTMLResponse:
    """All products, searched, filtered and sorted as the address says."""
    params, policy = request.query_params, policy_of(request, viewer)
    rows = product_rows(
        session, knowledge_of(request, session, viewer), viewer.organisation_id, policy, today()
    )
    found = searched_rows(session, viewer.organisation_id, rows, params.get("q", ""))
    chosen = product_filter(params)
    kept = chosen_rows(found, chosen)
    listing = listing_of(params, len(kept), _ROWS)
    names = vendor_names(knowledge_of(request, session, viewer), rows)
    return render(
        request,
        "inventory/products.html",
        viewer=viewer,
        policy=policy,
        labels=labels,
        listing=listing,
        chosen=chosen,
        rows=kept[listing.offset : listing.last],
        nothing_yet=not rows,
        asides=len(rows) - len(counted([row.line for row in rows])),
        family_label=labels.family,
        ANSWERS=ANSWERS,
        facets={name: facet(found, chosen, field) for name, field in FACETS.items()},
        categories=request.app.state.knowledge.categories,
        vendors={each: names[each] for each in {row.line.vendor_id for row in rows} if each},
        names=names,
    )


@router.get("/produits/{line_key:path}")
def product_page(
    request: Request, session: SessionDep, viewer: Reader, line_key: str
) -> HTMLResponse:
    """One product: verdict, chain of evidence, six axes, origins, versions, names, devices."""
    knowledge, policy, on = (
        knowledge_of(request, session, viewer),
        policy_of(request, viewer),
        today(),
    )
    rows = product_rows(session, knowledge, viewer.organisation_id, policy, on)
    row = find_row(rows, line_key)
    if row is None:
        raise NotFound(
            "unknown_product",
            _("Produit inconnu : aucun appareil présent ne l'a, ou ne l'a plus."),
        )
    before = stale_before(request)
    listing = listing_of(request.query_params, row.line.devices, _DEVICES)
    return render(
        request,
        "inventory/product.html",
        viewer=viewer,
        policy=policy,
        labels=labels,
        row=row,
        axes=axes_of(knowledge, row.line),
        origins=origins_by_policy(knowledge, row.line, on),
        own_facts=own_facts(session, viewer.organisation_id, row.origin, row.line.vendor_id),
        proofs=name_proofs(session, viewer.organisation_id, line_key),
        versions=versions_of_line(session, viewer.organisation_id, line_key, before),
        supports=supports_of(session, knowledge, viewer.organisation_id, [row.line], on)[line_key],
        alternatives=alternatives_of(
            knowledge,
            row.line.product_id,
            devices_by_product(each.line for each in rows),
            policy,
            on,
        ),
        listing=listing,
        devices=devices_of_line(
            session, viewer.organisation_id, line_key, before,
            offset=listing.offset, limit=listing.size,
        ),
    )  # fmt: skip


@router.get("/appareils")
def devices_page(request: Request, session: SessionDep, viewer: Reader) -> HTMLResponse:
    """All devices, searched, filtered and sorted as the address says."""
    params, organisation = request.query_params, viewer.organisation_id
    knowledge = knowledge_of(request, session, viewer)
    groups = system_groups(session, knowledge, organisation, today())
    chosen = device_filter(params, stale_before(request), groups)
    total = device_queries.device_count(session, organisation, chosen)
    listing = listing_of(params, total, _ROWS)
    sort, descending = device_sort(params)
    devices = device_queries.device_list(
        session,
        organisation,
        chosen,
        sort=sort,
        descending=descending,
        offset=listing.offset,
        limit=listing.size,
    )
    systems = device_queries.system_counts(session, organisation)
    return render(
        request,
        "inventory/devices.html",
        viewer=viewer,
        policy=policy_of(request, viewer),
        labels=labels,
        listing=listing,
        devices=devices,
        sources=device_queries.sources_of(session, organisation, [each.id for each in devices]),
        systems=systems,
        natures=natures_of(session, knowledge, organisation, devices, today()),
        kinds=device_queries.kind_counts(session, organisation),
        source_names=device_queries.source_names(session, organisation),
        stale_before=chosen.stale_before,
        stale_days=request.app.state.settings.stale_days,
        nothing_yet=not systems,
    )


@router.get("/appareils/{device_id}")
def device_page(
    request: Request, session: SessionDep, viewer: Reader, device_id: str
) -> HTMLResponse:
    """One device: identity, sources, system, hardware, software, services, history."""
    policy = policy_of(request, viewer)
    device = device_of(session, viewer.organisation_id, device_id)
    sections = section_states(session, viewer.organisation_id, device.id)
    knowledge, on = knowledge_of(request, session, viewer), today()
    nature = natures_of(session, knowledge, viewer.organisation_id, [device], on)[device.id]
    return render(
        request,
        "inventory/device.html",
        viewer=viewer,
        policy=policy,
        labels=labels,
        device=device,
        system=nature.system,
        maker=nature.maker,
        silent=device.last_seen_at < stale_before(request),
        stale_days=request.app.state.settings.stale_days,
        witnesses=device_queries.witnesses_of(session, viewer.organisation_id, device.id),
        sources=source_states(session, viewer.organisation_id, device.id),
        sections=sections,
        tables=section_tables(sections),
        events=device_queries.events_of(
            session, viewer.organisation_id, device.id, offset=0, limit=_EVENTS
        ),
        **_software(request, session, viewer, device.id, policy),
    )


def _software(
    request: Request, session: SessionDep, viewer: Viewer, device_id: int, policy: str
) -> dict[str, Any]:
    params = request.query_params
    items = installed_items(
        session,
        knowledge_of(request, session, viewer),
        viewer.organisation_id,
        device_id,
        policy,
        today(),
    )
    kept = items_with(items, params.get("q", ""), params.get("type", ""))
    listing = listing_of(params, len(kept), _SOFTWARE)
    types: dict[str, int] = {}
    for item in items:
        types[item.type] = types.get(item.type, 0) + 1
    return {
        "listing": listing,
        "software": kept[listing.offset : listing.last],
        "software_total": len(items),
        "types": types,
    }
