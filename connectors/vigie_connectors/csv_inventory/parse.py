"""Turns the bytes of a CSV inventory into raw software rows by device. Pure: reads no file."""

import csv
import hashlib
import io
from dataclasses import dataclass, field
from typing import Final

from vigie_connectors.errors import ActionRequired

HEADINGS: Final = {
    "device": ("device", "poste", "machine", "ordinateur", "computer", "hostname"),
    "kind": ("kind", "sorte"),
    "name": ("name", "nom", "logiciel", "software"),
    "publisher": ("publisher", "éditeur", "editeur"),
    "version": ("version",),
}
"""Our columns, and the headings that tools and people write for them (case ignored)."""
# fmt: off
KINDS: Final = frozenset((
    "windows", "macos", "homebrew", "dpkg", "rpm", "apk", "pacman", "snap", "flatpak", "nix",
    "appimage", "android", "server", "container", "os", "spn", "cpe", "banner", "nmap", "cloud",
    "licence", "dns", "hardware", "browser_extension",
))
# fmt: on
"""The kinds that the classifiers know."""
MAX_CELL: Final = 131_072
"""Longest cell, in characters: a longer one means that a quote was never closed."""
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a file says."""

    devices: dict[str, list[Row]] = field(default_factory=dict[str, list[Row]])
    """Rows (kind, name, publisher, version) by device name, without repeats."""
    dropped: list[str] = field(default_factory=list[str])
    """Lines that could not be kept, one French phrase each."""
    digest: str = ""
    """SHA-256 of the file and of the default kind, in hexadecimal."""


def parse(content: bytes, default_kind: str = "windows") -> Inventory:
    """Read a CSV inventory.

    Args:
        content: the file, in UTF-8 (with or without a mark) or Windows-1252; columns device, kind,
            name, publisher, version in any order; separated by `;`, `,` or tabs.
        default_kind: kind of the rows that give none, or one that we do not know.

    Raises:
        ActionRequired: it is not such a file; the sentence says what is missing.
    """
    lines = _lines(content)
    heading = lines[0] if lines else ""
    separator = max(";,\t", key=heading.count)
    csv.field_size_limit(MAX_CELL)  # shared by the whole process: others may have set theirs
    reader = csv.reader(io.StringIO("".join(lines)), delimiter=separator, strict=False)
    columns = _columns(next(reader, list[str]()))
    digest = hashlib.sha256(default_kind.encode() + b"\0" + content).hexdigest()
    inventory = Inventory(digest=digest)
    seen: set[tuple[str, ...]] = set()
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _keep(cells, columns, default_kind, inventory, seen, reader.line_num)
    except csv.Error as error:
        raise ActionRequired(
            "CSV illisible à la ligne {line} ({why}) : corrigez-la ou enregistrez à nouveau.",
            line=reader.line_num,
            why=error,
        ) from error
    return inventory


def _lines(content: bytes) -> list[str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:  # what spreadsheets of French Windows write
        text = content.decode("cp1252", "replace")
    if "\0" in text:
        raise ActionRequired("Ce fichier n'est pas du texte CSV : exportez-le en CSV UTF-8.")
    return text.splitlines(keepends=True)


def _columns(heading: list[str]) -> dict[str, int]:
    given = {cell.strip().casefold(): place for place, cell in reversed(list(enumerate(heading)))}
    columns: dict[str, int] = {}
    for column, names in HEADINGS.items():
        place = next((given[name] for name in names if name in given), None)
        if place is not None:
            columns[column] = place
    missing = [column for column in ("device", "name") if column not in columns]
    if missing:
        raise ActionRequired(
            "Colonne absente du CSV : {missing}. La première ligne doit être"
            " device;kind;name;publisher;version.",
            missing=", ".join(missing),
        )
    return columns


def _keep(
    cells: list[str],
    columns: dict[str, int],
    default_kind: str,
    inventory: Inventory,
    seen: set[tuple[str, ...]],
    line: int,
) -> None:
    values = {
        column: cells[place].strip() if place < len(cells) else ""
        for column, place in columns.items()
    }
    device, name = values["device"], values["name"]
    if not device or not name:
        inventory.dropped.append(f"ligne {line} : {'nom' if device else 'poste'} absent")
        return
    kind = values.get("kind", "").lower()
    row = {
        "kind": kind if kind in KINDS else default_kind,
        "name": name,
        "publisher": values.get("publisher", ""),
        "version": values.get("version", ""),
    }
    key = (device, *row.values())
    if key not in seen:
        seen.add(key)
        inventory.devices.setdefault(device, []).append(row)
