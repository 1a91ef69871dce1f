"""`/comptes` for administrators, `/comptes/moi` for everyone."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session

from vigie_collector.accounts.access import Administrator, Reader, Viewer
from vigie_collector.accounts.csrf import Protected
from vigie_collector.accounts.passwords import SHORTEST
from vigie_collector.accounts.queries import users_of
from vigie_collector.accounts.roles import ROLES, role_label
from vigie_collector.accounts.service import (
    change_password,
    create_user,
    find_user,
    record,
    reset_password,
    set_enabled,
    set_role,
)
from vigie_collector.accounts.sessions import COOKIE
from vigie_collector.accounts.tables import User
from vigie_collector.database import SessionDep
from vigie_collector.errors import VigieError
from vigie_collector.secret import hash_of
from vigie_collector.texts import _
from vigie_collector.web.parameters import RowId
from vigie_collector.web.templating import render

router = APIRouter(include_in_schema=False)

_FIELDS = {"bad_email": "email", "email_taken": "email", "bad_role": "role"}
"""Beside which field an error is shown."""


@router.get("/comptes")
def users_page(request: Request, session: SessionDep, viewer: Administrator) -> HTMLResponse:
    """All accounts, and the form for a new one."""
    return _users(request, session, viewer)


@router.post("/comptes")
def post_user(
    request: Request,
    session: SessionDep,
    viewer: Administrator,
    _checked: Protected,
    email: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """Makes an account; its one-time password is on the answer alone."""
    typed = {"email": email, "name": name, "role": role}
    try:
        user, password = create_user(session, viewer.organisation_id, email, role, name=name)
    except VigieError as error:
        errors = {_FIELDS.get(error.code, "email"): error.message}
        return _users(request, session, viewer, typed=typed, errors=errors, status=error.status)
    record(session, viewer, viewer.organisation_id, "user.created", user.email, role_label(role))
    return _users(request, session, viewer, shown=user, password=password)


@router.get("/comptes/moi")
def own_page(request: Request, viewer: Reader) -> HTMLResponse:
    """One's own account."""
    done = request.query_params.get("fait") == "mot-de-passe"
    return render(request, "accounts/own.html", viewer=viewer, errors={}, done=done, least=SHORTEST)


@router.post("/comptes/moi/mot-de-passe")
def post_password(
    request: Request,
    session: SessionDep,
    viewer: Reader,
    _checked: Protected,
    present: Annotated[str, Form()] = "",
    wanted: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Changes one's own password; other sign-ins end."""
    errors: dict[str, str] = {}
    if wanted != again:
        errors["again"] = _("Les deux nouveaux mots de passe diffèrent : retapez-les.")
    else:
        try:
            change_password(
                session,
                find_user(session, viewer.organisation_id, viewer.user_id),
                present,
                wanted,
                keep=hash_of(request.cookies.get(COOKIE, "")),
            )
        except VigieError as error:
            errors["present" if error.code == "wrong_password" else "wanted"] = error.message
    if errors:
        return render(
            request, "accounts/own.html",
            viewer=viewer, errors=errors, done=False, least=SHORTEST, status=400,
        )  # fmt: skip
    record(session, viewer, viewer.organisation_id, "user.password_changed", viewer.actor)
    return RedirectResponse("/comptes/moi?fait=mot-de-passe", 303)


@router.post("/comptes/{user_id}/role")
def post_role(
    session: SessionDep,
    viewer: Administrator,
    _checked: Protected,
    user_id: RowId,
    role: Annotated[str, Form()] = "",
) -> Response:
    """Changes a role."""
    user = find_user(session, viewer.organisation_id, user_id)
    set_role(session, user, role)
    record(session, viewer, viewer.organisation_id, "user.changed", user.email, role_label(role))
    return RedirectResponse("/comptes?fait=role", 303)


@router.post("/comptes/{user_id}/desactivation")
def post_disable(
    session: SessionDep, viewer: Administrator, _checked: Protected, user_id: RowId
) -> Response:
    """Keeps someone from signing in; their sign-ins end at once."""
    user = find_user(session, viewer.organisation_id, user_id)
    set_enabled(session, user, enabled=False)
    record(session, viewer, viewer.organisation_id, "user.disabled", user.email)
    return RedirectResponse("/comptes?fait=desactivation", 303)


@router.post("/comptes/{user_id}/activation")
def post_enable(
    session: SessionDep, viewer: Administrator, _checked: Protected, user_id: RowId
) -> Response:
    """Lets someone sign in again."""
    user = find_user(session, viewer.organisation_id, user_id)
    set_enabled(session, user, enabled=True)
    record(session, viewer, viewer.organisation_id, "user.enabled", user.email)
    return RedirectResponse("/comptes?fait=activation", 303)


@router.post("/comptes/{user_id}/mot-de-passe")
def post_reset(
    request: Request,
    session: SessionDep,
    viewer: Administrator,
    _checked: Protected,
    user_id: RowId,
) -> HTMLResponse:
    """Gives a new one-time password, on the answer alone."""
    user = find_user(session, viewer.organisation_id, user_id)
    password = reset_password(session, user)
    record(session, viewer, viewer.organisation_id, "user.password_reset", user.email)
    return _users(request, session, viewer, shown=user, password=password)


def _users(
    request: Request,
    session: Session,
    viewer: Viewer,
    *,
    status: int = 200,
    shown: User | None = None,
    password: str | None = None,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    done = {
        "role": _("Rôle modifié."),
        "desactivation": _("Compte désactivé : ses sessions sont terminées."),
        "activation": _("Compte réactivé."),
    }.get(request.query_params.get("fait", ""), "")
    return render(
        request,
        "accounts/users.html",
        viewer=viewer,
        status=status,
        users=users_of(session, viewer.organisation_id),
        roles=[(role, role_label(role)) for role in ROLES],
        typed=typed or {"email": "", "name": "", "role": "reader"},
        errors=errors or {},
        shown=shown,
        password=password,
        done=done,
    )
