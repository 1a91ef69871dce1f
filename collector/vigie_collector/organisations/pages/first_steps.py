"""`/premiers-pas`: from an empty collector to the first report, in four steps."""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from vigie_collector.accounts.access import Administrator, Viewer
from vigie_collector.accounts.audit import record
from vigie_collector.accounts.csrf import Protected
from vigie_collector.clock import now
from vigie_collector.database import SessionDep
from vigie_collector.intake.keys import create_key
from vigie_collector.organisations.queries import device_count, first_devices
from vigie_collector.organisations.service import (
    FieldErrors,
    Profile,
    change,
    find_own,
    finish_set_up,
    labels_of,
    profile_of,
)
from vigie_collector.texts import _
from vigie_collector.web.parameters import is_local, public_address
from vigie_collector.web.templating import render

router = APIRouter(prefix="/premiers-pas", include_in_schema=False)

_STEPS = 4
_KEY_DAYS = 30
_SHOWN_DEVICES = 3


@router.get("")
def first_steps_page(
    request: Request, session: SessionDep, viewer: Administrator, etape: str = "1"
) -> HTMLResponse:
    """One step; an unknown one is the first."""
    step = int(etape) if etape in {str(each) for each in range(1, _STEPS + 1)} else 1
    return _page(request, session, viewer, step)


@router.post("/organisation")
def post_organisation(
    request: Request,
    session: SessionDep,
    viewer: Administrator,
    _checked: Protected,
    name: Annotated[str, Form()] = "",
    known_devices: Annotated[str, Form()] = "",
) -> Response:
    """Step 1: who we are, and how many devices we know of."""
    present = profile_of(find_own(session, viewer.organisation_id))
    wanted = replace(present, name=name, known_devices=known_devices)
    return _changed(request, session, viewer, 1, wanted)


@router.post("/politique")
def post_policy(
    request: Request,
    session: SessionDep,
    viewer: Administrator,
    _checked: Protected,
    policy: Annotated[str, Form()] = "",
) -> Response:
    """Step 2: what « European » means on the first page."""
    present = profile_of(find_own(session, viewer.organisation_id))
    return _changed(request, session, viewer, 2, replace(present, policy=policy))


@router.post("/cle")
def post_key(
    request: Request, session: SessionDep, viewer: Administrator, _checked: Protected
) -> Response:
    """Step 3: the first key; its secret is on the answer alone, which waits for the first report."""
    key, secret = create_key(
        session,
        viewer.organisation_id,
        _("Première clé"),
        "agent",
        expires_at=now() + int(timedelta(days=_KEY_DAYS).total_seconds()),
        created_by=viewer.actor,
    )
    record(session, viewer, viewer.organisation_id, "key.created", key.name)
    return _page(request, session, viewer, 4, secret=secret)


@router.get("/attente")
def waiting_fragment(request: Request, session: SessionDep, viewer: Administrator) -> HTMLResponse:
    """What step 4 asks every two seconds: have machines reported?"""
    return render(
        request,
        "organisations/waiting.html",
        viewer=viewer,
        **_arrived(session, viewer.organisation_id),
    )


@router.post("/fin")
def post_end(session: SessionDep, viewer: Administrator, _checked: Protected) -> Response:
    """The steps are over, or passed: on to the overview."""
    if finish_set_up(session, find_own(session, viewer.organisation_id)):
        record(session, viewer, viewer.organisation_id, "organisation.set_up")
    return RedirectResponse("/", 303)


def _changed(
    request: Request, session: Session, viewer: Viewer, step: int, wanted: Profile
) -> Response:
    try:
        changed = change(session, find_own(session, viewer.organisation_id), wanted)
    except FieldErrors as refused:
        return _page(request, session, viewer, step, wanted=wanted, errors=refused.fields)
    if changed:
        record(
            session,
            viewer,
            viewer.organisation_id,
            "organisation.changed",
            detail=labels_of(changed),
        )
    return RedirectResponse(f"/premiers-pas?etape={step + 1}", 303)


def _arrived(session: Session, organisation_id: int) -> dict[str, Any]:
    return {
        "count": device_count(session, organisation_id),
        "devices": first_devices(session, organisation_id, _SHOWN_DEVICES),
    }


def _page(
    request: Request,
    session: Session,
    viewer: Viewer,
    step: int,
    *,
    secret: str = "",
    wanted: Profile | None = None,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    address = public_address(request)
    return render(
        request,
        "organisations/first_steps.html",
        viewer=viewer,
        status=400 if errors else 200,
        step=step,
        steps=(_("Votre collectivité"), _("Politique"), _("Première clé"), _("Premier rapport")),
        profile=wanted or profile_of(find_own(session, viewer.organisation_id)),
        errors=errors or {},
        secret=secret,
        address=address,
        local=is_local(address),
        key_days=_KEY_DAYS,
        **_arrived(session, viewer.organisation_id),
    )
