"""The first page: `/`."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from vigie_collector.accounts.access import Reader
from vigie_collector.clock import today
from vigie_collector.database import SessionDep
from vigie_collector.inventory import labels
from vigie_collector.inventory.device_queries import DeviceFilter, device_count
from vigie_collector.inventory.line_queries import current_lines
from vigie_collector.inventory.origins import ANSWERS
from vigie_collector.inventory.service import policy_of, stale_before
from vigie_collector.inventory.system_service import system_groups
from vigie_collector.local_knowledge.shelf import knowledge_of
from vigie_collector.overview.charts import family_chart
from vigie_collector.overview.queries import device_coverage, name_coverage
from vigie_collector.overview.service import overview_of
from vigie_collector.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/")
def overview_page(request: Request, session: SessionDep, viewer: Reader) -> HTMLResponse:
    """Coverage first, then shares by origin, what weighs most, and what to do next."""
    policy = policy_of(request, viewer)
    lines = current_lines(session, viewer.organisation_id)
    knowledge = knowledge_of(request, session, viewer)
    overview = overview_of(lines, knowledge, policy, today())
    groups = system_groups(session, knowledge, viewer.organisation_id, today())
    return render(
        request,
        "overview/overview.html",
        viewer=viewer,
        policy=policy,
        overview=overview,
        charts={what: family_chart(overview, what) for what in ("products", "installations")},
        labels=labels,
        family_names=[labels.family(family.slug) for family in overview.families],
        ANSWERS=ANSWERS,
        devices=device_coverage(session, viewer.organisation_id, stale_before(request)),
        names=name_coverage(session, viewer.organisation_id),
        ended_systems=device_count(
            session,
            viewer.organisation_id,
            DeviceFilter(
                silent=False,
                support="ended",
                ended=groups.ended,
                mended=groups.mended,
                stale_before=stale_before(request),
            ),
        ),
        stale_days=request.app.state.settings.stale_days,
    )
