"""The collector's errors, named after what the caller must do next.

`code` is for machines and never changes; `message` is one sentence for a person, already in their language.
"""


class VigieError(Exception):
    """Root of what the collector says to a caller.

    Args:
        code: a stable word for machines, e.g. `key_expired`.
        message: one sentence: what, where, what to do.
        status: the HTTP status of the answer.
        retry_after: seconds to wait before trying again, when waiting helps.
    """

    status = 400

    def __init__(
        self, code: str, message: str, *, status: int | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retry_after = retry_after
        if status is not None:
            self.status = status


class BadInput(VigieError):
    """The caller must correct what was sent (400)."""


class SignInNeeded(VigieError):
    """The caller must prove who they are (401)."""

    status = 401


class NotAllowed(VigieError):
    """A person with more rights must act (403)."""

    status = 403


class NotFound(VigieError):
    """There is no such thing here (404)."""

    status = 404


class Conflict(VigieError):
    """The state does not allow it: the caller must look first (409)."""

    status = 409


class TooLarge(VigieError):
    """The caller must send less (413)."""

    status = 413


class TryLater(VigieError):
    """Nothing is wrong with the request: send it again after `retry_after` seconds (503)."""

    status = 503


class SettingsError(VigieError):
    """The person who set the collector up must correct a setting."""
