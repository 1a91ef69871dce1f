"""The second witness of a name: what its publisher says, and how far that is to be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass

from vigie_classifiers.forms import VOCABULARIES
from vigie_classifiers.index import Block, Index
from vigie_classifiers.normalise import words
from vigie_classifiers.publisher import PACKAGED, is_distribution, pieces, team_id
from vigie_classifiers.vocabulary import GENERIC

AGREES, ABSENT, UNKNOWN, OTHER = "agrees", "absent", "unknown", "other"

# rule -> confidence by what the publisher says; a pair that is not here is refused.
CONFIDENCE: dict[str, dict[str, float]] = {
    "exact-name": {AGREES: 0.97, ABSENT: 0.9, UNKNOWN: 0.8, OTHER: 0.72},
    "normalised-name": {AGREES: 0.95, ABSENT: 0.88, UNKNOWN: 0.78, OTHER: 0.7},
    "pattern": {AGREES: 0.93, ABSENT: 0.9, UNKNOWN: 0.78},
    "heavy-name": {AGREES: 0.9, ABSENT: 0.82, UNKNOWN: 0.7},
    "prefix": {AGREES: 0.85, ABSENT: 0.75},
    "family": {AGREES: 0.85, ABSENT: 0.75, UNKNOWN: 0.65},
}
ONE_WORD_ABSENT = 0.7
_TELLING = 5
"""Letters from which a single word may be telling enough without a publisher."""


@dataclass(frozen=True, slots=True)
class Question:
    """One raw name, prepared: its forms, what is known of its publisher."""

    kind: str
    forms: tuple[str, ...]
    publishers: tuple[str, ...]
    """Comparable keys of the companies in the publisher string; empty = absent or packer."""
    vendor: str
    """Vendor id that the publisher points at, or nothing."""
    signed: bool = False
    """True when the publisher is a signature (Apple Team ID): a stranger's one is no accident."""


def publisher_of(
    index: Index, kind: str, publisher: str, hints: Mapping[str, str]
) -> tuple[str, tuple[str, ...], bool]:
    """Vendor id, comparable keys and whether it is a signature, from the best witness."""
    team = team_id(publisher) or hints.get("team_id", "").upper()
    if team:
        return index.team_ids.get(team, ""), (team.lower(),), True
    for one in (publisher, hints.get("vendor", ""), hints.get("signer", "")):
        if not any(letter.isalpha() for letter in one[:600]) or is_distribution(kind, one):
            continue
        keys = pieces(one)
        vendor = index.vendor_of(keys)
        if not vendor and kind in PACKAGED:
            continue  # an unknown packager (a person, a mirror) says nothing of the vendor
        return vendor, keys, False
    return "", (), False


def witness_of(index: Index, question: Question, block: Block) -> str:
    """What the publisher of the name says about this block."""
    if not question.publishers:
        return ABSENT
    if not block.publishers.isdisjoint(question.publishers):
        return AGREES
    if question.vendor:
        same = index.related(block.product.vendor, question.vendor)
        return AGREES if same else OTHER
    if question.signed and index.vendors[block.product.vendor].team_ids:
        return OTHER  # the vendor's own signatures are known, and this is not one
    return UNKNOWN


def judge(index: Index, question: Question, rule: str, key: str, block: Block) -> tuple[str, float]:
    """Witness and confidence of one candidate found under a key; 0 refuses it."""
    witness = witness_of(index, question, block)
    if block.publishers and witness in (UNKNOWN, OTHER):
        return witness, 0.0
    if question.signed and witness == OTHER:
        return witness, 0.0
    if not question.signed and witness in (UNKNOWN, OTHER) and _names_vendor(index, key, block):
        witness = ABSENT if witness == UNKNOWN else UNKNOWN
    confidence = CONFIDENCE[rule].get(witness, 0.0)
    if question.kind in VOCABULARIES:
        if witness == OTHER:
            # A known company sells something of that name: another thing, unless it only packs.
            return witness, confidence if question.kind in PACKAGED else 0.0
        return witness, confidence or CONFIDENCE[rule].get(UNKNOWN, 0.0)
    if confidence and witness != AGREES and rule not in ("pattern", "family"):
        core = words(key)
        if len(core) < 2:
            word = core[0] if core else ""
            telling = len(word) >= _TELLING and word not in GENERIC
            alone = witness == ABSENT or question.signed
            return witness, ONE_WORD_ABSENT if telling and alone else 0.0
    return witness, confidence


def _names_vendor(index: Index, seen: str, block: Block) -> bool:
    """Say whether the name starts with its vendor's own name ("Realtek Audio Driver")."""
    every = words(seen)
    return any(
        len(every) > len(start) and every[: len(start)] == start
        for start in (tuple(one.split()) for one in index.vendor_keys.get(block.product.vendor, ()))
    )
