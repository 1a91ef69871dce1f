"""The compiled copy of a base: its records and its tables in one MessagePack file of a cache folder.

The file is named after the look of the base (paths, sizes, times of its files) and of the engine,
so that finding it costs no reading; it holds the digest of what it was compiled from. A damaged
copy is only a copy: it is written again from the TOML files.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec

from vigie_classifiers.loader import ENGINE, SHIPPED, Base, read_base
from vigie_classifiers.tables import Tables, build

_KEPT = 3
"""Copies kept in one folder: a base with and without local entries, and the one before."""


class _Copy(msgspec.Struct, array_like=True):
    base: Base
    tables: Tables


_DECODER = msgspec.msgpack.Decoder(_Copy)


def read(
    local: Path | None = None, cache: Path | None = None, only: Path | None = None
) -> tuple[Base, Tables]:
    """Read a base and its tables, from the compiled copy of the cache folder when it is there.

    Args:
        local: folder of local entries; ignored when it does not exist.
        cache: folder of the copies; None compiles in memory each time.
        only: another folder instead of the shipped base.

    Raises:
        KnowledgeError: a file is wrong.
    """
    if cache is None:
        return _compile(local, only)
    path = cache / f"knowledge-{_look(local, only)}.msgpack"
    found = _open(path)
    if found is None:
        base, tables = _compile(local, only)
        _write(_Copy(base, tables), path)
        return base, tables
    return found.base, found.tables


def _compile(local: Path | None, only: Path | None) -> tuple[Base, Tables]:
    """Read and index a base; products lose what only `check` reads, half of the whole."""
    base = read_base(local, only=only)
    products = {
        one.id: replace(one, match=(), examples=(), not_examples=())
        for one in base.products.values()
    }
    return replace(base, products=products), build(base)


def _look(local: Path | None, only: Path | None) -> str:
    """Digest of the paths, sizes and times of all the files."""
    total = hashlib.sha256(f"engine {ENGINE} {_code()}\n".encode())
    for root in (only or SHIPPED, *([local] if local is not None and local.is_dir() else [])):
        total.update("\n".join((*_looks(root), "")).encode())
    return total.hexdigest()[:32]


def _looks(root: Path) -> Iterator[str]:
    """Name, size and time of each TOML file of one base, folder by folder.

    There are thousands: no Path is made of them, and they stay in the order of the file system
    (another order only costs a compilation).
    """
    places = [
        ("", str(root)),
        *((one.name, one.path) for one in _entries(str(root)) if one.is_dir()),
    ]
    for name, place in places:
        yield name
        for one in _entries(place):
            if one.name.endswith(".toml"):
                seen = one.stat()
                yield f"{one.name} {seen.st_size} {seen.st_mtime_ns}"


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:  # reading the files then says what is wrong
        return []


def _code() -> str:
    """Look of the modules that decide what a copy holds: changed code never meets an old copy."""
    here = Path(__file__).parent
    names = ("model", "tables", "normalise", "publisher", "forms", "loader", "compiled")
    looks = [(here / f"{one}.py").stat() for one in names]
    return " ".join(f"{one.st_size}.{one.st_mtime_ns}" for one in looks)


def _open(path: Path) -> _Copy | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    try:
        return _DECODER.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _write(copy: _Copy, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".knowledge-")
    with os.fdopen(handle, "wb") as stream:
        stream.write(msgspec.msgpack.encode(copy))
    Path(temporary).replace(path)
    old = sorted(path.parent.glob("knowledge-*.*"), key=_age, reverse=True)
    for one in [each for each in old if each != path][_KEPT - 1 :]:
        one.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another process tidied it away
        return 0.0
