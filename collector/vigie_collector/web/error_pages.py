"""Errors, as a page for browsers and as JSON for agents and scripts: one sentence, never a trace."""

import sqlite3
from typing import cast

import psycopg
import sqlalchemy.exc
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from vigie_collector.accounts.access import PageSignIn
from vigie_collector.errors import BadInput, TryLater, VigieError
from vigie_collector.intake.faults import explained
from vigie_collector.log import Sparing
from vigie_collector.texts import _
from vigie_collector.web.languages import is_for_scripts
from vigie_collector.web.security import add_to
from vigie_collector.web.templating import render

_faults = Sparing()


def install(app: FastAPI) -> None:
    """Makes the application answer every error with a sentence."""
    app.add_exception_handler(VigieError, _told)
    app.add_exception_handler(RequestValidationError, _misshapen)
    app.add_exception_handler(HTTPException, _http)
    for fault in (sqlalchemy.exc.SQLAlchemyError, sqlite3.Error, psycopg.Error):
        app.add_exception_handler(fault, _database)
    app.add_exception_handler(Exception, _unexpected)


def answer(request: Request, error: VigieError) -> Response:
    """The answer to an error, in the form that the caller reads."""
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    if error.code in {"too_large", "too_slow"}:
        # The rest of the body is still on its way: nobody will read it.
        headers["Connection"] = "close"
    if is_for_scripts(request.url.path):
        content = {"error": error.code, "message": error.message}
        return JSONResponse(content, error.status, headers)
    if request.headers.get("hx-request") == "true":
        response: Response = render(
            request, "errors/fragment.html", status=error.status, error=error
        )
    else:
        viewer = getattr(request.state, "viewer", None)
        response = render(
            request, "errors/page.html", viewer=viewer, status=error.status, error=error
        )
    response.headers.update(headers)
    return response


async def _told(request: Request, error: Exception) -> Response:
    if isinstance(error, PageSignIn):
        if request.headers.get("hx-request") == "true":
            return Response(status_code=401, headers={"HX-Redirect": error.location})
        return RedirectResponse(error.location, 303, {"Cache-Control": "no-store"})
    return answer(request, cast("VigieError", error))


async def _misshapen(request: Request, error: Exception) -> Response:
    first = cast("RequestValidationError", error).errors()[0]
    if first["type"] == "json_invalid":
        told = _("Le corps n'est pas du JSON valide en UTF-8 : vérifiez l'émetteur.")
        return answer(request, BadInput("bad_json", told))
    where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    return answer(
        request,
        BadInput(
            "bad_shape",
            _("Valeur refusée ou manquante : « {where} ». Corrigez-la et recommencez.").format(
                where=where[:64]
            ),
        ),
    )


async def _http(request: Request, error: Exception) -> Response:
    raised = cast("HTTPException", error)
    if isinstance(raised.__cause__, VigieError):
        # FastAPI turns what happens while it reads a body into a bare 400; ours says more.
        return answer(request, raised.__cause__)
    page = "/" + request.url.path.split("/")[1]
    if raised.status_code == 405 and request.method == "GET" and page != request.url.path:
        # The address of a form, reloaded or switched to another language: its page is one step up.
        return RedirectResponse(f"{page}?{request.url.query}".rstrip("?"), 303)
    code, message = {
        404: ("not_found", _("Cette adresse n'existe pas : vérifiez-la ou partez de l'accueil.")),
        405: (
            "method_not_allowed",
            _("Cette adresse ne s'utilise pas ainsi : partez de l'accueil."),
        ),
    }.get(raised.status_code, ("bad_request", _("Requête refusée : vérifiez ce qui est envoyé.")))
    response = answer(request, VigieError(code, message, status=raised.status_code))
    response.headers.update(raised.headers or {})
    return response


async def _database(request: Request, error: Exception) -> Response:
    told = explained(error)
    if not isinstance(told, VigieError):
        raise error
    if isinstance(told, TryLater):
        _faults.warning("request_put_off", fault=told.code, why=told.message)
    return answer(request, told)


async def _unexpected(request: Request, _error: Exception) -> Response:
    # The server logs the trace; this answer leaves outside of our middlewares.
    message = _("Erreur interne du collecteur : l'administrateur trouvera le détail au journal.")
    response = answer(request, VigieError("internal_error", message, status=500))
    add_to(response.headers)
    return response
