"""Dataclasses to plain JSON values and back, tolerantly.

The writer leaves out what equals its default, so that a report is small. The reader never
refuses a whole for one part: unknown fields are ignored (agents and collectors are never updated
on the same day), a bad item is dropped, a long text is cut, and each loss is told.
"""

from dataclasses import MISSING, dataclass, fields
from typing import Any, Final, NamedTuple, TypeVar, cast

T = TypeVar("T")

MAX_DROPPED: Final = 100
"""Losses told one by one; those after are only counted, so a hostile report cannot grow ours."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """One thing that the reader could not keep."""

    path: str
    """Where: software[12].name."""
    reason: str
    """Stable code: not_an_object, not_a_list, wrong_type, out_of_range, too_long, too_many,
    control_characters, missing_<field>, more."""


class _Plan(NamedTuple):
    name: str
    default: object  # MISSING when made by a factory
    kind: str  # text, number, texts, map, items, one
    limit: int  # longest text, or largest number
    max_items: int
    required: bool
    item: type[Any] | None


_plans: dict[type[Any], dict[str, _Plan]] = {}


def plans(cls: type[Any]) -> dict[str, _Plan]:
    """Give how each field of a dataclass is written and read, by field name."""
    known = _plans.get(cls)
    if known is None:
        known = _plans[cls] = {
            f.name: _plan(f.name, f.type, f.default, f.metadata) for f in fields(cls)
        }
    return known


def _plan(name: str, annotation: Any, default: object, metadata: Any) -> _Plan:
    optional: tuple[Any, ...] = getattr(annotation, "__args__", ())
    if type(None) in optional:  # X | None: what counts is X
        annotation = optional[0]
    origin = getattr(annotation, "__origin__", None)
    item: type[Any] | None = None
    if annotation is str:
        kind, limit = "text", metadata["max_length"]
    elif annotation is int:
        kind, limit = "number", metadata["maximum"]
    elif origin is dict:
        kind, limit = "map", metadata["max_length"]
    elif origin is list and annotation.__args__[0] is str:
        kind, limit = "texts", metadata["max_length"]
    elif origin is list:
        kind, limit, item = "items", 0, annotation.__args__[0]
    else:
        kind, limit, item = "one", 0, annotation
    required = bool(metadata.get("required"))
    return _Plan(name, default, kind, limit, metadata.get("max_items", 0), required, item)


def as_plain(value: object) -> dict[str, Any]:
    """Turn a dataclass into a plain dict, without the fields that equal their default."""
    plain: dict[str, Any] = {}
    for name, default, kind, _, _, _, _ in plans(type(value)).values():
        found = getattr(value, name)
        if kind == "items" and found is not None:
            if found or default is None:  # an empty section says "read, nothing there"
                plain[name] = [as_plain(item) for item in found]
        elif kind == "one" and found is not None:
            plain[name] = as_plain(found)
        elif found != default and (default is not MISSING or found):
            plain[name] = found
    return plain


class Losses:
    """Collects what the reader dropped, up to ``MAX_DROPPED``."""

    def __init__(self) -> None:
        self._told: list[Dropped] = []
        self._more = 0

    def tell(self, path: str, reason: str) -> None:
        """Note one loss."""
        if len(self._told) < MAX_DROPPED:
            self._told.append(Dropped(path, reason))
        else:
            self._more += 1

    def all(self) -> list[Dropped]:
        """Give the losses; the last one counts those that were not kept one by one."""
        return self._told + ([Dropped(f"+{self._more}", "more")] if self._more else [])


def read(cls: type[T], data: object, path: str, losses: Losses) -> T | None:
    """Read one object of ``cls``; None when it is not worth keeping (told in ``losses``)."""
    if not isinstance(data, dict):
        losses.tell(path.rstrip("."), "not_an_object")
        return None
    known = plans(cls)
    arguments: dict[str, Any] = {}
    for name, value in cast("dict[str, Any]", data).items():
        plan = known.get(name)
        if plan is None or value is None:
            continue
        # The way of nearly every value of a report, without a call.
        if plan.kind == "text" and type(value) is str:
            if len(value) <= plan.limit and value.isprintable():
                arguments[name] = value
            else:
                arguments[name] = _clean(value, plan.limit, f"{path}{name}", losses)
            continue
        kept = _value(plan, value, f"{path}{name}", losses)
        if kept is not None:
            arguments[name] = kept
    for plan in known.values():
        if plan.required and not arguments.get(plan.name):
            losses.tell(path.rstrip("."), f"missing_{plan.name}")
            return None
    return cls(**arguments)


def _value(plan: _Plan, value: object, path: str, losses: Losses) -> object:
    """Give what the dataclass may keep of ``value``, or None to leave the default."""
    if plan.kind == "number":
        return _number(value, plan.limit, path, losses)
    if plan.kind in {"items", "texts"}:
        if isinstance(value, list):
            return _items(plan, cast("list[object]", value), path, losses)
        losses.tell(path, "not_a_list")
        return None
    if isinstance(value, dict):
        inside = cast("dict[str, object]", value)
        if plan.item is not None:
            return read(plan.item, inside, f"{path}.", losses)
        if plan.kind == "map":
            return _map(plan, inside, path, losses)
    losses.tell(path, "wrong_type")
    return None


def _number(value: object, maximum: int, path: str, losses: Losses) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        losses.tell(path, "wrong_type")
    elif not 0 <= value <= maximum:
        losses.tell(path, "out_of_range")
    else:
        return int(value)
    return None


def _items(plan: _Plan, values: list[object], path: str, losses: Losses) -> list[Any]:
    if len(values) > plan.max_items:
        losses.tell(f"{path}[{plan.max_items}:]", "too_many")
        values = values[: plan.max_items]
    kept: list[Any] = []
    for index, value in enumerate(values):
        if plan.item is not None:
            item = read(plan.item, value, f"{path}[{index}].", losses)
            if item is not None:
                kept.append(item)
        elif isinstance(value, str):
            kept.append(_clean(value, plan.limit, f"{path}[{index}]", losses))
        else:
            losses.tell(f"{path}[{index}]", "wrong_type")
    return kept


def _map(plan: _Plan, values: dict[str, object], path: str, losses: Losses) -> dict[str, str]:
    kept: dict[str, str] = {}
    for key, value in values.items():
        if len(kept) == plan.max_items:
            losses.tell(path, "too_many")
            break
        if isinstance(value, str):
            short = _clean(key, 64, path, losses)
            kept[short] = _clean(value, plan.limit, f"{path}.{short}", losses)
        else:
            losses.tell(f"{path}.{key[:64]}", "wrong_type")
    return kept


# DEL and C1 controls, lone surrogates, invisible marks and those that turn the writing round.
_UNWANTED: Final = frozenset(
    chr(code)
    for first, last in (
        (0x7F, 0x9F),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0xD800, 0xDFFF),
        (0xFEFF, 0xFEFF),
    )
    for code in range(first, last + 1)
)


def _clean(value: str, limit: int, path: str, losses: Losses) -> str:
    """Cut a text, and take out what no database or page accepts: controls, hidden marks."""
    if len(value) > limit:
        losses.tell(path, "too_long")
        value = value[:limit]
    if value.isprintable():
        return value
    # Tabs and line ends stay: a banner has some. isprintable() also refuses harmless blanks.
    kept = "".join(c for c in value if c in "\t\n\r" or not (c < " " or c in _UNWANTED))
    if len(kept) != len(value):
        losses.tell(path, "control_characters")
    return kept
