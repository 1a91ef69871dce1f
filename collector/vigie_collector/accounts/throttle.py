"""Wrong passwords, counted per address and per account, in the memory of one process."""

import threading
import time
from typing import Any

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_making = threading.Lock()


class LoginThrottle:
    """So many wrong passwords in five minutes; right ones do not count, so a whole town hall may share an address.

    Args:
        attempts: wrong passwords allowed per address, and per account.
    """

    MINUTES = 5

    def __init__(self, attempts: int) -> None:
        self._rate = RateLimitItemPerMinute(attempts, self.MINUTES)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def seconds_to_wait(self, address: str, email: str) -> int:
        """Zero when a try is allowed; else the seconds until the next one."""
        return max(self._wait("address", address), self._wait("account", email))

    def count_failure(self, address: str, email: str) -> None:
        """Counts a wrong password, or an account that does not exist: both look the same."""
        self._limiter.hit(self._rate, "address", address)
        self._limiter.hit(self._rate, "account", email)

    def forget(self, email: str) -> None:
        """A right password clears the account; the address keeps its count."""
        self._limiter.clear(self._rate, "account", email)

    def _wait(self, what: str, value: str) -> int:
        if self._limiter.test(self._rate, what, value):
            return 0
        reset = self._limiter.get_window_stats(self._rate, what, value).reset_time
        return max(1, int(reset - time.time()) + 1)


def throttle_of(request: Request) -> LoginThrottle:
    """The throttle of this application, made at its first sign-in."""
    state: Any = request.app.state
    with _making:
        if not hasattr(state, "login_throttle"):
            state.login_throttle = LoginThrottle(state.settings.login_attempts)
    found: LoginThrottle = state.login_throttle
    return found
