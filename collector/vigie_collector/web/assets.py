"""Static files: addresses that carry a hash of the content, so that browsers keep them for a year."""

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"


def asset(name: str) -> str:
    """The address of a static file, e.g. `app/site.css`; without a hash when the file is not built."""
    path = FOLDER / name
    try:
        stamp = path.stat()
    except OSError:
        return f"/static/{name}"
    return f"/static/{name}?v={_digest(path, stamp.st_mtime_ns, stamp.st_size)}"


@lru_cache(maxsize=256)
def _digest(path: Path, _changed_ns: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


class Assets(StaticFiles):
    """Serves the folder; an address with its hash may be kept, another must be asked again."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    def file_response(
        self,
        full_path: "str | os.PathLike[str]",
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file, with how long it may be kept."""
        answer = super().file_response(full_path, stat_result, scope, status_code)
        hashed = b"v=" in scope.get("query_string", b"")
        answer.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if hashed else "no-cache"
        )
        return answer
