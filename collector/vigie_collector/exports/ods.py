"""Sheets as an OpenDocument file, written straight: a library's tree takes seconds for some thousand rows."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from vigie_collector.exports.cells import Cell, Sheet

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMES = (
    f'xmlns:office="{_SPACE}office:1.0" xmlns:style="{_SPACE}style:1.0" xmlns:text="{_SPACE}text:1.0"'
    f' xmlns:table="{_SPACE}table:1.0" xmlns:number="{_SPACE}datastyle:1.0" xmlns:meta="{_SPACE}meta:1.0"'
    f' xmlns:fo="{_SPACE}xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
_STYLES = """<office:automatic-styles>
<number:date-style style:name="jour"><number:day number:style="long"/><number:text>/</number:text>\
<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
<number:percentage-style style:name="part"><number:number number:decimal-places="1" number:min-integer-digits="1"/>\
<number:text>%</number:text></number:percentage-style>
<style:style style:name="etroite" style:family="table-column"><style:table-column-properties style:column-width="4cm"/>\
</style:style>
<style:style style:name="large" style:family="table-column"><style:table-column-properties style:column-width="9cm"/>\
</style:style>
<style:style style:name="titre" style:family="table-cell"><style:table-cell-properties fo:background-color="#e6ecf5"\
 fo:wrap-option="wrap"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="date" style:family="table-cell" style:data-style-name="jour"/>
<style:style style:name="taux" style:family="table-cell" style:data-style-name="part"/>
<style:style style:name="long" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap"/>\
</style:style>
</office:automatic-styles>
"""
_MANIFEST = f"""{_HEAD}<manifest:manifest xmlns:manifest="{_SPACE}manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_MIME}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""


def ods_bytes(sheets: Sequence[Sheet], author: str, on: date) -> bytes:
    """The same sheets, author and day give the same bytes.

    Args:
        sheets: their cells already neutral.
        author: name of the organisation.
        on: stands as the day of creation.
    """
    meta = (
        f"{_HEAD}<office:document-meta {_NAMES}><office:meta><dc:title>Tableau TIE Break</dc:title>"
        f"<meta:initial-creator>{escape(author)}</meta:initial-creator>"
        f"<meta:creation-date>{on.isoformat()}T00:00:00</meta:creation-date><dc:language>fr-FR</dc:language>"
        "</office:meta></office:document-meta>\n"
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        # The first member must be the plain type: that is how the format is recognised.
        _add(archive, "mimetype", _MIME, zipfile.ZIP_STORED)
        _add(archive, "content.xml", "".join(_content(sheets)))
        _add(archive, "meta.xml", meta)
        _add(archive, "META-INF/manifest.xml", _MANIFEST)
    return content.getvalue()


def _add(
    archive: zipfile.ZipFile, name: str, text: str, method: int = zipfile.ZIP_DEFLATED
) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = method
    archive.writestr(entry, text.encode())


def _content(sheets: Sequence[Sheet]) -> Iterator[str]:
    yield f"{_HEAD}<office:document-content {_NAMES}>{_STYLES}<office:body><office:spreadsheet>\n"
    for sheet in sheets:
        yield f"<table:table table:name={quoteattr(sheet.name)}>"
        for column in range(len(sheet.heads)):
            style = "large" if column in sheet.wide else "etroite"
            yield f'<table:table-column table:style-name="{style}"/>'
        heads = "".join(_text(title, "titre") for title in sheet.heads)
        yield (
            f"<table:table-header-rows><table:table-row>{heads}</table:table-row></table:table-header-rows>\n"
        )
        for row in sheet.rows:
            cells = "".join(_cell(cell, column, sheet) for column, cell in enumerate(row))
            yield f"<table:table-row>{cells}</table:table-row>\n"
        yield "</table:table>\n"
    yield "</office:spreadsheet></office:body></office:document-content>\n"


def _cell(cell: Cell, column: int, sheet: Sheet) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return _text(cell, "long" if column in sheet.wide else "")
    if isinstance(cell, date):
        return (
            '<table:table-cell table:style-name="date" office:value-type="date"'
            f' office:date-value="{cell.isoformat()}">'
            f"<text:p>{cell.strftime('%d/%m/%Y')}</text:p></table:table-cell>"
        )
    if column in sheet.shares:
        shown = f"{cell * 100:.1f}".replace(".", ",")
        return (
            f'<table:table-cell table:style-name="taux" office:value-type="percentage" office:value="{cell}">'
            f"<text:p>{shown} %</text:p></table:table-cell>"
        )
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}">'
        f"<text:p>{str(cell).replace('.', ',')}</text:p></table:table-cell>"
    )


def _text(text: str, style: str) -> str:
    named = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{named} office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
