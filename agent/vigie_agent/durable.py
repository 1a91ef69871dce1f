"""Writes files so that a power cut leaves the old content or the new one, never half."""

import os
from pathlib import Path

PARTIAL = ".partial"
"""End of the name of a file being written; what is left of a killed run may be removed."""


def write(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a whole file durably.

    Args:
        path: where; its folder exists.
        content: what.
        mode: rights of the file, given at creation, so that a secret is never readable by all.

    Raises:
        OSError: the disk is full, read-only or closed to us; the old content is intact.
    """
    partial = path.with_name(f"{path.name}{PARTIAL}")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names of a folder durable (a no-op where folders cannot be opened: Windows)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
