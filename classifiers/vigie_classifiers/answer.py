"""Turns an accepted block, or the lack of one, into a verdict with its reasons."""

from vigie_classifiers.doubt import Chosen, doubted
from vigie_classifiers.forms import IDENTIFIERS
from vigie_classifiers.identifiers import vendor_in_identifier
from vigie_classifiers.index import Block, Index
from vigie_classifiers.model import Vendor
from vigie_classifiers.publisher import is_told
from vigie_classifiers.question import Question
from vigie_classifiers.reasons import Reason
from vigie_classifiers.told import DISPLAYED, harmless
from vigie_classifiers.verdict import Verdict
from vigie_classifiers.vocabulary import GENERIC
from vigie_classifiers.witness import ABSENT, AGREES, OTHER, UNKNOWN

SOURCE_PACKAGE = 0.88
VENDOR_ONLY = 0.6
VENDOR_IN_NAME = 0.5
TOLD = 0.4
"""Name and publisher as the machine wrote them: nothing of the base confirms them."""

_WITNESSES: dict[str, tuple[Reason, ...]] = {
    ABSENT: (),
    AGREES: (Reason("publisher-agrees"),),
    OTHER: (Reason("publisher-differs"),),
    UNKNOWN: (Reason("publisher-differs"),),
}


Ambiguous = list[Block]
"""Blocks of steps that met several products."""


def accepted(index: Index, first: Question, question: Question, chosen: Chosen) -> Verdict:
    """Verdict of an accepted block, which another name than the raw one may have found."""
    rule, seen, block, witness, _confidence = chosen
    named = ""
    if block.product.family and rule in ("pattern", "family"):
        named = index.families[question.kind].named(seen, block.number)
    confidence = doubted(first, chosen, named=bool(named))
    also = _WITNESSES[witness]
    if question is not first:
        confidence = min(confidence, SOURCE_PACKAGE)
        also = (Reason("other-name", seen), *also)
    return Verdict(
        block.product,
        block.vendor,
        confidence,
        (rule, seen, block.file),
        also,
        first.forms[0].text,
        first.kind,
        first.source_package,
        named,
    )


def fallback(index: Index, question: Question, ambiguous: Ambiguous) -> Verdict:
    """Vendor only, from the publisher or the start of the name; else told, else abstain."""
    also: tuple[Reason, ...] = ()
    vendors = {one.product.vendor for one in ambiguous}
    if ambiguous:
        names = ", ".join(sorted({one.product.name for one in ambiguous})[:5])
        also = (Reason("ambiguous", names, ambiguous[0].file),)
    vendor_id = question.vendor or (next(iter(vendors)) if len(vendors) == 1 else "")
    found = index.vendors.get(vendor_id) if vendor_id else None
    rule, told, confidence = "unknown", "", 0.0
    if found:
        rule, confidence = "vendor-only", VENDOR_ONLY
    elif found := vendor_in_identifier(index, question):
        rule, confidence = "vendor-in-identifier", VENDOR_ONLY
        told = question.forms[0].text
    elif not question.publishers:
        found = _vendor_in_name(index, question)
        if found:
            rule, confidence = "vendor-in-name", VENDOR_IN_NAME
    elif not question.signed and question.kind in DISPLAYED:
        told = harmless(question.publisher)
        if is_told(told):
            rule, confidence = "told", TOLD
        else:
            told = ""
    return Verdict(
        None,
        found,
        confidence,
        (rule, told, ""),
        also,
        question.forms[0].text,
        question.kind,
        question.source_package,
        told_vendor=told if rule == "told" else "",
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
