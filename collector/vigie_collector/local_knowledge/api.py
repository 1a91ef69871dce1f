"""Local knowledge for scripts: `/api/v1/knowledge`."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from vigie_classifiers.proposals import propose

from vigie_collector.accounts.access import ApiOperator, ApiReader
from vigie_collector.clock import moment
from vigie_collector.database import SessionDep
from vigie_collector.errors import NotFound
from vigie_collector.inventory import cursor as cursors
from vigie_collector.local_knowledge.archive import exported, files_in, zipped
from vigie_collector.local_knowledge.imports import import_files
from vigie_collector.local_knowledge.queries import entries_after
from vigie_collector.local_knowledge.rereading import rereading_of
from vigie_collector.local_knowledge.schemas import (
    EntryItem,
    EntryList,
    EntryMade,
    FactsAsked,
    ImportItem,
    NameAsked,
    ProposalItem,
    StatusItem,
    UndoAsked,
)
from vigie_collector.local_knowledge.service import Made, correct, qualify, undo
from vigie_collector.local_knowledge.shelf import knowledge_of
from vigie_collector.local_knowledge.tables import LocalEntry
from vigie_collector.texts import _

router = APIRouter(prefix="/api/v1/knowledge", tags=["knowledge"])

ZIP = "application/zip"


@router.get("/entries")
def list_entries(
    session: SessionDep,
    viewer: ApiReader,
    cursor: Annotated[str, Query(description="`next` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> EntryList:
    """The organisation's own entries, undone ones included, oldest first."""
    start = cursors.decode_number(cursor)
    found = entries_after(session, viewer.organisation_id, start, limit + 1)
    page = found[:limit]
    return EntryList(
        items=[_item(row) for row in page],
        next=cursors.encode(str(page[-1].id)) if len(found) > limit else None,
    )


@router.post("/names", status_code=201)
def add_name(
    request: Request, session: SessionDep, viewer: ApiOperator, asked: NameAsked
) -> EntryMade:
    """Says that a raw name is a product; 400 with one sentence when it cannot be kept."""
    return _made(request, qualify(session, request.app.state.shelf, viewer, asked))


@router.post("/vendors/{vendor_id}", status_code=201)
def add_facts(
    request: Request, session: SessionDep, viewer: ApiOperator, vendor_id: str, asked: FactsAsked
) -> EntryMade:
    """Corrects a vendor's seat, or adds a dated link of control."""
    return _made(request, correct(session, request.app.state.shelf, viewer, vendor_id, asked))


@router.post("/entries/{entry_id}/undo")
def undo_entry(
    request: Request, session: SessionDep, viewer: ApiOperator, entry_id: str, asked: UndoAsked
) -> EntryMade:
    """Takes an entry out of force; 409 when another one rests on it."""
    number = entry_number(entry_id)
    return _made(request, undo(session, request.app.state.shelf, viewer, number, asked.reason))


@router.get("/proposals")
def proposals(
    request: Request,
    session: SessionDep,
    viewer: ApiReader,
    name: Annotated[str, Query(max_length=512)],
    kind: str = "windows",
    publisher: Annotated[str, Query(max_length=256)] = "",
) -> list[ProposalItem]:
    """Products that a name may be, the nearest first: for a person to judge."""
    near = propose(knowledge_of(request, session, viewer), kind, name, publisher)
    return [
        ProposalItem(
            product_id=one.product_id, product=one.product, vendor=one.vendor, score=one.score
        )
        for one in near
    ]


@router.get("/status")
def status(request: Request, session: SessionDep, viewer: ApiReader) -> StatusItem:
    """How far names are read with the present knowledge."""
    found = rereading_of(
        session, viewer.organisation_id, knowledge_of(request, session, viewer)
    )  # fmt: skip
    return StatusItem(
        digest=found.new, old_digests=list(found.old), names=found.total, names_read=found.done
    )


@router.get("/export.zip", response_class=Response)
def export(
    request: Request,
    session: SessionDep,
    viewer: ApiReader,
    authors: Annotated[bool, Query(description="Name who said so")] = False,
) -> Response:
    """The organisation's own records as TOML files, ready to be proposed to the common base."""
    shipped = request.app.state.shelf.shipped
    files = exported(session, shipped, viewer.organisation_id, authors=authors)
    return zip_answer(files)


@router.post("/import")
async def import_zip(
    request: Request,
    session: SessionDep,
    viewer: ApiOperator,
    reason: Annotated[str, Query(max_length=1024)],
) -> ImportItem:
    """Reads a ZIP of TOML files (the body); each sound file is kept, each fault is told."""
    content = await request.body()
    shelf = request.app.state.shelf
    done = await run_in_threadpool(
        lambda: import_files(session, shelf, viewer, files_in(content), reason)
    )
    request.app.state.worker.wake()
    return ImportItem(kept=done.kept, unchanged=done.unchanged, faults=done.faults)


def zip_answer(files: dict[str, str]) -> Response:
    """A ZIP to save."""
    head = 'attachment; filename="vigie-connaissances.zip"'
    return Response(zipped(files), media_type=ZIP, headers={"Content-Disposition": head})


def entry_number(text: str) -> int:
    """The id in an address.

    Raises:
        NotFound: it is no id.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) < 1 << 63):
        raise NotFound("unknown_entry", _("Cette entrée n'existe pas."))
    return int(text)


def _made(request: Request, made: Made) -> EntryMade:
    request.app.state.worker.wake()
    return EntryMade(**_item(made.row).model_dump(), names_changed=made.changed)


def _item(row: LocalEntry) -> EntryItem:
    return EntryItem(
        id=str(row.id),
        what=row.what,
        title=row.title,
        author=row.author,
        reason=row.reason,
        made_at=moment(row.made_at).isoformat(),
        undone_at=None if row.undone_at is None else moment(row.undone_at).isoformat(),
        undone_by=row.undone_by,
        undone_reason=row.undone_reason,
        content=json.loads(row.content),
    )
