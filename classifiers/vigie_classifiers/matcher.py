"""From one raw name to a verdict: the steps in order, each with its witness and confidence.

exact name, light key, patterns, heavy key, word prefix, catch-all patterns, then the publisher
alone, then abstention. A name of one word needs a second witness: its publisher, or a kind whose
names are a closed vocabulary (packages, images, service classes…).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vigie_classifiers.forms import IDENTIFIERS, VOCABULARIES, forms, hinted
from vigie_classifiers.index import LOCAL_BONUS, WEAK, Block, Index
from vigie_classifiers.model import Vendor
from vigie_classifiers.normalise import heavy, light, plain, version_inside, words
from vigie_classifiers.publisher import PACKAGED, is_distribution, pieces, team_id
from vigie_classifiers.texts import _
from vigie_classifiers.verdict import Evidence, Verdict
from vigie_classifiers.vocabulary import GENERIC, ROLES, edition

AGREES, ABSENT, UNKNOWN, OTHER = "agrees", "absent", "unknown", "other"
COVER = 0.6
"""Share of the name that an undeclared prefix must cover."""

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
SOURCE_PACKAGE = 0.88
VENDOR_ONLY = 0.6
VENDOR_IN_NAME = 0.5


@dataclass(frozen=True, slots=True)
class Question:
    """One raw name, prepared: its forms, what is known of its publisher."""

    kind: str
    name: str
    forms: tuple[str, ...]
    publishers: tuple[str, ...]
    """Comparable keys of the companies in the publisher string; empty = absent or packer."""
    vendor: str
    """Vendor id that the publisher points at, or nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One accepted block."""

    block: Block
    rule: str
    confidence: float
    witness: str
    seen: str


def decide(
    index: Index,
    kind: str,
    name: str,
    publisher: str,
    source_package: str,
    hints: Mapping[str, str],
) -> Verdict:
    """Classify one name; the version is only what the name itself says."""
    vendor, keys = _publisher(index, kind, publisher, hints)
    question = Question(kind, name, forms(kind, name), keys, vendor)
    tried = [question]
    if source_package:
        tried.append(Question(kind, source_package, forms(kind, source_package), keys, vendor))
    tried += [
        Question(other or kind, text, forms(other or kind, text), keys, vendor)
        for other, text in hinted(hints)
    ]
    ambiguous: list[Block] = []
    for weak in (False, True):
        for number, one in enumerate(tried):
            answer = _search(index, one, ambiguous, weak=weak)
            if answer:
                return _verdict(index, question, answer, by_source=number > 0)
    return _fallback(index, question, ambiguous)


def _publisher(
    index: Index, kind: str, publisher: str, hints: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """Vendor and comparable keys of the best publisher witness."""
    team = team_id(publisher) or hints.get("team_id", "").upper()
    if team in index.team_ids:
        return index.team_ids[team], (team.lower(),)
    for one in (publisher, hints.get("vendor", ""), hints.get("signer", "")):
        if not one or team_id(one) or is_distribution(kind, one):
            continue
        keys = pieces(one)
        vendor = index.vendor_of(keys)
        if not vendor and kind in PACKAGED:
            continue  # an unknown packager (a person, a mirror) says nothing of the vendor
        return vendor, keys
    return "", ()


def _search(
    index: Index, question: Question, ambiguous: list[Block], *, weak: bool
) -> Answer | None:
    for rule, seen, blocks in _candidates(index, question, weak=weak):
        accepted = [
            (confidence, witness, block)
            for block in blocks
            for witness, confidence in [_judge(index, question, rule, seen, block)]
            if confidence
        ]
        if not accepted:
            continue
        best = max(_rank(one) for one in accepted)
        top = [one for one in accepted if _rank(one) == best]
        if len({block.product.id for _c, _w, block in top}) > 1:
            ambiguous += [block for _c, _w, block in top]
            continue
        confidence, witness, block = top[0]
        return Answer(block, rule, confidence, witness, seen)
    return None


def _rank(one: tuple[float, str, Block]) -> tuple[int, bool, bool]:
    _confidence, witness, block = one
    return block.precedence, witness == AGREES, bool(block.publishers)


def _candidates(
    index: Index, question: Question, *, weak: bool
) -> Iterator[tuple[str, str, list[Block]]]:
    kind, strip = question.kind, question.kind not in IDENTIFIERS
    if weak:
        for form in question.forms:
            yield "family", form, [one for one in _families(index, kind, form) if _is_weak(one)]
        return
    for form in question.forms:
        yield "exact-name", form, index.exact.get((kind, plain(form)), [])
    if strip:
        for form in question.forms:
            yield "normalised-name", form, index.light.get((kind, light(form)), [])
    for form in question.forms:
        yield "pattern", form, [one for one in _families(index, kind, form) if not _is_weak(one)]
    if strip:
        for form in question.forms:
            yield "heavy-name", form, index.heavy.get((kind, heavy(form)), [])
            yield from _prefixes(index, question, form)


def _families(index: Index, kind: str, form: str) -> list[Block]:
    """Blocks whose patterns match the whole form."""
    family = index.families.get(kind)
    return [index.blocks[one.block] for one in family.find(form)] if family else []


def _is_weak(block: Block) -> bool:
    return block.precedence % LOCAL_BONUS < WEAK


def _prefixes(
    index: Index, question: Question, form: str
) -> Iterator[tuple[str, str, list[Block]]]:
    every = words(form)
    core = words(heavy(form))
    for length in range(min(len(every), index.longest_prefix.get(question.kind, 0)), 0, -1):
        start = every[:length]
        rest = frozenset(every[length:])
        blocks: list[Block] = []
        for one in index.prefixes.get((question.kind, start), ()):
            own = words(one.block.product.name)
            if (rest & ROLES) - frozenset(own):
                continue  # a client is not its server, a plug-in not its host
            agrees = _witness(index, question, one.block) == AGREES
            covers = len(" ".join(start)) >= COVER * len(" ".join(core))
            if (agrees and one.declared) or (covers and (agrees or length > 1)):
                blocks.append(one.block)
        yield "prefix", form, blocks


def _witness(index: Index, question: Question, block: Block) -> str:
    """What the publisher of the name says about this block."""
    if not question.publishers:
        return ABSENT
    if not block.publishers.isdisjoint(question.publishers):
        return AGREES
    if question.vendor:
        same = index.related(block.product.vendor, question.vendor)
        return AGREES if same else OTHER
    return UNKNOWN


def _judge(
    index: Index, question: Question, rule: str, seen: str, block: Block
) -> tuple[str, float]:
    """Witness and confidence of one candidate; 0 refuses it."""
    witness = _witness(index, question, block)
    if block.publishers and witness in (UNKNOWN, OTHER):
        return witness, 0.0
    if witness in (UNKNOWN, OTHER) and _names_its_vendor(index, seen, block):
        witness = ABSENT if witness == UNKNOWN else UNKNOWN
    confidence = CONFIDENCE[rule].get(witness, 0.0)
    if question.kind in VOCABULARIES:
        return witness, confidence or CONFIDENCE[rule].get(UNKNOWN, 0.0)
    if confidence and witness != AGREES and rule not in ("pattern", "family"):
        core = words(heavy(seen))
        if len(core) < 2:
            word = core[0] if core else ""
            telling = len(word) >= 5 and word not in GENERIC
            return witness, ONE_WORD_ABSENT if telling and witness == ABSENT else 0.0
    return witness, confidence


def _names_its_vendor(index: Index, seen: str, block: Block) -> bool:
    """Say whether the name starts with its vendor's own name ("Realtek Audio Driver")."""
    every = words(seen)
    return any(
        len(every) > len(start) and every[: len(start)] == start
        for start in (tuple(one.split()) for one in index.vendor_keys.get(block.product.vendor, ()))
    )


