"""Protection of forms: each POST of a page carries the sign-in's own value, which another site cannot know."""

from typing import Annotated

from fastapi import Depends, Request

from vigie_collector.accounts.access import Reader, check_csrf

FIELD = "csrf"
HEADER = "x-csrf-token"


async def protect(request: Request, viewer: Reader) -> None:
    """Checks the header that htmx sends, or else the hidden field of the form.

    Raises:
        NotAllowed: missing or wrong; nothing was changed.
    """
    sent = request.headers.get(HEADER, "")
    if not sent:
        field = (await request.form()).get(FIELD, "")
        sent = field if isinstance(field, str) else ""
    check_csrf(viewer, sent)


Protected = Annotated[None, Depends(protect)]
