"""`/connaissance`: the organisation's own entries; the forms that qualify a name and correct a vendor."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session
from vigie_classifiers.proposals import propose

from vigie_collector.accounts.access import Operator, Reader, Viewer
from vigie_collector.accounts.csrf import Protected
from vigie_collector.database import SessionDep
from vigie_collector.errors import NotFound, VigieError
from vigie_collector.inventory.tables import RawName
from vigie_collector.local_knowledge import choices
from vigie_collector.local_knowledge.api import entry_number, zip_answer
from vigie_collector.local_knowledge.archive import exported, files_in
from vigie_collector.local_knowledge.imports import Imported, import_files
from vigie_collector.local_knowledge.queries import entries_after, raw_name, verdict_row
from vigie_collector.local_knowledge.rereading import rereading_of
from vigie_collector.local_knowledge.service import correct, qualify, undo
from vigie_collector.local_knowledge.shelf import knowledge_of
from vigie_collector.local_knowledge.typed import TypedFacts, TypedName
from vigie_collector.texts import _
from vigie_collector.web.templating import render

router = APIRouter(include_in_schema=False)

_MOST_SHOWN = 1_000


@router.get("/connaissance")
def knowledge_page(request: Request, session: SessionDep, viewer: Reader) -> HTMLResponse:
    """All entries, newest first, and how far names are read with them."""
    return _knowledge(request, session, viewer)


@router.get("/connaissance/export.zip")
def export_zip(
    request: Request, session: SessionDep, viewer: Reader, auteurs: str = ""
) -> Response:
    """The entries as files of a base."""
    shipped = request.app.state.shelf.shipped
    return zip_answer(
        exported(session, shipped, viewer.organisation_id, authors=auteurs == "oui")
    )  # fmt: skip


@router.post("/connaissance/import")
def post_import(
    request: Request,
    session: SessionDep,
    viewer: Operator,
    _checked: Protected,
    file: UploadFile,
    reason: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """Reads a ZIP of TOML files."""
    try:
        content = file.file.read()
        done = import_files(
            session, request.app.state.shelf, viewer, files_in(content), reason
        )  # fmt: skip
    except VigieError as refused:
        return _knowledge(request, session, viewer, error=refused.message, status=refused.status)
    request.app.state.worker.wake()
    return _knowledge(request, session, viewer, imported=done)


@router.post("/connaissance/{entry_id}/annulation")
def post_undo(
    request: Request,
    session: SessionDep,
    viewer: Operator,
    _checked: Protected,
    entry_id: str,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Takes an entry out of force."""
    try:
        undo(session, request.app.state.shelf, viewer, entry_number(entry_id), reason)
    except VigieError as refused:
        return _knowledge(request, session, viewer, error=refused.message, status=refused.status)
    request.app.state.worker.wake()
    return RedirectResponse("/connaissance?fait=annulee", 303)


@router.get("/connaissance/noms/{name_id}")
def name_page(
    request: Request, session: SessionDep, viewer: Operator, name_id: str
) -> HTMLResponse:
    """The form « Qualifier ce nom »."""
    name = _name_of(session, viewer, name_id)
    return _name(request, session, viewer, name, TypedName.empty(name.publisher))


@router.post("/connaissance/noms/{name_id}")
def post_name(
    request: Request,
    session: SessionDep,
    viewer: Operator,
    _checked: Protected,
    name_id: str,
    typed: Annotated[TypedName, Form()],
) -> Response:
    """Keeps what a raw name is."""
    name = _name_of(session, viewer, name_id)
    try:
        qualify(session, request.app.state.shelf, viewer, typed.asked(name))
    except VigieError as refused:
        return _name(
            request, session, viewer, name, typed, error=refused.message, status=refused.status
        )
    request.app.state.worker.wake()
    return RedirectResponse("/connaissance?fait=qualifie", 303)


@router.get("/connaissance/editeurs/{vendor_id}")
def vendor_page(
    request: Request, session: SessionDep, viewer: Operator, vendor_id: str
) -> HTMLResponse:
    """The form « Corriger cet éditeur »."""
    return _vendor(request, session, viewer, vendor_id, None)


@router.post("/connaissance/editeurs/{vendor_id}")
def post_vendor(
    request: Request,
    session: SessionDep,
    viewer: Operator,
    _checked: Protected,
    vendor_id: str,
    typed: Annotated[TypedFacts, Form()],
) -> Response:
    """Keeps what was corrected of a vendor."""
    try:
        correct(session, request.app.state.shelf, viewer, vendor_id, typed.asked())
    except VigieError as refused:
        return _vendor(
            request, session, viewer, vendor_id, typed, error=refused.message, status=refused.status
        )
    request.app.state.worker.wake()
    return RedirectResponse("/connaissance?fait=corrige", 303)


def _name_of(session: Session, viewer: Viewer, name_id: str) -> RawName:
    name = None
    if name_id.isascii() and name_id.isdigit() and len(name_id) < 20:
        name = raw_name(session, viewer.organisation_id, int(name_id) % (1 << 63))
    if name is None:
        raise NotFound("unknown_name", _("Ce nom brut n'existe pas."))
    return name


def _name(
    request: Request,
    session: Session,
    viewer: Viewer,
    name: RawName,
    typed: TypedName,
    *,
    error: str = "",
    status: int = 200,
) -> HTMLResponse:
    knowledge = knowledge_of(request, session, viewer)
    return render(
        request,
        "local_knowledge/name.html",
        viewer=viewer,
        status=status,
        name=name,
        verdict=verdict_row(session, viewer.organisation_id, name.id),
        proposals=propose(knowledge, name.kind, name.name, name.publisher),
        typed=typed,
        error=error,
        categories=choices.categories(knowledge),
        types=choices.types(),
        frees=choices.open_source(),
        countries=choices.countries(),
    )


def _vendor(
    request: Request,
    session: Session,
    viewer: Viewer,
    vendor_id: str,
    typed: TypedFacts | None,
    *,
    error: str = "",
    status: int = 200,
) -> HTMLResponse:
    knowledge = knowledge_of(request, session, viewer)
    vendor = knowledge.vendors.get(vendor_id)
    if vendor is None:
        raise NotFound("unknown_vendor", _("Cet éditeur n'est pas dans la base."))
    return render(
        request,
        "local_knowledge/vendor.html",
        viewer=viewer,
        status=status,
        vendor=vendor,
        typed=typed or TypedFacts(country=vendor.country),
        error=error,
        countries=choices.countries(),
        controls=choices.controls(),
    )


def _knowledge(
    request: Request,
    session: Session,
    viewer: Viewer,
    *,
    error: str = "",
    imported: Imported | None = None,
    status: int = 200,
) -> HTMLResponse:
    found = entries_after(session, viewer.organisation_id, 0, _MOST_SHOWN)
    knowledge = (
        request.app.state.shelf.fresh(session, viewer.organisation_id)
        if imported
        else knowledge_of(request, session, viewer)
    )
    return render(
        request,
        "local_knowledge/knowledge.html",
        viewer=viewer,
        status=status,
        entries=list(reversed(found)),
        rereading=rereading_of(session, viewer.organisation_id, knowledge),
        error=error,
        imported=imported,
        done=request.query_params.get("fait", ""),
        label=choices.what,
    )
