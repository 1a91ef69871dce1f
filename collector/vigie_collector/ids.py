"""63-bit, time-ordered identifiers made in the process.

A row's id is known before it is inserted, so bulk copies need no answer from the database, and several
replicas can write at once. Layout: 41 bits of milliseconds since 2026-01-01 UTC, then 22 bits that start at
random each millisecond and count up.
"""

import secrets
import threading
import time

_EPOCH_MS = 1_767_225_600_000
_LOW_BITS = 22
_LOW_MASK = (1 << _LOW_BITS) - 1

_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """A positive 63-bit integer, greater than every one this process gave before."""
    global _last  # noqa: PLW0603  # one counter per process is the point
    milliseconds = time.time_ns() // 1_000_000 - _EPOCH_MS
    candidate = (milliseconds << _LOW_BITS) | (secrets.randbits(_LOW_BITS - 2) & _LOW_MASK)
    with _lock:
        _last = max(candidate, _last + 1)
        return _last
