"""The report contract as msgspec structs, made from the agent's dataclasses: one contract, two speeds.

A body that keeps every limit is decoded in one pass of C; one that does not takes the tolerant way
(`vigie_agent.report.from_dict`), which drops what is bad and tells it.
"""

from dataclasses import MISSING, fields, is_dataclass
from typing import Annotated, Any, cast

import msgspec
from vigie_agent.report import Report

_made: dict[Any, Any] = {}


def struct_of(cls: Any) -> Any:
    """The struct with the fields, defaults and limits of a report dataclass; made once."""
    if cls in _made:
        return _made[cls]
    definitions: list[tuple[str, Any, Any]] = []
    for entry in fields(cls):
        default: Any = entry.default
        if entry.name == "schema":
            # What a document is must be said: an object without it is not a report.
            default = msgspec.NODEFAULT
        if default is MISSING:
            factory: Any = entry.default_factory
            empty = factory()
            if is_dataclass(empty):
                factory = struct_of(type(empty))
            default = msgspec.field(default_factory=factory)
        definitions.append((entry.name, _annotation(entry.type, dict(entry.metadata)), default))
    _made[cls] = msgspec.defstruct(
        cls.__name__, definitions, omit_defaults=True, frozen=True, kw_only=True, gc=False
    )
    return _made[cls]


def _annotation(annotation: Any, metadata: dict[str, Any]) -> Any:
    parts: tuple[Any, ...] = getattr(annotation, "__args__", ())
    if type(None) in parts:
        return _annotation(parts[0], metadata) | None
    origin: Any = getattr(annotation, "__origin__", annotation)
    if origin is str:
        least = 1 if metadata.get("required") else None
        return _with(str, max_length=metadata["max_length"], min_length=least)
    if origin is int:
        return _with(int, ge=0, le=metadata["maximum"])
    if origin is list:
        held = parts[0]
        item = _with(str, max_length=metadata["max_length"]) if held is str else struct_of(held)
        return _with(list.__class_getitem__(item), max_length=metadata["max_items"])
    if origin is dict:
        key, value = _with(str, max_length=64), _with(str, max_length=metadata["max_length"])
        return _with(dict.__class_getitem__((key, value)), max_length=metadata["max_items"])
    return struct_of(annotation)


def _with(annotation: Any, **limits: Any) -> Any:
    return Annotated.__class_getitem__((annotation, msgspec.Meta(**limits)))  # type: ignore[attr-defined]  # made at run time


REPORT: Any = struct_of(Report)
_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(REPORT)
_encoder = msgspec.json.Encoder()


def decode_fast(body: bytes) -> Report:
    """Decodes a body that keeps every limit.

    Raises:
        msgspec.ValidationError: the shape or a limit is not kept: take the tolerant way.
        msgspec.DecodeError: not JSON.
    """
    return cast("Report", _decoder.decode(body))


def from_plain(plain: dict[str, object]) -> Report:
    """A struct from what the tolerant reader kept."""
    return cast("Report", msgspec.convert(plain, REPORT))


def encode(value: object) -> bytes:
    """Compact JSON of a struct, or of plain values that hold structs; defaults are left out."""
    return _encoder.encode(value)
