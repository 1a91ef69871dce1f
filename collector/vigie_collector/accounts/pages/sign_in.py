"""`/connexion` and `/deconnexion`."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from vigie_collector.accounts.access import Current, Reader
from vigie_collector.accounts.audit import record
from vigie_collector.accounts.csrf import Protected
from vigie_collector.accounts.roles import ADMINISTRATOR
from vigie_collector.accounts.same_site import SameSite, safe_return
from vigie_collector.accounts.service import count_users
from vigie_collector.accounts.sessions import COOKIE, close_session, open_session, set_cookie
from vigie_collector.accounts.sign_in import sign_in
from vigie_collector.accounts.tables import User
from vigie_collector.accounts.throttle import throttle_of
from vigie_collector.database import SessionDep
from vigie_collector.organisations.tables import Organisation
from vigie_collector.texts import _
from vigie_collector.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/connexion")
def sign_in_page(
    request: Request, session: SessionDep, viewer: Current, suite: str = ""
) -> Response:
    """The form; someone who is signed in goes on at once."""
    if viewer is not None:
        return RedirectResponse(safe_return(suite), 303)
    return render(
        request,
        "accounts/sign_in.html",
        suite=safe_return(suite),
        email="",
        error="",
        no_account=count_users(session) == 0,
        signed_out=request.query_params.get("fait") == "deconnexion",
    )


@router.post("/connexion")
def post_sign_in(
    request: Request,
    session: SessionDep,
    _from_here: SameSite,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    suite: Annotated[str, Form()] = "",
) -> Response:
    """Checks the password; a new session each time, the one before ends."""
    attempt = sign_in(
        session,
        throttle_of(request),
        address=request.client.host if request.client else "?",
        email=email,
        password=password,
    )
    if attempt.user is None:
        return _refused(request, email, suite, attempt.wait_seconds)
    close_session(session, request)
    token = open_session(session, attempt.user, request.app.state.settings)
    to = safe_return(suite)
    if to == "/" and attempt.user.role == ADMINISTRATOR and not _is_set_up(session, attempt.user):
        to = "/premiers-pas"
    answer = RedirectResponse(to, 303)
    set_cookie(answer, token, request.app.state.settings)
    return answer


@router.post("/deconnexion")
def post_sign_out(
    request: Request, session: SessionDep, viewer: Reader, _checked: Protected
) -> Response:
    """Ends the session."""
    close_session(session, request)
    record(session, viewer, viewer.organisation_id, "user.signed_out", viewer.actor)
    answer = RedirectResponse("/connexion?fait=deconnexion", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


def _refused(request: Request, email: str, suite: str, wait_seconds: int) -> Response:
    error = _("Adresse ou mot de passe incorrect.")
    if wait_seconds:
        error = _("Trop d'essais : attendez {minutes} min avant de recommencer.").format(
            minutes=-(-wait_seconds // 60)
        )
    answer = render(
        request,
        "accounts/sign_in.html",
        status=429 if wait_seconds else 401,
        suite=safe_return(suite),
        email=email[:254],
        error=error,
        no_account=False,
        signed_out=False,
    )
    if wait_seconds:
        answer.headers["Retry-After"] = str(wait_seconds)
    return answer


def _is_set_up(session: SessionDep, user: User) -> bool:
    organisation = session.get(Organisation, user.organisation_id)
    return organisation is None or organisation.set_up_at is not None
