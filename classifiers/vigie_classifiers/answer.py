"""Turns an accepted block, or the lack of one, into a verdict with its evidence."""

from dataclasses import dataclass

from vigie_classifiers.forms import IDENTIFIERS
from vigie_classifiers.index import Block, Index
from vigie_classifiers.model import Vendor
from vigie_classifiers.normalise import version_inside, words
from vigie_classifiers.texts import _
from vigie_classifiers.verdict import Evidence, Verdict
from vigie_classifiers.vocabulary import GENERIC, edition
from vigie_classifiers.witness import AGREES, OTHER, UNKNOWN, Question

SOURCE_PACKAGE = 0.88
VENDOR_ONLY = 0.6
VENDOR_IN_NAME = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """One accepted block."""

    block: Block
    rule: str
    confidence: float
    witness: str
    seen: str


def accepted(index: Index, question: Question, answer: Answer, *, by_source: bool) -> Verdict:
    """Verdict of an accepted block; `by_source` when another name than the raw one found it."""
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


def fallback(index: Index, question: Question, ambiguous: list[Block]) -> Verdict:
    """Vendor only, from the publisher or the start of the name; else abstain."""
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
