"""Rate limits, in the memory of one process."""

from fastapi import Request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from vigie_collector.errors import TryLater
from vigie_collector.texts import _


class RateLimit:
    """So many calls for each address in a window.

    Args:
        name: of what is limited.
        rate: as the `limits` library writes it: `60/minute`.
    """

    def __init__(self, name: str, rate: str) -> None:
        self._name = name
        self._rate = parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, request: Request) -> None:
        """Counts one call.

        Raises:
            TryLater: `rate_limited` (429), with the seconds to wait.
        """
        address = request.client.host if request.client else "?"
        if not self._limiter.hit(self._rate, self._name, address):
            raise TryLater(
                "rate_limited",
                _("Trop de demandes depuis cette adresse : réessayez dans un instant."),
                status=429,
                retry_after=int(self._rate.get_expiry()),
            )
