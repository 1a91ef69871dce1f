"""The second witness of a name: what its publisher says, and how far that is to be trusted."""

from vigie_classifiers.index import Block, Index
from vigie_classifiers.normalise import fold, fold_of_plain
from vigie_classifiers.publisher import PACKAGED
from vigie_classifiers.question import Question
from vigie_classifiers.vocabulary import GENERIC

AGREES, ABSENT, UNKNOWN, OTHER = "agrees", "absent", "unknown", "other"

# rule -> confidence by what the publisher says; a pair that is not here is refused.
CONFIDENCE: dict[str, dict[str, float]] = {
    "identifier": {AGREES: 0.99, ABSENT: 0.97, UNKNOWN: 0.9, OTHER: 0.75},
    "exact-name": {AGREES: 0.97, ABSENT: 0.9, UNKNOWN: 0.8, OTHER: 0.72},
    "normalised-name": {AGREES: 0.95, ABSENT: 0.88, UNKNOWN: 0.78, OTHER: 0.7},
    "pattern": {AGREES: 0.93, ABSENT: 0.9, UNKNOWN: 0.78},
    "heavy-name": {AGREES: 0.9, ABSENT: 0.82, UNKNOWN: 0.7},
    "product-name": {AGREES: 0.9, ABSENT: 0.78, UNKNOWN: 0.65},
    "prefix": {AGREES: 0.85, ABSENT: 0.75},
    "family": {AGREES: 0.78, ABSENT: 0.75, UNKNOWN: 0.65},
}
ONE_WORD_ABSENT = 0.7
GENERIC_WORD = 0.78
"""A common word, even where names come from a closed vocabulary ("gateway" as a service class)."""
ASKED_ABSENT = 0.72
"""The name is right, the publisher that its entry asks for is not told."""
_TELLING = 5
"""Letters from which a single word may be telling enough without a publisher."""
_SOLD = frozenset(["cloud", "licence"])
"""Closed vocabularies, but one for each seller: without him a short name says nothing."""
_TELL_ALONE = frozenset(["identifier", "pattern", "family"])
"""Rules that stand by themselves: one word is enough."""


def witness_of(index: Index, question: Question, block: Block) -> str:
    """What the publisher of the name says about this block."""
    if not question.publishers:
        return ABSENT
    if block.publishers and not block.publishers.isdisjoint(question.publishers):
        return AGREES
    if question.vendor:
        if question.vendor == block.product.vendor:
            return AGREES
        same = index.related(block.product.vendor, question.vendor)
        return AGREES if same else OTHER
    if question.signed and block.vendor and block.vendor.team_ids:
        return OTHER  # the vendor's own signatures are known, and this is not one
    return UNKNOWN


def judge(index: Index, question: Question, rule: str, key: str, block: Block) -> tuple[str, float]:
    """Witness and confidence of one candidate found under a key; 0 refuses it."""
    if block.gone or (question.vendor and question.vendor == block.product.vendor):
        return AGREES, 0.0 if block.gone else CONFIDENCE[rule][AGREES]
    witness = witness_of(index, question, block)
    # A name of an organisation's own entry, of whatever publisher: a person said so of this very name.
    stated = block.local and rule == "exact-name" and not block.publishers
    if witness is AGREES or stated:
        return witness, CONFIDENCE[rule][AGREES]
    if witness is UNKNOWN or witness is OTHER:
        if block.publishers or (question.signed and witness is OTHER):
            return witness, 0.0
        if not question.signed and _names_vendor(index, key, block):
            witness = ABSENT if witness is UNKNOWN else UNKNOWN
    confidence = CONFIDENCE[rule].get(witness, 0.0)
    asks = bool(block.publishers) and witness is ABSENT and rule != "identifier"
    if asks and (not question.closed or question.kind in _SOLD):
        return witness, _asked(key, confidence)
    if question.closed:
        return witness, _in_vocabulary(question, rule, key, witness, confidence)
    if confidence and rule not in _TELL_ALONE and " " not in (core := fold_of_plain(key)):
        # "Redis" on Windows need not be the Redis of Linux: seen elsewhere, one word says nothing.
        telling = len(core) >= _TELLING and core not in GENERIC and rule != "product-name"
        alone = witness is ABSENT or question.signed
        return witness, ONE_WORD_ABSENT if telling and alone else 0.0
    return witness, confidence


def _in_vocabulary(
    question: Question, rule: str, key: str, witness: str, confidence: float
) -> float:
    """Confidence where names are a closed vocabulary: the exact name is nearly enough."""
    if rule == "exact-name" and key in GENERIC:
        confidence = min(confidence, GENERIC_WORD)
    if witness is OTHER:
        # A known company sells something of that name: another thing, unless it only packs.
        return confidence if question.kind in PACKAGED else 0.0
    return confidence or CONFIDENCE[rule].get(UNKNOWN, 0.0)


def _asked(key: str, confidence: float) -> float:
    """Confidence when the entry asks for its publisher and the machine told none."""
    core = fold(key)
    short = " " not in core and (len(core) < _TELLING or core in GENERIC)
    return 0.0 if short else min(confidence, ASKED_ABSENT)


def _names_vendor(index: Index, seen: str, block: Block) -> bool:
    """Say whether the name starts with its vendor's own name ("Realtek Audio Driver")."""
    start_of = fold(seen)
    return any(
        start_of.startswith(start) and start_of[len(start) : len(start) + 1] == " "
        for start in index.vendor_keys.get(block.product.vendor, ())
    )
