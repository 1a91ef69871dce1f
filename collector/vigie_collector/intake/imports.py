"""`vigie import`: files that hold reports, or an inventory that becomes reports."""

import json
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from vigie_agent.report import to_json
from vigie_connectors.csv_inventory import CsvInventory
from vigie_connectors.errors import ActionRequired

from vigie_collector.errors import BadInput, TooLarge
from vigie_collector.intake.decode import Decoded, decode
from vigie_collector.texts import _

MOST_BYTES = 256 * 1024 * 1024


@dataclass(slots=True)
class Imported:
    """What an import did, or would do."""

    format: str
    devices: int = 0
    stored: int = 0
    unchanged: int = 0
    rows: int = 0
    dropped: list[str] = field(default_factory=list[str])


def _reports(path: Path) -> Iterator[Decoded]:
    """A report, a list of reports, or one report a line."""
    raw = path.read_bytes()
    try:
        data: object = json.loads(raw)
    except ValueError:
        for line in raw.splitlines():
            if line.strip():
                yield decode(line)
        return
    except RecursionError:
        raise BadInput("bad_json", _("JSON trop imbriqué : ce n'est pas un rapport.")) from None
    if isinstance(data, list):
        for each in data:  # pyright: ignore[reportUnknownVariableType]  # JSON of any shape
            yield decode(json.dumps(each).encode())
        return
    yield decode(raw)


def _csv(path: Path) -> Iterator[Decoded]:
    try:
        for report in CsvInventory().read({"path": str(path)}, {}):
            yield decode(to_json(report))
    except ActionRequired as error:
        raise BadInput("bad_file", str(error)) from None


FORMATS: dict[str, Callable[[Path], Iterator[Decoded]]] = {"reports": _reports, "csv": _csv}


def format_of(path: Path) -> str:
    """The format of a file, by its content.

    Raises:
        BadInput: it cannot be read, is empty, or is of no format that we know.
        TooLarge: over 256 MiB.
    """
    try:
        found = path.stat()
        if stat.S_ISFIFO(found.st_mode) or stat.S_ISCHR(found.st_mode):
            # A pipe can be read once only, and what it holds is looked at before it is read.
            raise BadInput(
                "not_a_file",
                _(
                    "{path} n'est pas un fichier ordinaire : enregistrez-le d'abord, puis importez-le."
                ).format(path=path),
            )
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise BadInput(
            "file_unreadable",
            _("Fichier {path} illisible ({why}) : vérifiez le chemin et les droits.").format(
                path=path, why=error.strerror
            ),
        ) from None
    if found.st_size > MOST_BYTES:
        raise TooLarge(
            "too_large", _("Fichier {path} trop grand : 256 Mio au plus.").format(path=path)
        )
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"{", b"["):
        return "reports"
    if start and b"\0" not in head:
        return "csv"
    raise BadInput(
        "unknown_format",
        _("Fichier {path} : format non reconnu. Formats lus : rapports JSON de Vigie, CSV.").format(
            path=path
        ),
    )


def read_file(path: Path, wanted: str | None) -> tuple[str, Iterator[Decoded]]:
    """The format of a file and its reports, read one by one.

    Raises:
        BadInput: what is wrong with the file.
    """
    chosen = wanted or format_of(path)
    if chosen not in FORMATS:
        raise BadInput(
            "unknown_format",
            _("Format « {format} » inconnu : {known}.").format(
                format=chosen, known=", ".join(FORMATS)
            ),
        )
    if wanted:
        format_of(path)  # says whether it can be read at all
    return chosen, FORMATS[chosen](path)
