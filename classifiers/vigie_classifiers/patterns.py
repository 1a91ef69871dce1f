"""Patterns of the base, compiled into one linear-time RE2 set per kind of name."""

import importlib
from collections.abc import Sequence
from typing import Any, Protocol, cast

from vigie_classifiers.errors import KnowledgeError
from vigie_classifiers.texts import _

re2: Any = importlib.import_module("re2")  # ships no types

_MEMORY = 256 << 20
"""Bytes that one set may use for its automaton; taken only as needed."""
_ONE_MEMORY = 1 << 20
"""Bytes that one pattern may use: stops `(x{1000}){1000}` from a local file."""


class _Set(Protocol):
    def Add(self, pattern: str) -> int: ...  # noqa: N802 - name given by re2
    def Compile(self) -> None: ...  # noqa: N802 - name given by re2
    def Match(self, text: str) -> Sequence[int] | None: ...  # noqa: N802 - name given by re2


def _options(memory: int) -> object:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = memory
    options.never_capture = True
    return cast("object", options)


PRODUCT_GROUP = "(?P<product>"
"""In a pattern of a family, the group that names the product."""


def _naming() -> object:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    return cast("object", options)


def fault(pattern: str) -> str:
    """Say what is wrong with a pattern (not RE2, too big, matches everything), or nothing."""
    if len(pattern) > 2_000:
        return _("le motif dépasse 2 000 caractères")
    try:
        compiled = re2.compile(pattern, _options(_ONE_MEMORY))
    except re2.error as error:
        reason = cast("object", error.args[0] if error.args else error)
        text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        return _("ce n'est pas un motif RE2 : {text}").format(text=text)
    for word in ("", "zq", "Zq qz 7 (xz)"):
        if compiled.fullmatch(word):
            return _("le motif reconnaît n'importe quel nom")
    return ""


class Family:
    """All the patterns of one kind, matched against a whole name in one pass."""

    def __init__(self, patterns: list[tuple[str, int]]) -> None:
        self._patterns = patterns
        self._blocks = [block for _text, block in patterns]
        self._set: _Set | None = None
        self._naming: dict[int, list[Any]] | None = None
        """Patterns with the group `product`, by block; compiled when first needed."""

    def find(self, name: str) -> list[int]:
        """Blocks whose pattern matches the whole name; time is linear in its length."""
        if not self._patterns:
            return []
        if self._set is None:
            self._set = self._build()
        blocks = self._blocks
        return [blocks[one] for one in self._set.Match(name) or ()]

    def named(self, name: str, block: int) -> str:
        """What the group `product` of the patterns of that block cuts out of the name."""
        if self._naming is None:
            self._naming = {}
            for text, owner in self._patterns:
                if PRODUCT_GROUP in text:
                    self._naming.setdefault(owner, []).append(re2.compile(text, _naming()))
        for pattern in self._naming.get(block, ()):
            found = pattern.fullmatch(name)
            if found and (cut := found.group("product")):
                return cast("str", cut).strip()
        return ""

    def _build(self) -> _Set:
        built = cast("_Set", re2.Set.FullMatchSet(_options(_MEMORY)))
        for text, _block in self._patterns:
            try:
                built.Add(text)
            except re2.error:
                raise KnowledgeError(
                    _(
                        "Le motif « {text} » n'est pas du RE2. "
                        "Lancez « vigie-classify check » pour trouver son fichier."
                    ).format(text=text)
                ) from None
        built.Compile()
        return built
