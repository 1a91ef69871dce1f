"""The steps of recognition, in order: each yields the blocks that one key of a name meets."""

from collections.abc import Iterator

from vigie_classifiers.forms import IDENTIFIERS
from vigie_classifiers.index import LOCAL_BONUS, WEAK, Block, Index
from vigie_classifiers.normalise import heavy, light, plain, words
from vigie_classifiers.vocabulary import ROLES
from vigie_classifiers.witness import AGREES, Question, witness_of

COVER = 0.6
"""Share of the name that an undeclared prefix must cover."""

Step = tuple[str, str, list[Block]]
"""Rule, key under which the blocks were met, blocks."""


def precise(index: Index, question: Question) -> Iterator[Step]:
    """Exact name, light keys, patterns, heavy keys, then word prefixes."""
    kind, strip = question.kind, question.kind not in IDENTIFIERS
    for form in question.forms:
        yield "exact-name", form, index.exact.get((kind, plain(form)), [])
    if strip:
        for form in question.forms:
            for key in light(form)[1:]:
                yield "normalised-name", key, index.exact.get((kind, key), [])
    for form in question.forms:
        yield "pattern", form, [one for one in _families(index, kind, form) if not _is_weak(one)]
    if strip:
        for form in question.forms:
            for key in heavy(form):
                yield "heavy-name", key, index.heavy.get((kind, key), [])
        for form in question.forms:
            yield from _prefixes(index, question, form)


def catch_all(index: Index, question: Question) -> Iterator[Step]:
    """Patterns of low precedence: whole families, tried after everything precise."""
    for form in question.forms:
        blocks = [one for one in _families(index, question.kind, form) if _is_weak(one)]
        yield "family", form, blocks


def _families(index: Index, kind: str, form: str) -> list[Block]:
    """Blocks whose patterns match the whole form."""
    family = index.families.get(kind)
    return [index.blocks[one.block] for one in family.find(form)] if family else []


def _is_weak(block: Block) -> bool:
    return block.precedence % LOCAL_BONUS < WEAK


def _prefixes(index: Index, question: Question, form: str) -> Iterator[Step]:
    every = words(form)
    core = len(heavy(form)[-1])
    for length in range(min(len(every), index.longest_prefix.get(question.kind, 0)), 0, -1):
        start = every[:length]
        found = index.prefixes.get((question.kind, start))
        if not found:
            continue
        key = " ".join(start)
        rest = frozenset(every[length:])
        blocks: list[Block] = []
        for one in found:
            if (rest & ROLES) - frozenset(words(one.block.product.name)):
                continue  # a client is not its server, a plug-in not its host
            agrees = witness_of(index, question, one.block) == AGREES
            covers = len(key) >= COVER * core
            if (agrees and one.declared) or (covers and (agrees or length > 1)):
                blocks.append(one.block)
        yield "prefix", key, blocks
