"""Turns an accepted block, or the lack of one, into a verdict with its reasons."""

from typing import NamedTuple

from vigie_classifiers.forms import IDENTIFIERS
from vigie_classifiers.index import Block, Index
from vigie_classifiers.model import Vendor
from vigie_classifiers.normalise import tidy
from vigie_classifiers.publisher import is_told
from vigie_classifiers.question import Question
from vigie_classifiers.reasons import Reason
from vigie_classifiers.told import DISPLAYED
from vigie_classifiers.verdict import Verdict
from vigie_classifiers.vocabulary import GENERIC
from vigie_classifiers.witness import AGREES, OTHER, UNKNOWN

SOURCE_PACKAGE = 0.88
VENDOR_ONLY = 0.6
VENDOR_IN_NAME = 0.5
TOLD = 0.4
"""Name and publisher as the machine wrote them: nothing of the base confirms them."""

_WITNESSES = {
    AGREES: (Reason("publisher-agrees"),),
    OTHER: (Reason("publisher-differs"),),
    UNKNOWN: (Reason("publisher-differs"),),
}


class Answer(NamedTuple):
    """One accepted block."""

    block: Block
    rule: str
    confidence: float
    witness: str
    seen: str
    named: str = ""
    """Name of the product that the pattern of a family cut out."""


def accepted(question: Question, answer: Answer, *, by_source: bool) -> Verdict:
    """Verdict of an accepted block; `by_source` when another name than the raw one found it."""
    block, rule, confidence, witness, seen, named = answer
    reasons: tuple[Reason, ...] = (Reason(rule, seen, block.file),)
    if by_source:
        confidence = min(confidence, SOURCE_PACKAGE)
        reasons += (Reason("other-name", seen),)
    return Verdict(
        block.product,
        block.vendor,
        confidence,
        reasons + _WITNESSES.get(witness, ()),
        question.forms[0].text,
        question.kind,
        question.source_package,
        named,
    )


def fallback(index: Index, question: Question, ambiguous: list[Block]) -> Verdict:
    """Vendor only, from the publisher or the start of the name; else abstain."""
    reasons: tuple[Reason, ...] = ()
    vendors = {one.product.vendor for one in ambiguous}
    if ambiguous:
        names = ", ".join(sorted({one.product.name for one in ambiguous})[:5])
        reasons = (Reason("ambiguous", names, ambiguous[0].file),)
    vendor_id = question.vendor or (next(iter(vendors)) if len(vendors) == 1 else "")
    vendor = index.vendors.get(vendor_id)
    if vendor is not None:
        return _vendor_only(question, vendor, VENDOR_ONLY, (*reasons, Reason("vendor-only")))
    if not question.publishers and (vendor := _vendor_in_name(index, question)):
        reasons += (Reason("vendor-in-name"),)
        return _vendor_only(question, vendor, VENDOR_IN_NAME, reasons)
    told = tidy(question.publisher)
    if question.publishers and not question.signed and question.kind in DISPLAYED and is_told(told):
        return Verdict(
            confidence=TOLD,
            reasons=(*reasons, Reason("told", told)),
            name=question.forms[0].text,
            kind=question.kind,
            source_package=question.source_package,
            told_vendor=told,
        )
    return Verdict(
        reasons=(*reasons, Reason("unknown")), name=question.forms[0].text, kind=question.kind
    )


def _vendor_only(
    question: Question, vendor: Vendor, confidence: float, reasons: tuple[Reason, ...]
) -> Verdict:
    return Verdict(
        None,
        vendor,
        confidence,
        reasons,
        question.forms[0].text,
        question.kind,
        question.source_package,
    )


def _vendor_in_name(index: Index, question: Question) -> Vendor | None:
    """Company whose whole name starts an unknown name ("Cisco ASA"), when nothing else speaks.

    Communities are left out: their name is a product's ("Git Extensions" is not Git's).
    """
    if question.kind in IDENTIFIERS:
        return None
    every = question.forms[0].words
    for length in range(min(len(every) - 1, 4), 0, -1):
        start = " ".join(every[:length])
        vendor = index.vendors.get(index.publishers.get(start, ""))
        telling = length > 1 or (len(start) > 2 and start not in GENERIC)
        if vendor and vendor.kind == "company" and telling:
            return vendor
    return None
