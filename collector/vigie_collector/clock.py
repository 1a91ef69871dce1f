"""The collector's own clock: whole seconds since 1970-01-01 UTC, as every `_at` column holds them."""

import time
from datetime import UTC, date, datetime


def now() -> int:
    """Seconds since the epoch, UTC."""
    return int(time.time())


def today() -> date:
    """The day in UTC: origins are asked for a day."""
    return datetime.now(UTC).date()


def moment(seconds: int) -> datetime:
    """An `_at` column as an aware datetime in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
