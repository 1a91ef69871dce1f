"""Reads the SILL export (https://code.gouv.fr/sill/api/sill.json) that somebody downloaded.

The shape changed over the years; all those published since 2022 are read. A field that is not
needed is never looked at, and no name of a person is kept.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast
from urllib.parse import quote

from vigie_classifiers.errors import InputError
from vigie_classifiers.normalise import tidy
from vigie_classifiers.texts import _

CREDIT = "SILL (DINUM), Licence Ouverte 2.0"
MAX_BYTES = 64 << 20
"""The export weighs some five megabytes: beyond, it is another file."""
_SITE = "https://code.gouv.fr/sill/detail"
_QID = re.compile(r"Q[1-9][0-9]{0,11}")
_SIMILAR = ("similarExternalSoftwares", "similarSoftwares", "similarWikidataSoftwares")
_NOBODY = frozenset({"other", "autre", "autres"})

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Similar:
    """A product that the SILL compares one of its own with."""

    name: str
    wikidata: str
    free: bool | None
    """None: the SILL could not tell."""


@dataclass(frozen=True, slots=True)
class Software:
    """One entry of the SILL."""

    name: str
    url: str
    wikidata: str
    withdrawn: bool
    similar: tuple[Similar, ...]
    organisations: tuple[str, ...]
    """Public bodies that use or follow it, those with most users first."""
    providers: tuple[str, ...]
    """Companies of the CNLL directory that support it."""


def read(name: str) -> tuple[list[Software], date]:
    """Read a file, and the day it was downloaded.

    Raises:
        InputError: it cannot be read, or is not the export.
    """
    path = Path(name)
    try:
        size, written = path.stat().st_size, path.stat().st_mtime
        if size > MAX_BYTES:
            raise _wrong(name, _("plus de 64 Mo"))
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            _("{name} : fichier illisible ({reason}). Vérifiez le chemin et les droits.").format(
                name=name, reason=error.strerror
            )
        ) from None
    now = datetime.now(UTC).date()
    return parse(content, name), min(datetime.fromtimestamp(written, UTC).date(), now)


def parse(content: bytes, name: str) -> list[Software]:
    """Turn the bytes of the export into records.

    Raises:
        InputError: one sentence with the file and the field at fault.
    """
    if len(content) > MAX_BYTES:
        raise _wrong(name, _("plus de 64 Mo"))
    try:
        whole: object = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or nested without end
        raise _wrong(name, _("ce n'est pas du JSON en UTF-8")) from None
    if isinstance(whole, dict):
        whole = cast("Row", whole).get("catalog")
    if not isinstance(whole, list):
        raise _wrong(name, _("une liste de logiciels est attendue"))
    found: list[Software] = []
    for number, row in enumerate(cast("list[object]", whole), 1):
        where = _("logiciel n° {number}").format(number=number)
        try:
            found.append(_software(_row(row, where)))
        except _FieldError as error:
            told = where if error.field == where else f"{where}, {error.field}"
            raise _wrong(name, f"{told} : {error.wanted}") from None
    return found


class _FieldError(Exception):
    """A field does not have the wanted shape."""

    def __init__(self, field: str, wanted: str) -> None:
        super().__init__(field, wanted)
        self.field = field
        self.wanted = wanted


def _wrong(name: str, what: str) -> InputError:
    return InputError(
        _("{name} : {what}. Téléchargez à nouveau sill.json depuis code.gouv.fr.").format(
            name=name, what=what
        )
    )


def _software(row: Row) -> Software:
    name = _label(row, "name", "softwareName")
    if not name:
        raise _FieldError("name", _("un nom est attendu"))
    number = row.get("id", row.get("softwareId"))
    known = isinstance(number, int) and not isinstance(number, bool)
    return Software(
        name=name,
        url=f"{_SITE}?id={number}" if known else f"{_SITE}?name={quote(name, safe='')}",
        wikidata=_wikidata(row),
        withdrawn=bool(row.get("dereferencing")),
        similar=tuple(_similar(row)),
        organisations=tuple(_organisations(row)),
        providers=tuple(
            _label(one, "name", "nom") for one in _rows(row, "annuaireCnllServiceProviders")
        ),
    )


def _wikidata(row: Row) -> str:
    """The Wikidata id, wherever this year's export keeps it."""
    origin = row.get("sourceSlug", row.get("externalDataOrigin")) or "wikidata"
    nested = [_inner(row, one) for one in ("softwareExternalData", "wikidataSoftware")]
    told = [
        row.get("externalId") if origin == "wikidata" else None,
        row.get("wikidataId"),
        *(one.get("externalId") for one in nested),
        *(one.get("wikidataId") for one in nested),
        _inner(row, "wikidataData").get("id"),
        *(one.get("value") for one in _rows(row, "identifiers")),
    ]
    return next((one for one in told if isinstance(one, str) and _QID.fullmatch(one)), "")


def _similar(row: Row) -> Iterator[Similar]:
    field = next((one for one in _SIMILAR if row.get(one) is not None), _SIMILAR[0])
    for one in _rows(row, field):
        free = one.get("isLibreSoftware")
        if free is None and any(one.get(key) is True for key in ("isInSill", "isInCatalogi")):
            free = True
        if free is not None and not isinstance(free, bool):
            raise _FieldError(f"{field}.isLibreSoftware", _("true ou false est attendu"))
        told = one.get("externalId", one.get("wikidataId"))
        known = told if isinstance(told, str) and _QID.fullmatch(told) else ""
        yield Similar(_label(one, "label", "name", "softwareName"), known, free)


def _organisations(row: Row) -> list[str]:
    field = "userAndReferentCountByOrganization"
    weights: dict[str, int] = {}
    for name, counts in _inner(row, field).items():
        weight = 0
        for key in ("userCount", "referentCount"):
            count = _row(counts, field).get(key, 0)
            if not isinstance(count, int) or isinstance(count, bool):
                raise _FieldError(f"{field}.{key}", _("un nombre entier est attendu"))
            weight += count
        if (short := _short(name)) and short.casefold() not in _NOBODY:
            weights[short] = weights.get(short, 0) + weight
    return sorted(weights, key=lambda one: (-weights[one], one))


def _label(row: Row, *fields: str) -> str:
    """A text, or one with its translations; French first."""
    field = next((one for one in fields if row.get(one) is not None), fields[0])
    told = row.get(field)
    if isinstance(told, Mapping):
        spoken = cast("Row", told)
        told = spoken.get("fr") or spoken.get("en") or next(iter(spoken.values()), None)
    if told is None:
        return ""
    if not isinstance(told, str):
        raise _FieldError(field, _("un texte est attendu"))
    return _short(told)


def _short(text: str) -> str:
    return tidy(text)[:200]


def _inner(row: Row, field: str) -> Row:
    told = row.get(field)
    return {} if told is None else _row(told, field)


def _rows(row: Row, field: str) -> list[Row]:
    told = row.get(field)
    if told is None:
        return []
    if not isinstance(told, list):
        raise _FieldError(field, _("une liste est attendue"))
    return [_row(one, field) for one in cast("list[object]", told)]


def _row(told: object, field: str) -> Row:
    if not isinstance(told, dict):
        raise _FieldError(field, _("un objet entre accolades est attendu"))
    return cast("Row", told)
