"""The language of a request: `?lang=` (kept in a cookie), the cookie, `Accept-Language` for scripts, the setting."""

from urllib.parse import parse_qs

from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vigie_collector.settings import Settings
from vigie_collector.texts import LANGUAGES, preferred, use_language

COOKIE = "vigie_langue"
_YEAR = 365 * 86_400


class Languages:
    """ASGI middleware: chooses once, for pages, services and messages."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app = app
        self._default = settings.language
        self._secure = "; Secure" if settings.secure_cookies else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on in the language chosen."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = _asked(scope["query_string"]) if b"lang=" in scope["query_string"] else ""
        use_language(asked or self._chosen(scope))
        if not asked:
            await self._app(scope, receive, send)
            return
        cookie = f"{COOKIE}={asked}; Max-Age={_YEAR}; Path=/; SameSite=Lax; HttpOnly{self._secure}"

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"set-cookie", cookie.encode()),
                ]
            await send(message)

        await self._app(scope, receive, with_cookie)

    def _chosen(self, scope: Scope) -> str:
        cookie = accepted = ""
        for name, value in scope["headers"]:
            if name == b"cookie" and COOKIE.encode() in value:
                cookie = cookie_parser(value.decode("latin-1")).get(COOKIE, "")
            elif name == b"accept-language":
                accepted = value.decode("latin-1")
        if cookie in LANGUAGES:
            return cookie
        # Browsers send their own language, which need not be that of the town hall: the setting decides for pages.
        return preferred(accepted) if accepted and is_for_scripts(scope["path"]) else self._default


def is_for_scripts(path: str) -> bool:
    """Whether agents, scripts and monitoring call this path: they read JSON, not pages."""
    return path.startswith(("/api/", "/intake", "/health", "/ready", "/metrics"))


def _asked(query: bytes) -> str:
    named = parse_qs(query.decode("latin-1"), max_num_fields=100).get("lang", [""])[-1]
    return named if named in LANGUAGES else ""
