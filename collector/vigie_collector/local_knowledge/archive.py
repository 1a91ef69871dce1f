"""An organisation's own knowledge as files of a base, in a ZIP: to propose, to take elsewhere, to read in."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_classifiers.local import Entry, records
from vigie_classifiers.toml_text import files_of

from vigie_collector.clock import moment
from vigie_collector.errors import BadInput, TooLarge
from vigie_collector.local_knowledge.queries import entries_in_force
from vigie_collector.local_knowledge.shelf import read_entry
from vigie_collector.texts import _

MOST_FILES = 5_000
MOST_BYTES = 20 * 1024 * 1024
_ONE_FILE = 1024 * 1024
_EPOCH = (2020, 1, 1, 0, 0, 0)
"""The same entries give the same bytes, whatever the day."""


def exported(
    session: Session, shipped: Knowledge, organisation_id: int, *, authors: bool = False
) -> dict[str, str]:
    """Path and TOML text of each record that the organisation wrote or added to.

    Args:
        session: read only.
        shipped: the base below.
        organisation_id: the tenant.
        authors: True to name who said so, beside the reason and the day.
    """
    entries: list[Entry] = []
    for row in entries_in_force(session, organisation_id):
        entry = read_entry(row)
        if entry is not None:
            day = moment(row.made_at).date().isoformat()
            who = f", {row.author}" if authors else ""
            entries.append(replace(entry, note=f"{row.reason} ({day}{who})"))
    found = records(shipped, entries)
    return files_of(found.vendors, found.products)


def zipped(files: Mapping[str, str]) -> bytes:
    """Files as a ZIP."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path, _EPOCH), text)
    return stream.getvalue()


def files_in(content: bytes) -> dict[str, bytes]:
    """The TOML files of a ZIP, by `folder/file.toml`, whatever folders are above.

    Raises:
        BadInput: not a ZIP, or without any TOML file of a vendor's folder.
        TooLarge: more than we read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if one.filename.endswith(".toml")]
            _check_size([one.file_size for one in members])
            found = {
                _short(PurePosixPath(one.filename)): archive.read(one)
                for one in members
                if len(PurePosixPath(one.filename).parts) > 1
            }
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
        raise BadInput(
            "bad_zip", _("Ce n'est pas un fichier ZIP lisible : exportez-le à nouveau.")
        ) from None
    return _some(found)


def files_under(folder: Path) -> dict[str, bytes]:
    """The TOML files of a folder of the form of the base."""
    paths = sorted(folder.glob("*/*.toml"))
    _check_size([one.stat().st_size for one in paths])
    return _some({f"{one.parent.name}/{one.name}": one.read_bytes() for one in paths})


def _short(path: PurePosixPath) -> str:
    return "/".join(path.parts[-2:])


def _check_size(sizes: list[int]) -> None:
    if len(sizes) > MOST_FILES or sum(sizes) > MOST_BYTES or max(sizes, default=0) > _ONE_FILE:
        raise TooLarge(
            "knowledge_too_large",
            _("Trop de fichiers, ou trop gros : 5 000 fichiers et 20 Mio au plus."),
        )


def _some(found: dict[str, bytes]) -> dict[str, bytes]:
    if not found:
        raise BadInput(
            "no_knowledge_file",
            _("Aucun fichier <éditeur>/<produit>.toml : vérifiez le dossier ou le ZIP."),
        )
    return dict(sorted(found.items()))
