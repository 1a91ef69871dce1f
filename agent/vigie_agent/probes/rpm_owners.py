"""Which rpm package owns a file: the database has an index of the names of files.

Only its sqlite format is asked; with an older one, the owner stays unknown.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from vigie_agent.probes import rpm_header

QUERY = (
    "SELECT p.blob, b.idx FROM Basenames b JOIN Packages p ON p.hnum = b.hnum WHERE b.key = ? "
    "LIMIT 50"
)
"""A program's name is in a few packages at most."""


def package(database: Path, paths: tuple[str, ...]) -> str:
    """Give the package that owns one of the paths, which share their last part; "" for none."""
    name = PurePosixPath(paths[0]).name
    for blob, number in _candidates(database, name):
        try:
            if rpm_header.file_path(blob, number) in paths:
                return rpm_header.parse(blob).get(rpm_header.NAME, "")
        except ValueError:
            continue  # the rpm probe tells how many headers cannot be read
    return ""


def _candidates(database: Path, name: str) -> Iterator[tuple[bytes, int]]:
    import sqlite3  # noqa: PLC0415 - only machines with rpm pay for it
    from contextlib import closing  # noqa: PLC0415

    for mode in ("mode=ro", "mode=ro&immutable=1"):  # as the rpm probe does
        try:
            with closing(sqlite3.connect(f"{database.as_uri()}?{mode}", uri=True)) as connection:
                rows = connection.execute(QUERY, (name,)).fetchall()
        except sqlite3.DatabaseError:
            continue
        yield from ((row[0], row[1]) for row in rows if isinstance(row[0], bytes))
        return
