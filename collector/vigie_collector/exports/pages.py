"""`/export`: the TIE Break table, what people set in it, its downloads; `/methode`: how to read it."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from vigie_collector.accounts.access import Operator, Reader, Viewer
from vigie_collector.accounts.csrf import Protected
from vigie_collector.clock import today
from vigie_collector.database import SessionDep
from vigie_collector.errors import BadInput, NotFound
from vigie_collector.exports.asked import FORMATS, parsed_day
from vigie_collector.exports.entries import Typed, set_entry, typed_of
from vigie_collector.exports.grid import load_grid
from vigie_collector.exports.method import method_points
from vigie_collector.exports.rows import TableRow
from vigie_collector.exports.service import method_facts, preview_rows, with_details
from vigie_collector.inventory.folding import fold, words_of
from vigie_collector.inventory.listing import listing_of
from vigie_collector.inventory.service import policy_of, stale_before
from vigie_collector.local_knowledge.shelf import knowledge_of
from vigie_collector.texts import _
from vigie_collector.web.templating import render

router = APIRouter(include_in_schema=False)

_SIZE = 50


@router.get("/export")
def table_page(request: Request, session: SessionDep, viewer: Reader) -> HTMLResponse:
    """The table, fifty lines a page, and its four files."""
    params = request.query_params
    policy, error = policy_of(request, viewer), ""
    try:
        on = parsed_day(params.get("date"))
    except BadInput as refused:
        on, error = today(), refused.message
    grid = load_grid(request.app.state.settings.grid_file)
    every = _rows(request, session, viewer, policy, on)
    words, domain = words_of(params.get("q", "")), params.get("domaine", "")
    kept = [
        row
        for row in every
        if domain in ("", row.place.category, row.place.domain)
        and all(word in fold(f"{row.line.product} {row.line.vendor}") for word in words)
    ]
    listing = listing_of(params, len(kept), _SIZE)
    shown = kept[listing.offset : listing.offset + _SIZE]
    return render(
        request,
        "exports/table.html",
        viewer=viewer,
        policy=policy,
        on=on,
        error=error,
        grid=grid,
        rows=_detailed(request, session, viewer, shown, on),
        listing=listing,
        total=len(every),
        unknown=sum(row.origin.answer == "unknown" for row in every),
        proposed=sum(
            bool(row.technological.id and not row.technological.by_person) for row in every
        ),
        domains=list(dict.fromkeys((row.place.category, row.place.domain) for row in every)),
        formats=FORMATS,
        saved=params.get("fait", "") == "ligne",
    )


@router.get("/export/ligne")
def line_form(
    request: Request, session: SessionDep, viewer: Operator, cle: str = ""
) -> HTMLResponse:
    """The form of one line: a row for htmx, a page without it."""
    row = _row(request, session, viewer, cle)
    return _form(request, viewer, row, typed_of(row.entry))


@router.post("/export/ligne")
def save_line(  # noqa: PLR0913, PLR0917  # the fields of the form
    request: Request,
    session: SessionDep,
    viewer: Operator,
    _checked: Protected,
    cle: Annotated[str, Form()] = "",
    technological_level: Annotated[str, Form()] = "",
    financial_level: Annotated[str, Form()] = "",
    strategy: Annotated[str, Form()] = "",
    owner: Annotated[str, Form()] = "",
    deadline: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Stores what a person set, then shows the line again."""
    row = _row(request, session, viewer, cle)
    typed = Typed(
        technological_level=technological_level,
        financial_level=financial_level,
        strategy=strategy,
        owner=owner,
        deadline=deadline,
        note=note,
    )
    grid = load_grid(request.app.state.settings.grid_file)
    try:
        set_entry(session, viewer, grid, row.line.key, row.line.product, typed)
    except BadInput as refused:
        return _form(request, viewer, row, typed, error=refused.message)
    if not _is_htmx(request):
        policy = policy_of(request, viewer)
        return RedirectResponse(
            f"/export?fait=ligne&politique={policy}&q={quote(row.line.product[:100])}", 303
        )
    return _one_row(request, session, viewer, cle)


@router.get("/export/ligne/vue")
def line_view(request: Request, session: SessionDep, viewer: Reader, cle: str = "") -> HTMLResponse:
    """One row again, for htmx: a form was given up."""
    return _one_row(request, session, viewer, cle)


@router.get("/methode")
def method_page(request: Request, session: SessionDep, viewer: Reader) -> HTMLResponse:
    """How the figures are made, what they cover, and what they are not."""
    state = request.app.state
    policy = policy_of(request, viewer)
    grid = load_grid(state.settings.grid_file)
    facts = method_facts(
        session,
        knowledge_of(request, session, viewer),
        state.settings,
        viewer.organisation_id,
        grid,
        policy,
        today(),
    )
    return render(
        request,
        "exports/method.html",
        viewer=viewer,
        policy=policy,
        grid=grid,
        points=method_points(facts),
    )


def _rows(
    request: Request, session: Session, viewer: Viewer, policy: str, on: date
) -> list[TableRow]:
    state = request.app.state
    return preview_rows(
        session,
        knowledge_of(request, session, viewer),
        state.settings,
        viewer.organisation_id,
        policy,
        on,
    )


def _detailed(
    request: Request, session: Session, viewer: Viewer, rows: list[TableRow], on: date
) -> list[TableRow]:
    return with_details(
        session,
        knowledge_of(request, session, viewer),
        viewer.organisation_id,
        rows,
        stale_before(request),
        on,
    )


def _row(request: Request, session: Session, viewer: Viewer, key: str) -> TableRow:
    rows = _rows(request, session, viewer, policy_of(request, viewer), today())
    found = next((row for row in rows if row.line.key == key), None)
    if found is None:
        raise NotFound(
            "unknown_line", _("Cette ligne n'est plus dans le tableau : revenez au tableau.")
        )
    return found


def _one_row(request: Request, session: Session, viewer: Viewer, key: str) -> HTMLResponse:
    row = _row(request, session, viewer, key)
    return render(
        request,
        "exports/row.html",
        viewer=viewer,
        policy=row.policy,
        row=_detailed(request, session, viewer, [row], today())[0],
        grid=load_grid(request.app.state.settings.grid_file),
    )


def _form(
    request: Request, viewer: Viewer, row: TableRow, typed: Typed, error: str = ""
) -> HTMLResponse:
    context: dict[str, Any] = {
        "viewer": viewer,
        "policy": row.policy,
        "row": row,
        "typed": typed,
        "error": error,
        "grid": load_grid(request.app.state.settings.grid_file),
    }
    if _is_htmx(request):
        # With its sentence in the row: htmx shows other answers than 200 elsewhere.
        return render(request, "exports/form_row.html", **context)
    return render(request, "exports/line.html", status=400 if error else 200, **context)


def _is_htmx(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"
