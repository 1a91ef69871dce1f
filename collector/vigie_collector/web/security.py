"""What every answer tells the browser to refuse: other sites' scripts, styles, frames and forms."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
        " connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Tabler's style sheet draws its arrows and ticks with `data:` pictures; nothing else leaves 'self'."""
_HSTS = "max-age=31536000"


class SecurityHeaders:
    """ASGI middleware: adds the headers, and HSTS once cookies are for HTTPS alone."""

    def __init__(self, app: ASGIApp, *, https: bool = False) -> None:
        self._app = app
        headers = {**HEADERS, "Strict-Transport-Security": _HSTS} if https else HEADERS
        self._raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on; the answer's start gets the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._raw]
            await send(message)

        await self._app(scope, receive, with_headers)


def add_to(headers: MutableHeaders) -> None:
    """Adds the headers to an answer that is made outside of the middleware."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
