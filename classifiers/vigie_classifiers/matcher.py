"""From one raw name to a verdict: the steps in order, each with its witness and confidence.

exact name, light keys, patterns, heavy keys, word prefix, catch-all patterns, then the publisher
alone, then abstention. A name of one word needs a second witness: its publisher, or a kind whose
names are a closed vocabulary (packages, images, service classes…).
"""

from collections.abc import Iterable, Iterator, Mapping

from vigie_classifiers.answer import Answer, accepted, fallback
from vigie_classifiers.forms import forms, hinted
from vigie_classifiers.index import LOCAL_BONUS, Block, Index
from vigie_classifiers.steps import Step, catch_all, precise
from vigie_classifiers.verdict import Verdict
from vigie_classifiers.witness import AGREES, Question, judge, publisher_of


def decide(
    index: Index,
    kind: str,
    name: str,
    publisher: str,
    source_package: str,
    hints: Mapping[str, str],
) -> Verdict:
    """Classify one name; the version is only what the name itself says."""
    vendor, keys, signed = publisher_of(index, kind, publisher, hints)
    names = [(kind, name)]
    if source_package:
        names.append((kind, source_package))
    names += [(other or kind, text) for other, text in hinted(hints)]
    tried = [Question(one, forms(one, text), keys, vendor, signed) for one, text in names]
    ambiguous: list[Block] = []
    # The organisation's own entries win whatever the step that finds them.
    for local in (True, False) if index.has_local else (False,):
        for steps in (precise, catch_all):
            for number, question in enumerate(tried):
                found = steps(index, question)
                answer = _search(index, question, _own(found) if local else found, ambiguous)
                if answer:
                    return accepted(index, tried[0], answer, by_source=number > 0)
    return fallback(index, tried[0], ambiguous)


def _own(steps: Iterable[Step]) -> Iterator[Step]:
    """The same steps with local blocks only."""
    for rule, key, blocks in steps:
        yield rule, key, [one for one in blocks if one.precedence >= LOCAL_BONUS]


def _search(
    index: Index, question: Question, steps: Iterable[Step], ambiguous: list[Block]
) -> Answer | None:
    """First step with one product; steps with several are kept aside as ambiguous."""
    for rule, key, blocks in steps:
        if not blocks:
            continue
        candidates: list[tuple[float, str, Block]] = []
        for block in blocks:
            witness, confidence = judge(index, question, rule, key, block)
            if confidence:
                candidates.append((confidence, witness, block))
        if not candidates:
            continue
        best = max(_rank(one) for one in candidates)
        top = [one for one in candidates if _rank(one) == best]
        if len({block.product.id for _confidence, _witness, block in top}) > 1:
            ambiguous += [block for _confidence, _witness, block in top]
            continue
        confidence, witness, block = top[0]
        return Answer(block, rule, confidence, witness, key)
    return None


def _rank(one: tuple[float, str, Block]) -> tuple[int, bool, bool]:
    _confidence, witness, block = one
    return block.precedence, witness == AGREES, bool(block.publishers)
