"""`/agents`: agents, and the keys that they join with."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from vigie_collector.accounts.access import Operator, Reader, Viewer
from vigie_collector.accounts.audit import record
from vigie_collector.accounts.csrf import Protected
from vigie_collector.clock import now
from vigie_collector.database import SessionDep
from vigie_collector.intake.agent_queries import (
    CLOCK_LIMIT_SECONDS,
    STATES,
    AgentFilter,
    agent_count,
    agent_rows,
)
from vigie_collector.intake.key_queries import keys_of
from vigie_collector.intake.keys import create_key
from vigie_collector.intake.revocation import revoke_agent, revoke_key
from vigie_collector.texts import _
from vigie_collector.web.parameters import RowId, is_local, public_address
from vigie_collector.web.templating import render

router = APIRouter(prefix="/agents", include_in_schema=False)

_ROWS = 50
_DAYS = (1, 7, 30, 90, 365)
_MOST_USES = 100_000


@router.get("")
def agents_page(request: Request, session: SessionDep, viewer: Reader) -> HTMLResponse:
    """Keys and agents."""
    return _page(request, session, viewer)


@router.post("")
def post_key(
    request: Request,
    session: SessionDep,
    viewer: Operator,
    _checked: Protected,
    name: Annotated[str, Form()] = "",
    days: Annotated[str, Form()] = "30",
    uses: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """Makes a key; its secret and the lines to paste are on the answer alone."""
    typed = {"name": name, "days": days, "uses": uses}
    errors: dict[str, str] = {}
    if not name.strip():
        errors["name"] = _("Donnez un nom : il dira plus tard à quoi sert la clé.")
    if days not in {str(each) for each in _DAYS}:
        errors["days"] = _("Durée inconnue : choisissez-la dans la liste.")
    digits = uses.strip()
    if digits and not (
        digits.isascii() and digits.isdecimal() and 1 <= int(digits[:9]) <= _MOST_USES
    ):
        errors["uses"] = _("Écrivez un nombre de machines, par exemple 50, ou laissez vide.")
    if errors:
        return _page(request, session, viewer, typed=typed, errors=errors)
    key, secret = create_key(
        session,
        viewer.organisation_id,
        name.strip(),
        "agent",
        expires_at=now() + int(timedelta(days=int(days)).total_seconds()),
        max_uses=int(digits) if digits else None,
        created_by=viewer.actor,
    )
    record(session, viewer, viewer.organisation_id, "key.created", key.name)
    return _page(request, session, viewer, secret=secret)


@router.post("/cles/{key_id}/revocation")
def post_key_revocation(
    session: SessionDep, viewer: Operator, _checked: Protected, key_id: RowId
) -> Response:
    """Ends a key."""
    key = revoke_key(session, viewer.organisation_id, key_id)
    record(session, viewer, viewer.organisation_id, "key.revoked", key.name)
    return RedirectResponse("/agents?fait=cle", 303)


@router.post("/{agent_id}/revocation")
def post_agent_revocation(
    session: SessionDep, viewer: Operator, _checked: Protected, agent_id: RowId
) -> Response:
    """Refuses an agent's reports from now on."""
    agent = revoke_agent(session, viewer.organisation_id, agent_id)
    record(session, viewer, viewer.organisation_id, "agent.revoked", str(agent.id), agent.tag)
    return RedirectResponse("/agents?fait=agent", 303)


def _page(
    request: Request,
    session: Session,
    viewer: Viewer,
    *,
    secret: str = "",
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    params = request.query_params
    stale = now() - int(timedelta(days=request.app.state.settings.stale_days).total_seconds())
    state = params.get("etat", "")
    chosen = AgentFilter(params.get("q", "").strip()[:200], state if state in STATES else "", stale)
    total = agent_count(session, viewer.organisation_id, chosen)
    pages = max(1, -(-total // _ROWS))
    asked = params.get("page", "1")
    page = min(max(int(asked), 1), pages) if asked.isdecimal() and len(asked) < 9 else 1
    address = public_address(request)
    done = {
        "cle": _("Clé révoquée : plus aucune machine ne peut s'enrôler avec elle."),
        "agent": _("Agent révoqué : ses rapports sont refusés, l'appareil garde son historique."),
    }.get(params.get("fait", ""), "")
    return render(
        request,
        "intake/agents.html",
        viewer=viewer,
        status=400 if errors else 200,
        keys=keys_of(session, viewer.organisation_id),
        rows=agent_rows(
            session, viewer.organisation_id, chosen, offset=(page - 1) * _ROWS, limit=_ROWS
        ),
        total=total,
        page=page,
        pages=pages,
        chosen=chosen,
        states=[(name, state_label(name)) for name in STATES],
        durations=[(str(days), _("{days} jours").format(days=days)) for days in _DAYS],
        typed=typed or {"name": "", "days": "30", "uses": ""},
        errors=errors or {},
        secret=secret,
        address=address,
        local=is_local(address),
        clock_limit=CLOCK_LIMIT_SECONDS,
        now=now(),
        done=done,
    )


def state_label(state: str) -> str:
    """The name of a state of agents."""
    return {
        "active": _("À jour"),
        "silent": _("Silencieux"),
        "never": _("Sans rapport"),
        "conflict": _("En conflit"),
        "clock": _("Horloge décalée"),
        "revoked": _("Révoqué"),
    }.get(state, state)
