"""A limit to what forms and small API calls may send; intake has its own, larger one."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vigie_collector.errors import TooLarge, TryLater
from vigie_collector.texts import _

LIMIT = 1024 * 1024
"""Bytes: the longest form of ours has a few kilobytes."""
BODY_SECONDS = 120
"""A body that takes longer to arrive is no longer waited for."""
_OWN_LIMIT = ("/api/v1/reports", "/intake")


def too_slow() -> TryLater:
    """The connection is too slow, or someone holds it on purpose; 503, which our agents answer by trying later."""
    return TryLater(
        "too_slow",
        _("Envoi trop lent : rien n'a été reçu en entier, recommencez."),
        retry_after=60,
    )


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
        whole = False
        deadline = asyncio.get_running_loop().time() + BODY_SECONDS

        async def counted() -> Message:
            nonlocal size, whole
            try:
                # Once the body is whole, what is waited for is the end of the connection: that may last.
                async with asyncio.timeout_at(None if whole else deadline):
                    message = await receive()
            except TimeoutError:
                raise too_slow() from None
            whole = not message.get("more_body", False)
            size += len(message.get("body", b""))
            if size > self._limit:
                raise TooLarge(
                    "too_large",
                    _("Envoi trop grand : {limit} octets au plus.").format(limit=self._limit),
                )
            return message

        await self._app(scope, counted, send)
