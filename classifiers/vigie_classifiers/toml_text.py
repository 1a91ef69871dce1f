"""Writes records of the model as the TOML files of a base, the way a person would."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from vigie_classifiers.model import Product, Vendor

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def files_of(vendors: Mapping[str, Vendor], products: Mapping[str, Product]) -> dict[str, str]:
    """Path relative to the folder of a base, and text, of each record."""
    texts = {f"{one.id}/vendor.toml": text_of(one) for one in vendors.values()}
    texts.update({f"{one.vendor}/{one.id}.toml": text_of(one) for one in products.values()})
    return dict(sorted(texts.items()))


def text_of(record: "DataclassInstance") -> str:
    """One record as TOML: keys in the order of the model, defaults left out, blocks last."""
    lines: list[str] = []
    blocks: list[str] = []
    for one in fields(record):
        value = cast("object", getattr(record, one.name))
        if value is None or (one.default is not MISSING and value == one.default):
            continue
        line = f"{one.name} = {_value(value)}"
        items = cast("Sequence[Any]", value) if isinstance(value, tuple) else ()
        if items and is_dataclass(items[0]):
            for each in items:
                blocks += ["", f"[[{one.name}]]", text_of(each).rstrip("\n")]
        else:
            lines.append(line)
    return "\n".join([*lines, *blocks]) + "\n"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, cast('Sequence[object]', value)))}]"
    # A JSON string is a TOML basic string, but for the DEL character that TOML wants escaped; half
    # of a surrogate pair cannot be written at all.
    text = str(value).encode("utf-8", "replace").decode("utf-8")
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