def _verdict(index: Index, question: Question, answer: Answer, *, by_source: bool) -> Verdict:
    product = answer.block.product
    vendor = index.vendors.get(product.vendor)
    confidence = min(answer.confidence, SOURCE_PACKAGE) if by_source else answer.confidence
    evidence = [
        Evidence(
            rule=answer.rule,
            text=_rule_text(answer.rule).format(seen=answer.seen, product=product.name),
            source=answer.block.file,
        )
    ]
    if by_source:
        evidence.append(
            Evidence(
                rule="other-name",
                text=_("Reconnu par son paquet source ou un autre identifiant, « {seen} ».").format(
                    seen=answer.seen
                ),
            )
        )
    if answer.witness == AGREES:
        evidence.append(
            Evidence(
                rule="publisher-agrees",
                text=_("L'éditeur annoncé est bien {vendor}.").format(
                    vendor=vendor.name if vendor else product.vendor
                ),
            )
        )
    elif answer.witness in (UNKNOWN, OTHER):
        evidence.append(
            Evidence(
                rule="publisher-differs",
                text=_("L'éditeur annoncé n'est pas celui de la base : à vérifier."),
            )
        )
    return Verdict(
        product_id=product.id,
        product=product.name,
        vendor_id=product.vendor,
        vendor=vendor.name if vendor else product.vendor,
        category=product.category,
        type=product.type,
        open_source=product.open_source,
        edition=edition(question.forms[0], product.name),
        version="" if question.kind in IDENTIFIERS else version_inside(question.forms[0]),
        confidence=confidence,
        evidence=tuple(evidence),
    )


