"""Forms that come before a sign-in, and so carry no value of it: their origin must be this very site."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from vigie_collector.errors import NotAllowed
from vigie_collector.texts import _


def same_site(request: Request) -> None:
    """Refuses a form that another site made the browser send; what is not a browser sends neither header.

    Raises:
        NotAllowed: it comes from elsewhere.
    """
    fetched_from = request.headers.get("sec-fetch-site", "")
    origin = request.headers.get("origin", "")
    if fetched_from:
        ours = fetched_from in ("same-origin", "none")
    elif origin:
        setting: str = request.app.state.settings.public_url
        known = {request.headers.get("host", ""), urlsplit(setting).netloc} - {""}
        ours = urlsplit(origin).netloc in known
    else:
        ours = True
    if not ours:
        raise NotAllowed(
            "other_site",
            _("Formulaire envoyé depuis un autre site : rechargez la page de connexion."),
        )


SameSite = Annotated[None, Depends(same_site)]


def safe_return(path: str) -> str:
    """Where to go after signing in: a path of this site, or the first page."""
    parts = urlsplit(path)
    inside = path.startswith("/") and not path.startswith(("//", "/\\"))
    clean = all(32 < ord(letter) < 127 and letter != "\\" for letter in path)
    return path if inside and clean and not parts.netloc and not parts.scheme else "/"
