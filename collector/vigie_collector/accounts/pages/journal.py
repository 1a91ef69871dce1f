"""`/journal`: the audit log."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from vigie_collector.accounts.access import Administrator
from vigie_collector.accounts.audit import action_label
from vigie_collector.accounts.queries import AuditFilter, audit_actions, audit_entries
from vigie_collector.database import SessionDep
from vigie_collector.web.templating import render

router = APIRouter(include_in_schema=False)

_ROWS = 100


@router.get("/journal")
def journal_page(
    request: Request,
    session: SessionDep,
    viewer: Administrator,
    action: str = "",
    acteur: str = "",
    avant: str = "",
) -> HTMLResponse:
    """Entries, newest first, filtered as the address says."""
    before = int(avant) if avant.isdecimal() and len(avant) < 19 else 0
    chosen = AuditFilter(action[:64], acteur[:256].strip(), before)
    found = audit_entries(session, viewer.organisation_id, chosen, _ROWS + 1)
    return render(
        request,
        "accounts/journal.html",
        viewer=viewer,
        entries=found[:_ROWS],
        chosen=chosen,
        actions=[
            (name, action_label(name)) for name in audit_actions(session, viewer.organisation_id)
        ],
        label=action_label,
        older=found[_ROWS - 1].id if len(found) > _ROWS else None,
    )
