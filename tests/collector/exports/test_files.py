"""The files, read by other programs' readers: types, texts, sheets, and the same bytes for the same data."""

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from odfdo import Document
from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_collector.errors import BadInput
from vigie_collector.exports.asked import FORMATS
from vigie_collector.exports.columns import HEADERS
from vigie_collector.exports.service import Table, table_bytes, write_table
from vigie_collector.settings import Settings

from tests.collector.exports.conftest import ON
from tests.collector.inventory.seeds import Seeds

HOSTILE = "'=CMD|'/C calc'!A0"


def test_xlsx(table: Table) -> None:
    book = openpyxl.load_workbook(io.BytesIO(table_bytes(table, "xlsx")))
    assert book.sheetnames == [sheet.name for sheet in table.sheets]
    rows: list[tuple[Any, ...]] = list(book["Tableau"].iter_rows())
    assert tuple(cell.value for cell in rows[0]) == HEADERS
    found = {str(row[3].value): dict(zip(HEADERS, row, strict=True)) for row in rows[1:]}
    office = found["Essai Bureau"]
    assert office["Postes"].value == 2
    assert office["Postes"].data_type == "n"
    assert office["Date"].value == datetime(2026, 11, 23)  # noqa: DTZ001  # openpyxl's own days have no zone
    assert office["Confiance"].data_type == "n"
    assert found[HOSTILE]["Produit"].data_type == "s"
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_ods(table: Table) -> None:
    document = Document(io.BytesIO(table_bytes(table, "ods")))
    body: Any = document.body
    names = [each.name for each in body.tables]
    assert names == [sheet.name for sheet in table.sheets]
    values = body.tables[0].get_values()
    assert tuple(values[0]) == HEADERS
    found = {row[3]: dict(zip(HEADERS, row, strict=True)) for row in values[1:]}
    assert found["Essai Bureau"]["Postes"] == 2
    assert found["Essai Bureau"]["Date"] == date(2026, 11, 23) or found["Essai Bureau"][
        "Date"
    ] == datetime(2026, 11, 23)  # noqa: DTZ001  # a day of the reader
    assert HOSTILE in found
    assert len(values) == len(table.rows) + 1


def test_csv(table: Table) -> None:
    content = table_bytes(table, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert "\n" not in text.replace("\r\n", "")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert tuple(rows[0]) == HEADERS
    found = {row["Produit"]: row for row in rows}
    assert found["Essai Bureau"]["Date"] == "2026-11-23"
    assert found["Essai Bureau"]["Postes"] == "2"
    assert "." not in found["Agenda" if "Agenda" in found else "Essai Lyon"]["Confiance"]
    assert HOSTILE in found


def test_json(table: Table) -> None:
    pivot = json.loads(table_bytes(table, "json"))
    assert pivot["schema"] == "vigie-tiebreak/1"
    assert pivot["columns"] == list(HEADERS)
    assert pivot["grid"]["official"] is False
    found = {line["key"]: line for line in pivot["lines"]}
    filtre = found["product:essai-filtre"]
    assert filtre["origins"]["seat"] == "french"
    assert filtre["origins"]["majority"] == "extra_european"
    assert filtre["Produit"] == "Essai Filtre"
    assert set(pivot["sheets"]) == {sheet.name for sheet in table.sheets[1:]}


@pytest.mark.parametrize("format_", FORMATS)
def test_same_data_same_bytes(table: Table, format_: str) -> None:
    assert table_bytes(table, format_) == table_bytes(table, format_)


def test_write_table(
    session: Session, filled: Seeds, knowledge: Knowledge, settings: Settings, tmp_path: Path
) -> None:
    where = filled.organisation_id
    for format_ in FORMATS:
        path = tmp_path / f"tableau.{format_.upper()}"
        done = write_table(session, knowledge, settings, where, path, "majority", ON)
        assert (done.lines, done.unknown) == (5, 1)
        assert path.stat().st_size > 500
    assert [each for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_what_cannot_be_written(
    session: Session, filled: Seeds, knowledge: Knowledge, settings: Settings, tmp_path: Path
) -> None:
    where = filled.organisation_id
    with pytest.raises(BadInput, match=r"\.xlsx, \.ods, \.csv, \.json"):
        write_table(session, knowledge, settings, where, tmp_path / "t.pdf", "majority", ON)
    with pytest.raises(BadInput, match="Impossible"):
        write_table(session, knowledge, settings, where, tmp_path / "non" / "t.csv", "majority", ON)
