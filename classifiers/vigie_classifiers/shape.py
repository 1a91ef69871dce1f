"""Reads a TOML table into a record of the model and refuses what the model does not know."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_origin, get_type_hints

from vigie_classifiers.errors import KnowledgeError
from vigie_classifiers.texts import _

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")

_WORDS: dict[type, str] = {
    str: "un texte entre guillemets",
    bool: "true ou false",
    int: "un nombre entier",
    float: "un nombre",
    date: "une date AAAA-MM-JJ sans guillemets",
}


@cache
def _hints(record: type) -> dict[str, Any]:
    return get_type_hints(record)


@cache
def _required(record: "type[DataclassInstance]") -> tuple[str, ...]:
    return tuple(
        one.name
        for one in fields(record)
        if one.default is MISSING and one.default_factory is MISSING
    )


def read(record: type[Record], table: Mapping[str, object], where: str) -> Record:
    """Build one record.

    Args:
        record: a dataclass of the model.
        table: what tomllib read (or the compiled JSON copy: dates are then ISO texts).
        where: the file, and the block inside it, for the error sentence.

    Raises:
        KnowledgeError: unknown key, missing key or value of the wrong type.
    """
    hints = _hints(record)
    values: dict[str, object] = {}
    for key, value in table.items():
        hint = hints.get(key)
        if hint is None:
            near = get_close_matches(key, hints, n=1)
            known = near[0] if near else ", ".join(hints)
            raise KnowledgeError(
                _(
                    "{where} : clé inconnue « {key} ». Clé attendue : {known}. "
                    "Corrigez ou retirez-la."
                ).format(where=where, key=key, known=known)
            )
        values[key] = _value(hint, value, f"{where}, {key}")
    for key in _required(record):
        if key not in values:
            raise KnowledgeError(
                _("{where} : il manque la clé « {key} ». Ajoutez-la.").format(where=where, key=key)
            )
    return record(**values)


def _value(hint: Any, value: object, where: str) -> object:
    if get_origin(hint) is tuple:
        return _items(get_args(hint)[0], value, where)
    wanted: tuple[type, ...] = get_args(hint) or (hint,)
    for one in wanted:
        if one is date:
            if isinstance(value, date) and not isinstance(value, datetime):
                return value
            if isinstance(value, str):
                return _day(value, where)
        elif one is float and isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        elif type(value) is one:
            return value
    raise KnowledgeError(
        _("{where} : la valeur {value!r} n'est pas {wanted}. Corrigez-la.").format(
            where=where, value=value, wanted=_(_WORDS.get(wanted[0], "…"))
        )
    )


def _items(item: Any, value: object, where: str) -> tuple[object, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise KnowledgeError(
            _("{where} : une liste entre crochets est attendue.").format(where=where)
        )
    values = cast("Sequence[object]", value)
    if item is str:
        return tuple(_value(str, one, where) for one in values)
    rows: list[object] = []
    for number, one in enumerate(values, 1):
        if not isinstance(one, Mapping):
            raise KnowledgeError(
                _("{where} : un bloc [[…]] est attendu, pas une valeur.").format(where=where)
            )
        rows.append(read(item, cast("Mapping[str, object]", one), f"{where} n° {number}"))
    return tuple(rows)


def _day(value: str, where: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise KnowledgeError(
            _("{where} : « {value} » n'est pas une date AAAA-MM-JJ.").format(
                where=where, value=value
            )
        ) from None
