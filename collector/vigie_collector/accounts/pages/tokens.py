"""`/jetons`: API tokens."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from vigie_collector.accounts.access import Administrator, Viewer
from vigie_collector.accounts.csrf import Protected
from vigie_collector.accounts.queries import tokens_of
from vigie_collector.accounts.roles import OPERATOR, READER, role_label
from vigie_collector.accounts.service import create_token, record, revoke_token
from vigie_collector.clock import now
from vigie_collector.database import SessionDep
from vigie_collector.errors import VigieError
from vigie_collector.texts import _
from vigie_collector.web.parameters import RowId, public_address
from vigie_collector.web.templating import render

router = APIRouter(include_in_schema=False)

_DAYS = (30, 90, 365)


@router.get("/jetons")
def tokens_page(request: Request, session: SessionDep, viewer: Administrator) -> HTMLResponse:
    """All tokens, and the form for a new one."""
    return _tokens(request, session, viewer)


@router.post("/jetons")
def post_token(
    request: Request,
    session: SessionDep,
    viewer: Administrator,
    _checked: Protected,
    name: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = READER,
    days: Annotated[str, Form()] = "365",
) -> HTMLResponse:
    """Makes a token; its secret is on the answer alone."""
    typed = {"name": name, "role": role, "days": days}
    lasts = int(days) if days in {str(each) for each in _DAYS} else None
    if lasts is None and days:
        errors = {"days": _("Durée inconnue : choisissez-la dans la liste.")}
        return _tokens(request, session, viewer, typed=typed, errors=errors, status=400)
    expires = None if lasts is None else now() + int(timedelta(days=lasts).total_seconds())
    try:
        token, secret = create_token(
            session, viewer.organisation_id, name, role, expires_at=expires
        )
    except VigieError as error:
        errors = {"role" if error.code == "bad_role" else "name": error.message}
        return _tokens(request, session, viewer, typed=typed, errors=errors, status=error.status)
    record(session, viewer, viewer.organisation_id, "token.created", token.name, role_label(role))
    return _tokens(request, session, viewer, secret=secret)


@router.post("/jetons/{token_id}/revocation")
def post_revocation(
    session: SessionDep, viewer: Administrator, _checked: Protected, token_id: RowId
) -> Response:
    """Ends a token at once."""
    token = revoke_token(session, viewer.organisation_id, token_id)
    record(session, viewer, viewer.organisation_id, "token.revoked", token.name)
    return RedirectResponse("/jetons?fait=revocation", 303)


def _tokens(
    request: Request,
    session: Session,
    viewer: Viewer,
    *,
    status: int = 200,
    secret: str = "",
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    lasting = [(str(days), _("{days} jours").format(days=days)) for days in _DAYS]
    return render(
        request,
        "accounts/tokens.html",
        viewer=viewer,
        status=status,
        tokens=tokens_of(session, viewer.organisation_id),
        roles=[(role, role_label(role)) for role in (READER, OPERATOR)],
        durations=[*lasting, ("", _("Sans expiration"))],
        typed=typed or {"name": "", "role": READER, "days": "365"},
        errors=errors or {},
        secret=secret,
        now=now(),
        address=public_address(request),
        done=request.query_params.get("fait") == "revocation",
    )
