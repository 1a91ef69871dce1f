"""Structured logs: JSON lines for machines, or coloured lines at a terminal. Never a secret, never a body."""

import logging
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import structlog

_JOURNAL_LEVELS = {"critical": 2, "error": 3, "warning": 4, "info": 6, "debug": 7}
_SPARING_SECONDS = 60.0


def configure(level: str = "info", *, as_json: bool = True) -> None:
    """Sets logging up once, for structlog and for libraries that use the standard module."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[structlog.types.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if as_json:
        last: list[structlog.types.Processor] = [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        last = [structlog.dev.ConsoleRenderer()]
    if _to_journal():
        last = [_note_level(last)]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _to_journal() -> bool:
    """Whether standard error goes to systemd's journal, which says so."""
    try:
        status = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{status.st_dev}:{status.st_ino}"


def _note_level(last: list[structlog.types.Processor]) -> structlog.types.Processor:
    """Writes the level as systemd reads it, so that `journalctl --priority warning` finds warnings."""

    def noted(logger: Any, method: str, event: structlog.types.EventDict) -> str:
        mark = f"<{_JOURNAL_LEVELS.get(str(event.get('level')), 6)}>"
        line: Any = event
        for processor in last:
            line = processor(logger, method, line)
        # Each line of a trace would be an entry of its own.
        return "\n".join(mark + each for each in str(line).splitlines())

    return noted


class Sparing:
    """Warns at most once a minute of each thing: a fault that meets every machine may not fill the disk.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: dict[str, float] = {}

    def warning(self, event: str, *, fault: str, **details: str) -> None:
        """Logs it, unless this fault was logged within the last minute."""
        moment = self._clock()
        if moment - self._told.get(fault, -_SPARING_SECONDS) < _SPARING_SECONDS:
            return
        self._told[fault] = moment
        structlog.get_logger().warning(event, fault=fault, **details)
