"""The steps of recognition: each gives the blocks that the keys of one name meet.

They answer with lists, empty most of the time: this is the hot path.
"""

from collections.abc import Sequence

from vigie_classifiers.forms import IDENTIFIERS
from vigie_classifiers.identifiers import spelt_by_cpe
from vigie_classifiers.index import Block, Index
from vigie_classifiers.normalise import fold
from vigie_classifiers.question import Form, Question
from vigie_classifiers.vocabulary import ROLES
from vigie_classifiers.witness import AGREES, witness_of

COVER = 0.6
"""Share of the name that an undeclared prefix must cover."""

Step = tuple[str, str, Sequence[Block]]
"""Rule, key under which the blocks were met, blocks."""

ANYWHERE = frozenset(
    [
        "windows",
        "macos",
        "homebrew",
        "snap",
        "appimage",
        "server",
        "nmap",
        "banner",
        "cloud",
        "licence",
    ]
)
"""Kinds whose names are product names: what the base knows of one kind helps the others."""
_LINES = frozenset(["cloud", "licence"])
"""Kinds whose names are lines of invoices: a service, then what of it was used."""
_NOTHING: dict[str, list[int]] = {}


def named(index: Index, question: Question) -> list[Step]:
    """The plain name of each form, then its keys without version, architecture, locale."""
    exact = index.exact.get(question.kind)
    if exact is None:
        return []
    found: list[Step] = []
    for form in question.forms:
        if numbers := exact.get(form.plain):
            found.append(("exact-name", form.plain, _blocks(index, numbers)))  # noqa: PERF401
    if question.kind not in IDENTIFIERS:
        for form in question.forms:
            keys = form.light
            for position in range(1, len(keys)):
                key = keys[position]
                if numbers := exact.get(key):
                    found.append(("normalised-name", key, _blocks(index, numbers)))
    return found


def patterned(index: Index, question: Question) -> list[Step]:
    """Patterns that match a whole form, catch-alls left out."""
    found: list[Step] = []
    for form in question.forms:
        if numbers := _families(index, question.kind, form):
            strong = [block for one in numbers if not (block := index.blocks[one]).weak]
            if strong:
                found.append(("pattern", form.text, strong))
    return found


def caught(index: Index, question: Question) -> list[Step]:
    """Patterns of low precedence: whole families, tried after everything precise."""
    found: list[Step] = []
    for form in question.forms:
        if numbers := _families(index, question.kind, form):
            weak = [block for one in numbers if (block := index.blocks[one]).weak]
            if weak:
                found.append(("family", form.text, weak))
    return found


def folded(index: Index, question: Question) -> list[Step]:
    """Keys without accents, years, brackets, code names, platform."""
    heavy = index.heavy.get(question.kind)
    if heavy is None or question.kind in IDENTIFIERS:
        return []
    return [
        ("heavy-name", key, _blocks(index, numbers))
        for form in question.forms
        for key in form.heavy
        if (numbers := heavy.get(key))
    ]


def known_elsewhere(index: Index, question: Question) -> list[Step]:
    """Names of products that the base lists for other kinds only."""
    if question.kind == "cpe":
        text = question.forms[0].text
        return [("product-name", text, spelt)] if (spelt := spelt_by_cpe(index, text)) else []
    if question.kind not in ANYWHERE:
        return []
    return [
        ("product-name", key, _blocks(index, numbers))
        for form in question.forms
        for key in form.heavy
        if (numbers := index.product_names.get(key))
    ]


def begun(index: Index, question: Question) -> list[Step]:
    """Starts of the name that are names or declared prefixes, the longest first."""
    heads = index.heads.get(question.kind)
    if heads is None or question.kind in IDENTIFIERS:
        return []
    found: list[Step] = []
    for form in question.forms:
        words = form.words
        longest = heads.get(words[0], 0) if words else 0
        for length in range(min(len(words), longest), 0, -1):
            blocks = _starting(index, question, form, words, length)
            if blocks:
                found.append(("prefix", " ".join(words[:length]), blocks))
    return found


def declared(index: Index, question: Question) -> list[Step]:
    """Starts that products declare, without the names that could be starts."""
    return [
        (rule, key, kept)
        for rule, key, blocks in begun(index, question)
        if (stated := index.declared.get(question.kind, _NOTHING).get(key))
        and (kept := [one for one in blocks if one.number in stated])
    ]


def _blocks(index: Index, numbers: list[int]) -> Sequence[Block]:
    """The blocks of those numbers; nearly always there is one."""
    if len(numbers) == 1:
        return (index.blocks[numbers[0]],)
    return [index.blocks[one] for one in numbers]


def _families(index: Index, kind: str, form: Form) -> list[int]:
    """Blocks whose patterns match the whole form."""
    if form.families is None:
        family = index.families.get(kind)
        found = family.find(form.text) if family else []
        form.families = [one for one in found if kind in index.blocks[one].kinds]
    return form.families


def _starting(
    index: Index, question: Question, form: Form, words: list[str], length: int
) -> list[Block]:
    """Blocks that may stand for a name from its first words."""
    key = " ".join(words[:length])
    stated = index.declared.get(question.kind, _NOTHING).get(key, ())
    whole = index.heavy.get(question.kind, _NOTHING).get(key, ())
    if not stated and not whole:
        return []
    roles = ROLES.intersection(words[length:])
    found: list[Block] = []
    for number in dict.fromkeys((*stated, *whole)):
        block = index.blocks[number]
        if roles and roles.difference(fold(block.product.name).split()):
            continue  # a client is not its server, a plug-in not its host
        agrees = witness_of(index, question, block) is AGREES
        covers = len(key) >= COVER * len(form.heavy[-1])
        line = agrees and question.kind in _LINES
        if line or (agrees and number in stated) or (covers and (agrees or length > 1)):
            found.append(block)
    return found


PRECISE = (named, patterned, folded, begun, known_elsewhere)
CATCH_ALL = (caught,)
STATED = (named, patterned, declared, caught)
"""What an entry states of a name, not what the name resembles."""