def _rule_text(rule: str) -> str:
    return {
        "exact-name": _("Le nom « {seen} » est celui de {product}."),
        "normalised-name": _(
            "Sans version, architecture ni langue, « {seen} » est le nom de {product}."
        ),
        "pattern": _("Le nom « {seen} » suit un motif propre à {product}."),
        "heavy-name": _("Sans accents, année ni parenthèses, « {seen} » est le nom de {product}."),
        "prefix": _("Le nom « {seen} » commence comme {product}."),
        "family": _("Le nom « {seen} » entre dans la famille {product}."),
    }[rule]


def _fallback(index: Index, question: Question, ambiguous: list[Block]) -> Verdict:
    evidence: list[Evidence] = []
    vendors = {one.product.vendor for one in ambiguous}
    if ambiguous:
        names = ", ".join(sorted({one.product.name for one in ambiguous})[:5])
        evidence.append(
            Evidence(
                rule="ambiguous",
                text=_("Plusieurs produits portent ce nom : {names}.").format(names=names),
                source=ambiguous[0].file,
            )
        )
    vendor_id = question.vendor or (next(iter(vendors)) if len(vendors) == 1 else "")
    vendor = index.vendors.get(vendor_id)
    if vendor is None and not question.publishers:
        vendor = _vendor_in_name(index, question)
        if vendor:
            evidence.append(
                Evidence(
                    rule="vendor-in-name",
                    text=_("Le produit est inconnu, mais le nom commence par {vendor}.").format(
                        vendor=vendor.name
                    ),
                )
            )
            return _vendor_only(question, vendor, VENDOR_IN_NAME, evidence)
    if vendor is None:
        evidence.append(
            Evidence(rule="unknown", text=_("Aucune règle ne reconnaît ce nom : inconnu."))
        )
        return Verdict(version=version_inside(question.forms[0]), evidence=tuple(evidence))
    evidence.append(
        Evidence(
            rule="vendor-only",
            text=_("Le produit est inconnu, mais l'éditeur annoncé est {vendor}.").format(
                vendor=vendor.name
            ),
        )
    )
    return _vendor_only(question, vendor, VENDOR_ONLY, evidence)


def _vendor_only(
    question: Question, vendor: Vendor, confidence: float, evidence: list[Evidence]
) -> Verdict:
    return Verdict(
        vendor_id=vendor.id,
        vendor=vendor.name,
        version=version_inside(question.forms[0]),
        confidence=confidence,
        evidence=tuple(evidence),
    )


def _vendor_in_name(index: Index, question: Question) -> Vendor | None:
    """Company whose whole name starts an unknown name ("Cisco ASA"), when nothing else speaks.

    Communities are left out: their name is a product's ("Git Extensions" is not Git's).
    """
    if question.kind in IDENTIFIERS:
        return None
    every = words(question.forms[0])
    for length in range(min(len(every) - 1, 4), 0, -1):
        start = " ".join(every[:length])
        vendor = index.vendors.get(index.publishers.get(start, ""))
        telling = length > 1 or (len(start) > 2 and start not in GENERIC)
        if vendor and vendor.kind == "company" and telling:
            return vendor
    return None
