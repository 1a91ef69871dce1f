"""The table as CSV for spreadsheets set to French: `;`, decimal comma, UTF-8 with BOM, CRLF."""

import csv
import io
from datetime import date

from vigie_collector.exports.cells import Cell, Sheet


def csv_bytes(sheet: Sheet) -> bytes:
    """One sheet; days are YYYY-MM-DD, empty cells are empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(sheet.heads)
    writer.writerows([_text(cell) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
