"""Sheets as an Excel file: real numbers and days, texts that are never formulas."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from vigie_collector.exports.cells import Cell, Sheet

_WIDTHS = {True: 48, False: 18}


def xlsx_bytes(sheets: Sequence[Sheet], author: str, on: date) -> bytes:
    """The same sheets, author and day give the same bytes.

    Args:
        sheets: their cells already neutral.
        author: name of the organisation.
        on: stands as the day of creation.
    """
    content = io.BytesIO()
    book: Any = xlsxwriter.Workbook(
        content,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {
            "title": "Tableau TIE Break",
            "author": author,
            "comments": "Constat de dépendance établi par Vigie.",
            "created": datetime(on.year, on.month, on.day, tzinfo=UTC),
        }
    )
    head = book.add_format(
        {"bold": True, "bg_color": "#E6ECF5", "text_wrap": True, "valign": "top"}
    )
    formats = {
        "share": book.add_format({"num_format": "0.0%", "valign": "top"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"}),
        "plain": book.add_format({"valign": "top"}),
        "wrap": book.add_format({"valign": "top", "text_wrap": True}),
    }
    for sheet in sheets:
        page: Any = book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        page.set_row(0, 45)
        for column, title in enumerate(sheet.heads):
            page.set_column(column, column, _WIDTHS[column in sheet.wide])
            page.write_string(0, column, title, head)
        for number, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row):
                _write(page, number, column, cell, sheet, formats)
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.heads) - 1)
    book.close()
    return content.getvalue()


def _write(
    page: Any, number: int, column: int, cell: Cell, sheet: Sheet, formats: dict[str, Any]
) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        page.write_string(
            number, column, cell, formats["wrap" if column in sheet.wide else "plain"]
        )
    elif isinstance(cell, date):
        page.write_datetime(number, column, cell, formats["day"])
    else:
        page.write_number(
            number, column, cell, formats["share" if column in sheet.shares else "plain"]
        )
