"""Work that follows intake: verdicts for new names, counts, retention. One thread, never in the way of a request."""

import threading
import time

import structlog
from sqlalchemy import Engine, select
from sqlmodel import Session, col
from vigie_classifiers import Knowledge

from vigie_collector import metrics
from vigie_collector.clock import now
from vigie_collector.database import writing
from vigie_collector.errors import VigieError
from vigie_collector.intake.faults import explained
from vigie_collector.inventory.counts import refresh_counts
from vigie_collector.local_knowledge.rereading import rereading_of
from vigie_collector.local_knowledge.shelf import Shelf
from vigie_collector.organisations.tables import Organisation
from vigie_collector.retention.service import apply_retention
from vigie_collector.settings import Settings
from vigie_collector.verdicts.service import classify_pending

_DAY = 86_400
_ROUND = 600.0
"""Seconds between rounds without any change: signs of life are then brought to devices and agents."""
_MOST_WAIT = 30.0
"""A wave that lasts longer, in seconds, is counted while it goes on."""
_AFTER_FAILURE = 60.0
"""Seconds until a round that failed is tried again."""
_log = structlog.get_logger()


def catch_up(engine: Engine, knowledge: Knowledge | Shelf, settings: Settings) -> None:
    """Gives every name its verdict and counts again, for all organisations.

    A name that has the verdict of an older knowledge is read again, in batches that are each committed: after a
    crash the next round goes on where this one stopped.
    """
    shelf = knowledge if isinstance(knowledge, Shelf) else Shelf(knowledge)
    with Session(engine) as session:
        organisations = list(session.scalars(select(col(Organisation.id))))
    for organisation_id in organisations:
        with Session(writing(engine)) as session:
            own = shelf.of(session, organisation_id)
            while classify_pending(session, own, organisation_id):
                session.commit()
                metrics.names_to_reread.labels(str(organisation_id)).set(
                    rereading_of(session, organisation_id, own).left
                )
                session.commit()
                own = shelf.of(session, organisation_id)
            metrics.names_to_reread.labels(str(organisation_id)).set(0)
        with Session(engine) as session:
            refresh_counts(session, organisation_id, now() - settings.stale_days * _DAY)


class Worker:
    """A thread that catches up after reports came in, and every ten minutes in any case.

    Args:
        engine: of the database.
        knowledge: that verdicts are given with: a base, or the shelf of the organisations' own.
        settings: of the collector.
        pause: seconds of quiet that a round waits for, and least seconds between two rounds; a long round is
            followed by a longer pause.
    """

    def __init__(
        self,
        engine: Engine,
        knowledge: Knowledge | Shelf,
        settings: Settings,
        *,
        pause: float = 1.5,
    ) -> None:
        self._engine = engine
        self._knowledge = knowledge
        self._settings = settings
        self._pause = pause
        self._retention_due = 0
        self._wanted = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)

    def start(self) -> None:
        """Starts the thread; the first round is now."""
        self._wanted.set()
        self._thread.start()

    def wake(self) -> None:
        """Something changed: a round is due soon."""
        self._wanted.set()

    def close(self) -> None:
        """Ends the thread; a long round under way is left behind, its transaction rolls back with the process."""
        self._ended.set()
        self._wanted.set()
        self._thread.join(timeout=5)

    def _wait_for_quiet(self) -> None:
        """Lets a wave of reports pass: one round after it costs less than many during it."""
        deadline = time.monotonic() + _MOST_WAIT
        while self._wanted.is_set() and time.monotonic() < deadline:
            self._wanted.clear()
            self._ended.wait(self._pause)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._wanted.wait(timeout=_ROUND)
            self._wait_for_quiet()
            if self._ended.is_set():
                return
            started = time.monotonic()
            try:
                catch_up(self._engine, self._knowledge, self._settings)
                if now() >= self._retention_due:
                    self._retention_due = now() + _DAY
                    apply_retention(self._engine, self._settings)
            except Exception as error:  # noqa: BLE001  # the thread must live; the next round tries again
                fault = explained(error)
                if isinstance(fault, VigieError):
                    _log.warning("worker_round_put_off", fault=fault.code, why=fault.message)
                else:
                    _log.exception("worker_round_failed")
                self._wanted.set()
                self._ended.wait(_AFTER_FAILURE)
            # Nine tenths of the time belong to requests.
            self._ended.wait(max(self._pause, 9 * (time.monotonic() - started)))
