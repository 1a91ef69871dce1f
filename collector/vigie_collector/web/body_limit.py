"""A limit to what forms and small API calls may send; intake has its own, larger one."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vigie_collector.errors import TooLarge
from vigie_collector.texts import _

LIMIT = 1024 * 1024
"""Bytes: the longest form of ours has a few kilobytes."""
_OWN_LIMIT = ("/api/v1/reports", "/intake")


class BodyLimit:
    """ASGI middleware: a body over the limit is refused before it is read whole."""

    def __init__(self, app: ASGIApp, *, limit: int = LIMIT) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on, counting what it reads.

        Raises:
            TooLarge: from `receive`, so that the error page of the path answers.
        """
        if scope["type"] != "http" or scope["path"].startswith(_OWN_LIMIT):
            await self._app(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._limit:
                raise TooLarge(
                    "too_large",
                    _("Envoi trop grand : {limit} octets au plus.").format(limit=self._limit),
                )
            return message

        await self._app(scope, counted, send)
