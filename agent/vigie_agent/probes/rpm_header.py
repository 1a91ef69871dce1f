"""Reads an RPM header as the rpm database stores it (a "blob" without the lead and magic).

Layout, all big-endian (rpm's lib/header.c): number of index entries, length of the data, then
the entries (tag, type, offset, count: four 32-bit words each), then the data.
"""

import struct

NAME, VERSION, RELEASE, EPOCH = 1000, 1001, 1002, 1003
INSTALLTIME, VENDOR, URL, ARCH, SOURCERPM = 1008, 1011, 1020, 1022, 1044
WANTED = frozenset({NAME, VERSION, RELEASE, EPOCH, INSTALLTIME, VENDOR, URL, ARCH, SOURCERPM})

_INT32 = 4
_STRINGS = {6, 8, 9}  # string, string array, localised string: the first one is enough
_MAX_ENTRIES = 65_536


def parse(blob: bytes) -> dict[int, str]:
    """Give the wanted tags of a header as text.

    Raises:
        ValueError: the blob is cut or is not a header.
    """
    if len(blob) < 8:
        raise ValueError("en-tête RPM coupé")
    entries, length = struct.unpack_from(">II", blob)
    start = 8 + 16 * entries
    if entries > _MAX_ENTRIES or start + length > len(blob):
        raise ValueError("en-tête RPM coupé")
    found: dict[int, str] = {}
    for position in range(8, start, 16):
        tag, kind, offset, _ = struct.unpack_from(">IIII", blob, position)
        if tag not in WANTED:
            continue
        at = start + offset
        if kind in _STRINGS:
            end = blob.find(b"\0", at)
            if end < 0:
                raise ValueError("en-tête RPM coupé")
            found[tag] = blob[at:end].decode("utf-8", "replace")
        elif kind == _INT32 and at + 4 <= len(blob):
            found[tag] = str(struct.unpack_from(">I", blob, at)[0])
    return found
