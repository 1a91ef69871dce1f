"""From one raw name to a verdict: the steps in order, each with its witness and confidence.

Hard identifier, exact name, light keys, patterns, heavy keys, word prefix, catch-all patterns,
then the publisher alone, then abstention. A name of one word needs a second witness: its
publisher, or a kind whose names are a closed vocabulary (packages, images, service classes…).
"""

from collections.abc import Iterable, Iterator, Mapping

from vigie_classifiers.answer import Answer, accepted, fallback
from vigie_classifiers.forms import hinted
from vigie_classifiers.identifiers import identified
from vigie_classifiers.index import Block, Index
from vigie_classifiers.question import Publisher, Question
from vigie_classifiers.steps import Step, catch_all, precise
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
    ambiguous: list[Block] = []
    # The organisation's own entries win whatever the step that finds them.
    for local in (True, False) if index.has_local else (False,):
        if hints or index.identifiers:
            found = identified(index, kind, first.forms[0].text, hints)
            answer = _search(index, first, _own(found) if local else found, ambiguous)
            if answer:
                return accepted(first, answer, by_source=False)
        for steps in (precise, catch_all):
            for question in tried:
                found = steps(index, question)
                answer = _search(index, question, _own(found) if local else found, ambiguous)
                if answer:
                    return accepted(first, answer, by_source=question is not first)
    return fallback(index, first, ambiguous)


def _own(steps: Iterable[Step]) -> Iterator[Step]:
    """The same steps with local blocks only."""
    for rule, key, blocks in steps:
        own = [one for one in blocks if one.local]
        if own:
            yield rule, key, own


def _search(
    index: Index, question: Question, steps: Iterable[Step], ambiguous: list[Block]
) -> Answer | None:
    """First step with one product; steps with several are kept aside as ambiguous."""
    for rule, key, blocks in steps:
        if len(blocks) == 1:
            witness, confidence = judge(index, question, rule, key, blocks[0])
            if confidence:
                return _answer(index, question, rule, key, (confidence, witness, blocks[0]))
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
        return _answer(index, question, rule, key, top[0])
    return None


def _answer(
    index: Index, question: Question, rule: str, key: str, chosen: tuple[float, str, Block]
) -> Answer:
    confidence, witness, block = chosen
    named = ""
    if block.product.family and rule in ("pattern", "family"):
        named = index.families[question.kind].named(key, block.number)
    return Answer(block, rule, confidence, witness, key, named)


def _rank(one: tuple[float, str, Block]) -> tuple[int, bool, bool]:
    _confidence, witness, block = one
    return block.precedence, witness is AGREES, bool(block.publishers)
