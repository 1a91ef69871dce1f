"""Sends what waits in the outbox, oldest first, and says in one sentence what stopped it."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vigie_agent.config import Settings
from vigie_agent.faults import ActionRequired, ReportRefused, TryLater
from vigie_agent.language import _
from vigie_agent.outbox import Outbox, Waiting
from vigie_agent.state import Enrolment
from vigie_agent.transport import Answer, Client

PATH = "/api/v1/reports"
LONGEST_WAIT = 60.0
"""Seconds of waiting in one run; for longer, the report waits on disk and the process ends."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the collector said of a report that it has."""

    digest: str
    dropped: int
    notices: tuple[str, ...]
    next_report_seconds: int


class Sender:
    """Sends reports with one credential."""

    def __init__(
        self,
        client: Client,
        enrolment: Enrolment,
        settings: Settings,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._enrolment = enrolment
        self._settings = settings
        self._pause = pause
        self.receipts: list[Receipt] = []
        """What was acknowledged, in order, whatever stopped the rest."""

    def announce(self, digest: str) -> Receipt | None:
        """Say "same as last time" without a body; None when the collector wants the body."""
        answer = self._post(digest, b"")
        if answer.status == 409 and answer.values.get("error") == "body_needed":
            return None
        receipt = _receipt(digest, self._accepted(answer))
        self.receipts.append(receipt)
        return receipt

    def flush(self, outbox: Outbox) -> None:
        """Send all that waits; what is acknowledged leaves the outbox.

        Raises:
            TryLater: the rest waits for the next run.
            ActionRequired: a person must act; what waits is kept. A report that will never be
                taken (``ReportRefused``) is set aside, after the others were sent.
        """
        refused: ReportRefused | None = None
        for item in outbox.waiting():
            try:
                body = _read(item)
                answer = self._accepted(self._post(item.digest, body))
            except ReportRefused as fault:
                outbox.set_aside(item)
                refused = fault
                continue
            outbox.remove(item)
            self.receipts.append(_receipt(item.digest, answer))
        if refused is not None:
            raise refused

    def _post(self, digest: str, body: bytes) -> Answer:
        """Send one request, trying again after a while when that may help."""
        headers = {
            "Authorization": f"Bearer {self._enrolment.credential}",
            "Content-Type": "application/json",
            "Vigie-Digest": digest,
        }
        if body:
            headers["Content-Encoding"] = "gzip"
        delay = self._settings.retry_seconds
        for attempt in range(1, self._settings.retries + 1):
            try:
                answer = self._client.post(PATH, headers, body)
                if answer.status != 429 and answer.status < 500:
                    return answer
                fault = _busy(answer, self._client.url)
            except TryLater as error:
                fault = error
            # A random part keeps the machines of one site from coming back all at once.
            wait = fault.after_seconds + delay * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
            if attempt == self._settings.retries or wait > LONGEST_WAIT:
                raise fault
            self._pause(wait)
            delay *= 2
        raise AssertionError("retries is at least one")

    def _accepted(self, answer: Answer) -> Answer:
        if answer.status == 200:
            return answer
        raise _refusal(answer, self._client.url)


def _read(item: Waiting) -> bytes:
    try:
        return item.path.read_bytes()
    except OSError as error:
        raise ReportRefused(
            _(
                "Le rapport en attente {name} est illisible ({reason}) : il est mis de côté dans "
                "outbox/set-aside."
            ).format(name=item.path.name, reason=error.strerror)
        ) from error


def _receipt(digest: str, answer: Answer) -> Receipt:
    values: dict[str, Any] = answer.values
    dropped, notices = values.get("dropped"), values.get("notices")
    seconds = values.get("next_report_seconds")
    return Receipt(
        digest=digest,
        dropped=len(dropped) if isinstance(dropped, list) else 0,  # pyright: ignore[reportUnknownArgumentType] - its length alone matters
        notices=tuple(str(n)[:300] for n in notices[:10]) if isinstance(notices, list) else (),  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - whatever it holds is made text
        next_report_seconds=seconds if isinstance(seconds, int) and seconds > 0 else 0,
    )


def _busy(answer: Answer, url: str) -> TryLater:
    sentence = _(
        "Le collecteur {url} est occupé ou en maintenance (code {status}) : le rapport est gardé "
        "et sera envoyé plus tard."
    )
    return TryLater(sentence.format(url=url, status=answer.status), answer.retry_after)


def _refusal(answer: Answer, url: str) -> ActionRequired:
    code = str(answer.values.get("error", ""))
    again = _("Enrôlez-la à nouveau : vigie-agent enrol {url} --key CLÉ.").format(url=url)
    if code == "identity_conflict":
        told = _("L'enrôlement de cette machine appartient à une autre machine (copie ?).")
        return ActionRequired(f"{told} {again}")
    if answer.status in {401, 403}:
        told = (
            _("L'enrôlement de cette machine a été révoqué par le collecteur.")
            if code == "agent_revoked"
            else _("Le collecteur {url} ne reconnaît pas cette machine.").format(url=url)
        )
        return ActionRequired(f"{told} {again}")
    if answer.status in {400, 413}:
        sentence = _(
            "Le collecteur refuse ce rapport (code {status}, {code}) : il est mis de côté dans "
            "outbox/set-aside. Signalez-le à l'administrateur du collecteur."
        )
        return ReportRefused(sentence.format(status=answer.status, code=code or "?"))
    sentence = _(
        "Le serveur {url} répond de façon inattendue (code {status}) : vérifiez que c'est bien "
        "l'adresse du collecteur Vigie."
    )
    return ActionRequired(sentence.format(url=url, status=answer.status))
