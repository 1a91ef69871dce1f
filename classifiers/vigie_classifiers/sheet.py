"""CSV in and out: the columns that scripts rely on."""

import csv
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from vigie_classifiers.base import Knowledge
from vigie_classifiers.errors import InputError
from vigie_classifiers.model import KINDS
from vigie_classifiers.texts import _

COLUMNS_IN = ("id", "kind", "raw_name", "raw_publisher", "version")
_COLUMNS_OUT_WORDS = """
id product vendor vendor_country ultimate_parent parent_country open_source category type
confidence
"""
COLUMNS_OUT = _COLUMNS_OUT_WORDS.split()

csv.field_size_limit(1 << 20)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the user's file."""

    id: str
    kind: str
    raw_name: str
    raw_publisher: str = ""
    version: str = ""
    machines: int = 1
    source_package: str = ""


def read_rows(name: str, tell: Callable[[str], None]) -> Iterator[Row]:
    """Read a CSV file with `,` or `;`, UTF-8 with or without BOM; `-` is standard input.

    Args:
        name: path of the file, or "-".
        tell: receives one sentence per doubtful line; the line is still yielded.

    Raises:
        InputError: the file cannot be read or lacks a needed column.
    """
    text = _text(name)
    header, _newline, _rest = text.partition("\n")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [one.strip() for one in table.fieldnames or ()]
    missing = [one for one in ("kind", "raw_name") if one not in columns]
    if missing:
        raise InputError(
            _(
                "{name} : il manque la colonne {missing}. "
                "La première ligne doit nommer les colonnes {wanted}."
            ).format(name=name, missing=", ".join(missing), wanted=",".join(COLUMNS_IN))
        )
    table.fieldnames = columns
    return _rows(table, name, tell)


def _text(name: str) -> str:
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise InputError(
            _("{name} : fichier illisible ({reason}). Vérifiez le chemin et les droits.").format(
                name=name, reason=error.strerror
            )
        ) from None
    try:
        return content.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        raise InputError(
            _("{name} : ce fichier n'est pas en UTF-8. Enregistrez-le en CSV UTF-8.").format(
                name=name
            )
        ) from None


def _rows(table: "csv.DictReader[str]", name: str, tell: Callable[[str], None]) -> Iterator[Row]:
    while True:
        try:
            line = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(
                _("{name}, ligne {line} : CSV illisible ({error}). Corrigez cette ligne.").format(
                    name=name, line=table.line_num, error=error
                )
            ) from None
        surplus = None in line
        cells = {one: (line.get(one) or "").strip() for one in table.fieldnames or ()}
        where = _("{name}, ligne {line}").format(name=name, line=table.line_num)
        kind = cells.get("kind", "").lower()
        if surplus:
            tell(_("{where} : trop de colonnes, le surplus est ignoré.").format(where=where))
        if not cells.get("raw_name"):
            tell(_("{where} : raw_name est vide, aucune réponse possible.").format(where=where))
        if kind not in KINDS:
            tell(
                _("{where} : kind « {kind} » n'existe pas. Choisissez parmi : {known}.").format(
                    where=where, kind=kind, known=", ".join(KINDS)
                )
            )
        machines = cells.get("machines", "")
        yield Row(
            id=cells.get("id", ""),
            kind=kind,
            raw_name=cells.get("raw_name", ""),
            raw_publisher=cells.get("raw_publisher", ""),
            version=cells.get("version", ""),
            machines=int(machines) if machines.isascii() and machines.isdigit() else 1,
            source_package=cells.get("source_package", ""),
        )


def classify_file(knowledge: Knowledge, rows: Iterator[Row], out: TextIO, on: date) -> None:
    """Write one answer per row, in the same order; confidence 0 when abstaining."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS_OUT)
    parents: dict[str, tuple[str, str, str]] = {}
    for row in rows:
        verdict = knowledge.classify(
            row.kind, row.raw_name, row.raw_publisher, row.version,
            source_package=row.source_package,
        )  # fmt: skip
        vendor_id = verdict.vendor_id
        if vendor_id not in parents:
            origin = knowledge.origin(vendor_id, "majority", on)
            parents[vendor_id] = (origin.seat, origin.parent, origin.parent_country)
        country, parent, parent_country = parents[vendor_id]
        writer.writerow(
            [
                row.id,
                verdict.product,
                verdict.vendor,
                country,
                parent,
                parent_country,
                verdict.open_source,
                verdict.category,
                verdict.type,
                f"{verdict.confidence:.2f}" if verdict.confidence else "0",
            ]
        )
