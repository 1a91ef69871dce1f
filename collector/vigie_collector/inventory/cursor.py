"""Opaque cursors of the API's lists: the key of the last item given."""

import base64
import binascii

from vigie_collector.errors import BadInput
from vigie_collector.texts import _

_MOST_CHARACTERS = 512


def encode(key: str) -> str:
    """A cursor that starts after `key`."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def decode(cursor: str) -> str:
    """The key that a cursor starts after; empty for an empty cursor.

    Raises:
        BadInput: it is not one of ours.
    """
    if not cursor:
        return ""
    if len(cursor) > _MOST_CHARACTERS:
        raise _refused()
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        key = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True).decode()
    except (ValueError, binascii.Error):
        raise _refused() from None
    if not key or "\x00" in key:
        raise _refused()
    return key


def decode_number(cursor: str) -> int:
    """The whole number that a cursor starts after; 0 for an empty cursor.

    Raises:
        BadInput: it is not one of ours.
    """
    key = decode(cursor)
    if not key:
        return 0
    if not key.isascii() or not key.isdigit() or int(key) >= 1 << 63:
        raise _refused()
    return int(key)


def _refused() -> BadInput:
    return BadInput(
        "bad_cursor",
        _(
            "Curseur « cursor » inconnu : reprenez la valeur « next » de la page précédente, sans la modifier."
        ),
    )
