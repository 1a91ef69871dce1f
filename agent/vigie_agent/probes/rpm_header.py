"""Reads an RPM header as the rpm database stores it (a "blob" without the lead and magic).

Layout, all big-endian (rpm's lib/header.c): number of index entries, length of the data, then
the entries (tag, type, offset, count: four 32-bit words each), then the data.
"""

import struct
from collections.abc import Iterator

NAME, VERSION, RELEASE, EPOCH = 1000, 1001, 1002, 1003
INSTALLTIME, VENDOR, URL, ARCH, SOURCERPM = 1008, 1011, 1020, 1022, 1044
WANTED = frozenset({NAME, VERSION, RELEASE, EPOCH, INSTALLTIME, VENDOR, URL, ARCH, SOURCERPM})

DIRINDEXES, BASENAMES, DIRNAMES = 1116, 1117, 1118

_INT32 = 4
_STRINGS = {6, 8, 9}  # string, string array, localised string: the first one is enough
_MAX_ENTRIES = 65_536


def parse(blob: bytes) -> dict[int, str]:
    """Give the wanted tags of a header as text.

    Raises:
        ValueError: the blob is cut or is not a header.
    """
    found: dict[int, str] = {}
    for tag, kind, at, _ in _entries(blob):
        if tag not in WANTED:
            continue
        if kind in _STRINGS:
            end = blob.find(b"\0", at)
            if end < 0:
                raise ValueError("en-tête RPM coupé")
            found[tag] = blob[at:end].decode("utf-8", "replace")
        elif kind == _INT32 and at + 4 <= len(blob):
            found[tag] = str(struct.unpack_from(">I", blob, at)[0])
    return found


def file_path(blob: bytes, number: int) -> str:
    """Give the path of one file of a package, "" when the header has no such file.

    Args:
        blob: the header.
        number: rank of the file in the package, as the table of base names gives it.

    Raises:
        ValueError: the blob is cut or is not a header.
    """
    places = {tag: (at, count) for tag, _, at, count in _entries(blob)}
    if not {DIRINDEXES, BASENAMES, DIRNAMES} <= places.keys():
        return ""
    at, count = places[DIRINDEXES]
    if number >= count or at + 4 * count > len(blob):
        return ""
    (folder,) = struct.unpack_from(">I", blob, at + 4 * number)
    return _string(blob, *places[DIRNAMES], folder) + _string(blob, *places[BASENAMES], number)


def _entries(blob: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Give tag, kind, place in the blob and count of each entry."""
    if len(blob) < 8:
        raise ValueError("en-tête RPM coupé")
    entries, length = struct.unpack_from(">II", blob)
    start = 8 + 16 * entries
    if entries > _MAX_ENTRIES or start + length > len(blob):
        raise ValueError("en-tête RPM coupé")
    for position in range(8, start, 16):
        tag, kind, offset, count = struct.unpack_from(">IIII", blob, position)
        yield tag, kind, start + offset, count


def _string(blob: bytes, at: int, count: int, number: int) -> str:
    """Give one string of an array: they follow each other, each with a zero at its end."""
    if number >= count:
        return ""
    for _ in range(number):
        at = blob.find(b"\0", at) + 1
        if at == 0:
            raise ValueError("en-tête RPM coupé")
    end = blob.find(b"\0", at)
    if end < 0:
        raise ValueError("en-tête RPM coupé")
    return blob[at:end].decode("utf-8", "replace")
