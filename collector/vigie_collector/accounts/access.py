"""Who may see what: dependencies of pages (`Reader`, `Operator`, `Administrator`) and of the API (`Api…`)."""

import hmac
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request

from vigie_collector.accounts.roles import ADMINISTRATOR, OPERATOR, allows, role_label
from vigie_collector.accounts.sessions import viewer_of_cookie, viewer_of_token
from vigie_collector.accounts.viewer import Viewer
from vigie_collector.database import SessionDep
from vigie_collector.errors import NotAllowed, SignInNeeded
from vigie_collector.texts import _

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class PageSignIn(SignInNeeded):
    """A page needs a signed-in person: the browser is sent to `location`, and comes back afterwards."""

    def __init__(self, location: str) -> None:
        super().__init__("sign_in_needed", _("Connectez-vous pour voir cette page."))
        self.location = location


def current(request: Request, session: SessionDep) -> Viewer | None:
    """The person behind the cookie, if any; a page that tells an error keeps their menu."""
    viewer = viewer_of_cookie(session, request)
    request.state.viewer = viewer
    return viewer


Current = Annotated[Viewer | None, Depends(current)]


def reader(request: Request, viewer: Current) -> Viewer:
    """Anyone who is signed in.

    Raises:
        PageSignIn: nobody is.
    """
    if viewer is None:
        back = request.url.path if request.method in SAFE_METHODS else "/"
        if back != "/" and request.url.query:
            back += f"?{request.url.query}"
        raise PageSignIn("/connexion" if back == "/" else f"/connexion?suite={quote(back)}")
    return viewer


def operator(viewer: Annotated[Viewer, Depends(reader)]) -> Viewer:
    """Someone who may change things.

    Raises:
        NotAllowed: their role is too low.
    """
    return _with_role(viewer, OPERATOR)


def administrator(viewer: Annotated[Viewer, Depends(reader)]) -> Viewer:
    """Someone who manages accounts and settings.

    Raises:
        NotAllowed: their role is too low.
    """
    return _with_role(viewer, ADMINISTRATOR)


def api_reader(request: Request, session: SessionDep, viewer: Current) -> Viewer:
    """A script with a token, or a signed-in person (whose changes need the CSRF header).

    Raises:
        SignInNeeded: neither.
        NotAllowed: a change with the cookie alone.
    """
    scheme, _sep, secret = request.headers.get("authorization", "").partition(" ")
    if scheme:
        engine = request.app.state.engine
        bearer = scheme.lower() == "bearer"
        changing = request.method not in SAFE_METHODS
        found = (
            viewer_of_token(session, engine, secret.strip(), changing=changing) if bearer else None
        )
        if found is None:
            raise SignInNeeded(
                "unknown_token",
                _("Jeton d'API inconnu, expiré ou révoqué : créez-en un dans la page Jetons."),
            )
        return found
    if viewer is None:
        raise SignInNeeded(
            "sign_in_needed",
            _("Identifiez-vous : envoyez l'en-tête « Authorization: Bearer » suivi d'un jeton."),
        )
    if request.method not in SAFE_METHODS:
        check_csrf(viewer, request.headers.get("x-csrf-token", ""))
    return viewer


def api_operator(viewer: Annotated[Viewer, Depends(api_reader)]) -> Viewer:
    """A script or person who may change things.

    Raises:
        NotAllowed: their role is too low.
    """
    return _with_role(viewer, OPERATOR)


def check_csrf(viewer: Viewer, sent: str) -> None:
    """Compares what a form carries with the sign-in's own value, in constant time.

    Raises:
        NotAllowed: missing or wrong.
    """
    if not sent or not hmac.compare_digest(sent.encode(), viewer.csrf.encode()):
        raise NotAllowed(
            "csrf",
            _("Formulaire périmé : rien n'a été changé. Rechargez la page et recommencez."),
        )


def _with_role(viewer: Viewer, needed: str) -> Viewer:
    if not allows(viewer.role, needed):
        raise NotAllowed(
            "role_too_low",
            _("Cette action demande le rôle « {role} » : voyez un administrateur.").format(
                role=role_label(needed)
            ),
        )
    return viewer


Reader = Annotated[Viewer, Depends(reader)]
Operator = Annotated[Viewer, Depends(operator)]
Administrator = Annotated[Viewer, Depends(administrator)]
ApiReader = Annotated[Viewer, Depends(api_reader)]
ApiOperator = Annotated[Viewer, Depends(api_operator)]

__all__ = [
    "Administrator",
    "ApiOperator",
    "ApiReader",
    "Current",
    "Operator",
    "PageSignIn",
    "Reader",
    "Viewer",
    "check_csrf",
]
