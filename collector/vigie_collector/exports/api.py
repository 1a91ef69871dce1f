"""The TIE Break table as a file, for scripts and for the page's buttons: `/api/v1/exports/tiebreak.…`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from vigie_collector.accounts.access import ApiReader
from vigie_collector.accounts.service import record
from vigie_collector.database import SessionDep, writing
from vigie_collector.errors import NotFound
from vigie_collector.exports.asked import FORMATS, parsed_day
from vigie_collector.exports.service import build_table, table_bytes
from vigie_collector.local_knowledge.shelf import knowledge_of
from vigie_collector.texts import _

router = APIRouter(prefix="/api/v1/exports", tags=["exports"])

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@router.get(
    "/tiebreak.{suffix}",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in MEDIA_TYPES.values()}}},
)
def download_table(
    request: Request,
    session: SessionDep,
    viewer: ApiReader,
    suffix: str,
    policy: Annotated[str, Query(description="Empty: the organisation's")] = "",
    on: Annotated[str, Query(alias="date", description="Day of the origins, YYYY-MM-DD")] = "",
) -> Response:
    """The table in one of four formats: xlsx, ods, csv, json."""
    if suffix not in FORMATS:
        raise NotFound(
            "unknown_format",
            _("Format « {suffix} » inconnu : demandez {known}.").format(
                suffix=suffix[:20], known=", ".join(FORMATS)
            ),
        )
    state = request.app.state
    day = parsed_day(on)
    chosen = policy or viewer.policy
    table = build_table(
        session,
        knowledge_of(request, session, viewer),
        state.settings,
        viewer.organisation_id,
        chosen,
        day,
    )
    name = f"vigie-tiebreak-{day.isoformat()}-{chosen}.{suffix}"
    content = table_bytes(table, suffix)
    # A transaction of its own: this request only reads, and SQLite refuses to write after a long read.
    with Session(writing(state.engine)) as journal:
        record(journal, viewer, viewer.organisation_id, "export.downloaded", name)
        journal.commit()
    return Response(
        content,
        media_type=MEDIA_TYPES[suffix],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
