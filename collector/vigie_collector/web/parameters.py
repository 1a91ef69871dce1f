"""Values that addresses carry."""

from typing import Annotated

from fastapi import Path, Request

RowId = Annotated[int, Path(ge=1, lt=1 << 63)]
"""An id of ours in a path: 63 bits, as databases hold it."""


def public_address(request: Request) -> str:
    """The address that agents and scripts use: the setting, or else the one that this page was asked at."""
    setting: str = request.app.state.settings.public_url
    return (setting or str(request.base_url)).rstrip("/")


def is_local(address: str) -> bool:
    """Whether only this machine can reach an address."""
    host = address.partition("://")[2].partition("/")[0]
    return host.rsplit(":", 1)[0] in ("127.0.0.1", "localhost", "[::1]")
