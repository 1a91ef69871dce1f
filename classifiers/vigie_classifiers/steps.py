"""The steps of recognition, in order: each yields the blocks that one key of a name meets."""

from collections.abc import Iterator, Sequence

from vigie_classifiers.forms import IDENTIFIERS
from vigie_classifiers.index import Block, Index
from vigie_classifiers.normalise import fold
from vigie_classifiers.question import Form, Question
from vigie_classifiers.vocabulary import ROLES
from vigie_classifiers.witness import AGREES, witness_of

COVER = 0.6
"""Share of the name that an undeclared prefix must cover."""

Step = tuple[str, str, Sequence[Block]]
"""Rule, key under which the blocks were met, blocks."""

_NOTHING: dict[str, list[int]] = {}


def precise(index: Index, question: Question) -> Iterator[Step]:
    """Exact name, light keys, patterns, heavy keys, then word prefixes."""
    kind = question.kind
    strip = kind not in IDENTIFIERS
    yield from _named(index, question, strip=strip)
    for form in question.forms:
        if strong := [one for one in _families(index, kind, form) if not one.weak]:
            yield "pattern", form.text, strong
    if strip:
        heavy = index.heavy.get(kind, _NOTHING)
        for form in question.forms:
            for key in form.heavy:
                if found := heavy.get(key):
                    yield "heavy-name", key, [index.blocks[one] for one in found]
        for form in question.forms:
            yield from _prefixes(index, question, form)


def _named(index: Index, question: Question, *, strip: bool) -> Iterator[Step]:
    """The plain name of each form, then its light keys."""
    exact = index.exact.get(question.kind, _NOTHING)
    for form in question.forms:
        if found := exact.get(form.plain):
            yield "exact-name", form.plain, [index.blocks[one] for one in found]
    if strip:
        for form in question.forms:
            for key in form.light[1:]:
                if found := exact.get(key):
                    yield "normalised-name", key, [index.blocks[one] for one in found]


def catch_all(index: Index, question: Question) -> Iterator[Step]:
    """Patterns of low precedence: whole families, tried after everything precise."""
    for form in question.forms:
        if weak := [one for one in _families(index, question.kind, form) if one.weak]:
            yield "family", form.text, weak


def _families(index: Index, kind: str, form: Form) -> list[Block]:
    """Blocks whose patterns match the whole form."""
    if form.families is None:
        family = index.families.get(kind)
        form.families = family.find(form.text) if family else []
    return [index.blocks[one] for one in form.families]


def _prefixes(index: Index, question: Question, form: Form) -> Iterator[Step]:
    """Starts of the name, the longest first."""
    kind, every = question.kind, form.words
    longest = index.heads.get(kind, {}).get(every[0], 0) if every else 0
    if not longest:
        return
    heavy, declared = index.heavy.get(kind, _NOTHING), index.declared.get(kind, _NOTHING)
    for length in range(min(len(every), longest), 0, -1):
        key = " ".join(every[:length])
        named = heavy.get(key, ())
        stated = declared.get(key, ())
        if not named and not stated:
            continue
        roles = ROLES.intersection(every[length:])
        found: list[Block] = []
        for number in dict.fromkeys((*stated, *named)):
            block = index.blocks[number]
            if roles and roles.difference(fold(block.product.name).split()):
                continue  # a client is not its server, a plug-in not its host
            agrees = witness_of(index, question, block) is AGREES
            covers = len(key) >= COVER * len(form.heavy[-1])
            if (agrees and number in stated) or (covers and (agrees or length > 1)):
                found.append(block)
        if found:
            yield "prefix", key, found
