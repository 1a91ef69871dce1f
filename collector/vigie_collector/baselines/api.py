"""Baselines for scripts: `/api/v1/baselines`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from vigie_collector.accounts.access import ApiOperator, ApiReader
from vigie_collector.baselines import queries
from vigie_collector.baselines.comparison import Change, Comparison, Totals
from vigie_collector.baselines.schemas import (
    BaselineDetail,
    BaselineItem,
    BaselineList,
    ChangeItem,
    ComparisonItem,
    LineItem,
    NewBaseline,
    StateItem,
)
from vigie_collector.baselines.service import (
    NOW,
    baseline_of,
    comparison_of,
    freeze,
    frozen_state,
)
from vigie_collector.baselines.states import Held, State, figures_of
from vigie_collector.baselines.tables import Baseline
from vigie_collector.database import SessionDep
from vigie_collector.inventory import cursor as cursors
from vigie_collector.inventory.items import written
from vigie_collector.local_knowledge.shelf import knowledge_of

router = APIRouter(prefix="/api/v1/baselines", tags=["baselines"])


@router.post("", status_code=201)
def create_baseline(
    request: Request, session: SessionDep, viewer: ApiOperator, asked: NewBaseline
) -> BaselineItem:
    """Freezes the present state; 409 when the name is taken."""
    state = request.app.state
    baseline = freeze(
        session,
        knowledge_of(request, session, viewer),
        state.settings,
        viewer,
        asked.name,
        asked.note,
    )
    counts = queries.product_counts(session, viewer.organisation_id)
    return _item(baseline, counts.get(baseline.id, 0))


@router.get("")
def list_baselines(
    session: SessionDep,
    viewer: ApiReader,
    cursor: Annotated[str, Query(description="`next` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> BaselineList:
    """Baselines of the organisation, oldest first."""
    start = cursors.decode_number(cursor)
    found = queries.baselines_after(session, viewer.organisation_id, start, limit + 1)
    counts = queries.product_counts(session, viewer.organisation_id)
    page = found[:limit]
    return BaselineList(
        items=[_item(each, counts.get(each.id, 0)) for each in page],
        next=cursors.encode(str(page[-1].id)) if len(found) > limit else None,
    )


@router.get("/{baseline_id}")
def show_baseline(session: SessionDep, viewer: ApiReader, baseline_id: str) -> BaselineDetail:
    """One baseline with its lines; 404 when this organisation has no such baseline."""
    baseline = baseline_of(session, viewer.organisation_id, baseline_id)
    state = frozen_state(session, baseline)
    return BaselineDetail(
        **_item(baseline, len(state.counted())).model_dump(),
        lines=[_line(each) for each in state.lines.values()],
    )


@router.get("/{baseline_id}/comparison")
def show_comparison(
    request: Request,
    session: SessionDep,
    viewer: ApiReader,
    baseline_id: str,
    other: Annotated[
        str, Query(alias="with", description="`now`, or the id of another baseline")
    ] = NOW,
) -> ComparisonItem:
    """What changed between a baseline and now, or another one; the older stands first."""
    baseline = baseline_of(session, viewer.organisation_id, baseline_id)
    found = comparison_of(session, knowledge_of(request, session, viewer), baseline, other)
    return _comparison(found)


def _item(baseline: Baseline, products: int) -> BaselineItem:
    return BaselineItem(
        id=str(baseline.id),
        name=baseline.name,
        note=baseline.note,
        frozen_at=written(baseline.frozen_at),
        created_by=baseline.created_by,
        knowledge_digest=baseline.knowledge_digest,
        products=products,
        coverage=figures_of(baseline),
    )


def _comparison(found: Comparison) -> ComparisonItem:
    return ComparisonItem(
        before=_state(found.before, found.totals_before),
        after=_state(found.after, found.totals_after),
        knowledge_changed=found.knowledge_changed,
        appeared=[_change(each) for each in found.appeared],
        left=[_change(each) for each in found.left],
        counts=[_change(each) for each in found.counts],
        owners=[_change(each) for each in found.owners],
        knowledge=[_change(each) for each in found.knowledge],
    )


def _state(state: State, totals: Totals) -> StateItem:
    return StateItem(
        id=None if state.id is None else str(state.id),
        name=state.name,
        at=written(state.at),
        knowledge_digest=state.knowledge_digest,
        products=totals.products,
        components=totals.asides,
        vendors=totals.vendors,
        installations=totals.installations,
        answers={policy: dict(answers) for policy, answers in totals.answers.items()},
    )


def _change(change: Change) -> ChangeItem:
    return ChangeItem(
        line_key=change.line.key,
        before=_line(change.before) if change.before else None,
        after=_line(change.after) if change.after else None,
    )


def _line(held: Held) -> LineItem:
    return LineItem(
        line_key=held.key,
        product=held.product,
        vendor_id=held.vendor_id,
        vendor=held.vendor,
        parent_id=held.parent_id,
        parent=held.parent,
        category=held.category,
        type=held.type,
        devices=held.devices,
        origins=dict(held.origins),
    )
