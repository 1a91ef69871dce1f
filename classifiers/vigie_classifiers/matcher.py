"""From one raw name to a verdict: the steps in order, each with its witness and confidence.

Hard identifier, exact name, light keys, patterns, heavy keys, word prefix, catch-all patterns,
then the publisher alone, then abstention. A name of one word needs a second witness: its
publisher, or a kind whose names are a closed vocabulary (packages, images, service classes…).
"""

from collections.abc import Mapping, Sequence

from vigie_classifiers.answer import Ambiguous, accepted, fallback
from vigie_classifiers.forms import hinted
from vigie_classifiers.identifiers import MAY_BE, identified
from vigie_classifiers.index import Block, Index
from vigie_classifiers.question import Publisher, Question
from vigie_classifiers.steps import CATCH_ALL, PRECISE, STATED, Step
from vigie_classifiers.verdict import Verdict
from vigie_classifiers.witness import AGREES, judge


def decide(
    index: Index,
    kind: str,
    name: str,
    maker: Publisher,
    publisher: str,
    source_package: str,
    hints: Mapping[str, str],
) -> Verdict:
    """Classify one name; `maker` is what `question.publisher_of` says of its publisher."""
    first = Question(kind, name, maker, publisher, source_package)
    tried = [first]
    if source_package:
        tried.append(Question(kind, source_package, maker, publisher))
    if hints:
        tried += [Question(other or kind, text, maker, publisher) for other, text in hinted(hints)]
    ambiguous: Ambiguous = []
    # What the organisation's own entries state wins; what they only resemble takes its turn.
    for local in (True, False) if index.has_local else (False,):
        if hints or kind in MAY_BE:
            found = identified(index, kind, first.forms[0].text, hints)
            if found and (verdict := _search(index, first, first, found, ambiguous, local)):
                return verdict
        for stages in (STATED,) if local else (PRECISE, CATCH_ALL):
            for question in tried:
                for stage in stages:
                    found = stage(index, question)
                    if found and (
                        verdict := _search(index, first, question, found, ambiguous, local)
                    ):
                        return verdict
    return fallback(index, first, ambiguous)


def _search(
    index: Index,
    first: Question,
    question: Question,
    steps: Sequence[Step],
    ambiguous: Ambiguous,
    local: bool,
) -> Verdict | None:
    """Verdict of the first step with one product; those with several are kept as ambiguous."""
    for rule, key, met in steps:
        blocks = [one for one in met if one.local] if local else met
        if len(blocks) == 1:
            witness, confidence = judge(index, question, rule, key, blocks[0])
            if confidence:
                return accepted(index, first, question, (rule, key, blocks[0], witness, confidence))
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
        return accepted(index, first, question, (rule, key, block, witness, confidence))
    return None


def _rank(one: tuple[float, str, Block]) -> tuple[int, bool, bool]:
    _confidence, witness, block = one
    return block.precedence, witness is AGREES, bool(block.publishers)
