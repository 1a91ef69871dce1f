"""A dictionary over another one that stays as it is: many organisations share one shipped base."""

from collections.abc import Iterator
from typing import TypeVar, cast, overload

Key = TypeVar("Key")
Value = TypeVar("Value")
Other = TypeVar("Other")

_ABSENT = object()


class Layer(dict[Key, Value]):
    """Reads through to the dictionary below; what is written stays above.

    `setdefault` copies the list or dictionary that it gives back, so that adding to it leaves the
    one below untouched. Nothing is ever taken out.
    """

    __slots__ = ("below",)

    def __init__(self, below: dict[Key, Value]) -> None:
        super().__init__()
        self.below = below

    def __getitem__(self, key: Key) -> Value:
        found = super().get(key, _ABSENT)
        return self.below[key] if found is _ABSENT else cast("Value", found)

    @overload
    def get(self, key: Key, default: None = None, /) -> Value | None: ...
    @overload
    def get(self, key: Key, default: Value, /) -> Value: ...
    @overload
    def get(self, key: Key, default: Other, /) -> Value | Other: ...
    def get(self, key: Key, default: object = None, /) -> object:
        """The value above, else below."""
        found = super().get(key, _ABSENT)
        return self.below.get(key, default) if found is _ABSENT else found

    def setdefault(self, key: Key, default: Value, /) -> Value:
        """The value above, which may be added to: a copy of the one below, or the default."""
        found = super().get(key, _ABSENT)
        if found is _ABSENT:
            under = self.below.get(key, _ABSENT)
            found = default if under is _ABSENT else _branch(under)
            super().__setitem__(key, cast("Value", found))
        return cast("Value", found)

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or key in self.below

    def __iter__(self) -> Iterator[Key]:
        yield from self.below
        yield from (key for key in super().__iter__() if key not in self.below)

    def __len__(self) -> int:
        return len(self.below) + sum(key not in self.below for key in super().__iter__())

    def __bool__(self) -> bool:
        return bool(self.below) or super().__len__() > 0

    def keys(self) -> list[Key]:  # type: ignore[override]  # a list is enough
        """Every key, those below first."""
        return list(self)

    def values(self) -> list[Value]:  # type: ignore[override]  # a list is enough
        """Every value, in the order of `keys`."""
        return [self[key] for key in self]

    def items(self) -> list[tuple[Key, Value]]:  # type: ignore[override]  # a list is enough
        """Every key with its value."""
        return [(key, self[key]) for key in self]

    def own(self) -> list[Key]:
        """Keys written above."""
        return list(super().__iter__())


def _branch(value: object) -> object:
    if isinstance(value, dict):
        return Layer(cast("dict[object, object]", value))
    return list(cast("list[object]", value)) if isinstance(value, list) else value
