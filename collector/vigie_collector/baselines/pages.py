"""`/reperes`: baselines, frozen and compared."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from vigie_collector.accounts.access import Administrator, Operator, Reader, Viewer
from vigie_collector.accounts.csrf import Protected
from vigie_collector.baselines import queries
from vigie_collector.baselines.service import baseline_of, comparison_of, freeze, remove
from vigie_collector.baselines.states import figures_of
from vigie_collector.database import SessionDep
from vigie_collector.errors import VigieError
from vigie_collector.inventory.origins import ANSWERS
from vigie_collector.inventory.service import policy_of
from vigie_collector.local_knowledge.shelf import knowledge_of
from vigie_collector.web.templating import render

router = APIRouter(include_in_schema=False)

_MOST_BASELINES = 500
_MOST_CHANGES = 200


@router.get("/reperes")
def baselines_page(request: Request, session: SessionDep, viewer: Reader) -> HTMLResponse:
    """All baselines, newest first, and the form for a new one."""
    return _baselines(request, session, viewer)


@router.post("/reperes")
def post_baseline(
    request: Request,
    session: SessionDep,
    viewer: Operator,
    _checked: Protected,
    name: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Freezes the present state."""
    state = request.app.state
    try:
        baseline = freeze(
            session, knowledge_of(request, session, viewer), state.settings, viewer, name, note
        )
    except VigieError as refused:
        return _baselines(
            request,
            session,
            viewer,
            typed={"name": name, "note": note},
            error=refused.message,
            status=refused.status,
        )
    return RedirectResponse(f"/reperes/{baseline.id}?fait=fige", 303)


@router.get("/reperes/{baseline_id}")
def baseline_page(
    request: Request, session: SessionDep, viewer: Reader, baseline_id: str
) -> HTMLResponse:
    """One baseline, compared with now or with another one."""
    params = request.query_params
    baseline = baseline_of(session, viewer.organisation_id, baseline_id)
    found = comparison_of(
        session, knowledge_of(request, session, viewer), baseline, params.get("avec", "")[:20]
    )
    others = queries.baselines_after(session, viewer.organisation_id, 0, _MOST_BASELINES)
    return render(
        request,
        "baselines/baseline.html",
        viewer=viewer,
        policy=policy_of(request, viewer),
        baseline=baseline,
        figures=figures_of(baseline),
        found=found,
        others=[each for each in others if each.id != baseline.id],
        most=_MOST_CHANGES,
        ANSWERS=ANSWERS,
        done=params.get("fait", "") == "fige",
    )


@router.post("/reperes/{baseline_id}/suppression")
def post_removal(
    session: SessionDep, viewer: Administrator, _checked: Protected, baseline_id: str
) -> Response:
    """Takes a baseline away."""
    remove(session, viewer, baseline_of(session, viewer.organisation_id, baseline_id))
    return RedirectResponse("/reperes?fait=supprime", 303)


def _baselines(
    request: Request,
    session: Session,
    viewer: Viewer,
    *,
    typed: dict[str, str] | None = None,
    error: str = "",
    status: int = 200,
) -> HTMLResponse:
    found = queries.baselines_after(session, viewer.organisation_id, 0, _MOST_BASELINES)
    return render(
        request,
        "baselines/baselines.html",
        viewer=viewer,
        status=status,
        baselines=[(each, figures_of(each)) for each in reversed(found)],
        counts=queries.product_counts(session, viewer.organisation_id),
        typed=typed or {"name": "", "note": ""},
        error=error,
        done=request.query_params.get("fait", "") == "supprime",
    )
