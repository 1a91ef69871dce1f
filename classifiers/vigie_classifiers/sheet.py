"""CSV in and out: the columns that scripts rely on."""

import csv
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, TextIO

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

_COLUMNS_MORE = ("machines", "source_package")
_KINDS = frozenset(KINDS)

csv.field_size_limit(1 << 20)


class _Table(Protocol):
    """A reader of the csv module."""

    @property
    def line_num(self) -> int: ...
    def __next__(self) -> list[str]: ...


@dataclass(slots=True)
class Row:
    """One line of the user's file."""

    id: str
    kind: str
    raw_name: str
    raw_publisher: str = ""
    version: str = ""
    told_machines: str = ""
    source_package: str = ""

    @property
    def machines(self) -> int:
        """Machines that have it: the weight of the line, 1 when not told."""
        told = self.told_machines
        return int(told) if told.isascii() and told.isdigit() else 1


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
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [one.strip() for one in next(_lines(table, name), list[str]())]
    missing = [one for one in ("kind", "raw_name") if one not in columns]
    if missing:
        raise InputError(
            _(
                "{name} : il manque la colonne {missing}. "
                "La première ligne doit nommer les colonnes {wanted}."
            ).format(name=name, missing=", ".join(missing), wanted=",".join(COLUMNS_IN))
        )
    return _rows(table, columns, name, tell)


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


def _lines(table: _Table, name: str) -> Iterator[list[str]]:
    """Lines of the file; one that is no CSV ends it with a sentence."""
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
        if line:
            yield line


def _rows(
    table: _Table, columns: list[str], name: str, tell: Callable[[str], None]
) -> Iterator[Row]:
    known = {one: columns.index(one) for one in (*COLUMNS_IN, *_COLUMNS_MORE) if one in columns}
    at = [known.get(one, len(columns)) for one in (*COLUMNS_IN, *_COLUMNS_MORE)]
    width = len(columns)
    blanks = [""] * (width + 1)
    for line in _lines(table, name):
        surplus = len(line) > width
        cells = [*line[:width], *blanks[min(len(line), width) :]]
        row = Row(*[cells[one].strip() for one in at])
        row.kind = row.kind.lower()
        if surplus or not row.raw_name or row.kind not in _KINDS:
            where = _("{name}, ligne {line}").format(name=name, line=table.line_num)
            for sentence in _doubts(row, where, surplus=surplus):
                tell(sentence)
        yield row


def _doubts(row: Row, where: str, *, surplus: bool) -> Iterator[str]:
    if surplus:
        yield _("{where} : trop de colonnes, le surplus est ignoré.").format(where=where)
    if not row.raw_name:
        yield _("{where} : raw_name est vide, aucune réponse possible.").format(where=where)
    if row.kind not in _KINDS:
        yield _("{where} : kind « {kind} » n'existe pas. Choisissez parmi : {known}.").format(
            where=where, kind=row.kind, known=", ".join(KINDS)
        )


def classify_file(knowledge: Knowledge, rows: Iterator[Row], out: TextIO, on: date) -> None:
    """Write one answer per row, in the same order; confidence 0 when abstaining."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS_OUT)
    parents: dict[str, tuple[str, str, str]] = {}
    for row in rows:
        verdict = knowledge.classify(
            row.kind, row.raw_name, row.raw_publisher, source_package=row.source_package
        )
        vendor_id = verdict.vendor_id
        if vendor_id not in parents:
            origin = knowledge.origin(vendor_id, "majority", on)
            parents[vendor_id] = (origin.seat, origin.parent, origin.parent_country)
        writer.writerow(
            (
                row.id,
                verdict.product,
                verdict.vendor,
                *parents[vendor_id],
                verdict.open_source,
                verdict.category,
                verdict.type,
                f"{verdict.confidence:.2f}" if verdict.confidence else "0",
            )
        )
