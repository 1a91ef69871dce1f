"""Why a match may be less sure than its rule: families, other names. Doubt only ever lowers.

The numbers were set on the labelled names of the yardstick, so that of the answers at 0.8 and
above at most a few in a hundred are wrong; a rule that was right less often stands below.
"""

from vigie_classifiers.index import Block
from vigie_classifiers.normalise import fold
from vigie_classifiers.question import Question
from vigie_classifiers.witness import AGREES

FAMILY_NAMED = 0.85
"""A family whose product is a whole name that the entry lists, or a package named as its project."""
FAMILY_TOLD = 0.78
"""The maker is sure, the name is what was left of the raw one."""
OTHER_NAME = 0.78
"""A whole name that shares no word with the product's own: an alias, or one that it should not hold."""

Chosen = tuple[str, str, Block, str, float]
"""Rule, key that met it, block, witness, confidence."""

_READ_BY_PEOPLE_WORDS = """
windows macos server homebrew android browser_extension dpkg rpm apk pacman nix snap flatpak hardware
spn
"""
_READ_BY_PEOPLE = frozenset(_READ_BY_PEOPLE_WORDS.split())
_PACKAGES = frozenset(["dpkg", "rpm", "apk", "pacman", "nix"])


def doubted(question: Question, chosen: Chosen, *, named: bool) -> float:
    """Confidence of a match once doubted; `named` when the pattern of a family cut the name out."""
    rule, seen, block, witness, confidence = chosen
    if rule == "identifier" or block.local:
        return confidence
    if block.vendor and block.vendor.many:
        confidence = min(confidence, FAMILY_TOLD)  # which of the many projects, the name alone says
    if block.product.family:
        return confidence if named else min(confidence, _family(question, rule, witness))
    if rule == "normalised-name" or confidence <= OTHER_NAME:
        return confidence
    if question.kind in _READ_BY_PEOPLE and not block.resembles(fold(seen)):
        return OTHER_NAME
    return confidence


def _family(question: Question, rule: str, witness: str) -> float:
    """How sure a name is that a family does not know one by one."""
    if rule in ("exact-name", "normalised-name"):
        return FAMILY_NAMED if witness is AGREES else FAMILY_TOLD
    if rule == "pattern" and question.kind in _PACKAGES:
        # A library's package adds its version to the project's name, and it is not told how much.
        library = question.forms[0].text.startswith(("lib", "gir1.2-"))
        return FAMILY_TOLD if library else FAMILY_NAMED
    return FAMILY_TOLD
