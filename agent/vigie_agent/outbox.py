"""Reports that wait for the collector: one file each, on disk, bounded, oldest out first.

A file is complete or absent, whatever kills the process (see ``durable``). Its name holds its
rank and the digest of its observations: ``<rank>-<sha256>.json.gz``.
"""

from dataclasses import dataclass
from pathlib import Path

from vigie_agent import durable

SUFFIX = ".json.gz"
SET_ASIDE = "set-aside"
KEPT_ASIDE = 10
"""Refused reports kept for whoever looks for the reason."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One report that waits."""

    path: Path
    rank: int
    digest: str
    """sha256:<hex> of its observations."""
    size: int
    """Bytes on disk, compressed."""


class Outbox:
    """The reports that wait, in a folder of their own."""

    def __init__(self, folder: Path, max_bytes: int, max_reports: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._max_reports = max_reports

    def waiting(self) -> list[Waiting]:
        """Give the reports that wait, oldest first; other files are not ours to judge."""
        found: list[Waiting] = []
        for path in self._folder.glob(f"*{SUFFIX}"):
            rank, _, digest = path.name.removesuffix(SUFFIX).partition("-")
            if rank.isdecimal() and digest:
                size = path.stat().st_size
                found.append(Waiting(path, int(rank), f"sha256:{digest}", size))
        return sorted(found, key=lambda item: item.rank)

    def put(self, body: bytes, digest: str) -> Waiting:
        """Keep one report durably, then make room.

        A report that observed the same thing as the newest one replaces it.

        Args:
            body: the report, compressed.
            digest: sha256:<hex> of its observations.

        Raises:
            OSError: the disk is full or closed to us; what waited is intact.
        """
        for leftover in self._folder.glob(f"*{durable.PARTIAL}"):
            leftover.unlink(missing_ok=True)  # of a run that was killed
        before = self.waiting()
        rank = before[-1].rank + 1 if before else 1
        path = self._folder / f"{rank:012d}-{digest.removeprefix('sha256:')}{SUFFIX}"
        durable.write(path, body)
        added = Waiting(path, rank, digest, len(body))
        if before and before[-1].digest == digest:
            self.remove(before.pop())
        self._make_room([*before, added])
        return added

    def _make_room(self, waiting: list[Waiting]) -> None:
        """Remove the oldest until the bounds hold; the newest always stays."""
        total = sum(item.size for item in waiting)
        while len(waiting) > 1 and (total > self._max_bytes or len(waiting) > self._max_reports):
            oldest = waiting.pop(0)
            total -= oldest.size
            self.remove(oldest)

    def remove(self, item: Waiting) -> None:
        """Forget a report: acknowledged, replaced or too old."""
        item.path.unlink(missing_ok=True)

    def set_aside(self, item: Waiting) -> None:
        """Put a refused report apart, so that the next ones pass; only the last few are kept."""
        aside = self._folder / SET_ASIDE
        aside.mkdir(mode=0o700, exist_ok=True)
        item.path.replace(aside / item.path.name)
        for old in sorted(aside.iterdir())[:-KEPT_ASIDE]:
            old.unlink(missing_ok=True)
