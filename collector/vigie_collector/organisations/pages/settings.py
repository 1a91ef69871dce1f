"""`/reglages`: what an organisation decides."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from vigie_collector.accounts.access import Administrator, Viewer
from vigie_collector.accounts.audit import record
from vigie_collector.accounts.csrf import Protected
from vigie_collector.database import SessionDep
from vigie_collector.intake.name_switch import switch_names
from vigie_collector.organisations.service import (
    FieldErrors,
    Profile,
    change,
    find_own,
    labels_of,
    profile_of,
)
from vigie_collector.secret import secret_key
from vigie_collector.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/reglages")
def settings_page(request: Request, session: SessionDep, viewer: Administrator) -> HTMLResponse:
    """The settings."""
    return _page(request, viewer, profile_of(find_own(session, viewer.organisation_id)))


@router.post("/reglages")
def post_settings(
    request: Request,
    session: SessionDep,
    viewer: Administrator,
    _checked: Protected,
    name: Annotated[str, Form()] = "",
    known_devices: Annotated[str, Form()] = "",
    policy: Annotated[str, Form()] = "",
    host_names: Annotated[str, Form()] = "",
) -> Response:
    """Changes all or nothing; each refused field says why."""
    wanted = Profile(name, known_devices, policy, host_names)
    try:
        changed = change(session, find_own(session, viewer.organisation_id), wanted)
    except FieldErrors as refused:
        return _page(request, viewer, wanted, refused.fields)
    if "host_names" in changed:
        switch_names(
            session,
            secret_key(request.app.state.settings.data_dir),
            viewer.organisation_id,
            hidden=wanted.host_names == "pseudonym",
        )
    if changed:
        record(
            session,
            viewer,
            viewer.organisation_id,
            "organisation.changed",
            detail=labels_of(changed),
        )
    return RedirectResponse("/reglages?fait=1", 303)


def _page(
    request: Request, viewer: Viewer, profile: Profile, errors: dict[str, str] | None = None
) -> HTMLResponse:
    return render(
        request,
        "organisations/settings.html",
        viewer=viewer,
        status=400 if errors else 200,
        profile=profile,
        errors=errors or {},
        done="fait" in request.query_params and not errors,
    )
