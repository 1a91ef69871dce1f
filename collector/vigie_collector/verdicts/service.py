"""Gives each distinct name its verdict, once per state of the knowledge."""

import json
from dataclasses import asdict
from typing import Any

from sqlmodel import Session
from vigie_classifiers import Knowledge, Verdict
from vigie_classifiers.normalise import fold
from vigie_classifiers.told import DISPLAYED

from vigie_collector.clock import now
from vigie_collector.database import alone
from vigie_collector.inventory.tables import RawName
from vigie_collector.verdicts.queries import pending_names, replace_verdicts

_AT_ONCE = 2000
TOLD = "~"
"""In a line key, stands between the id of a family or vendor and the product that a machine named."""
_TOLD_LENGTH = 80


def classify_pending(session: Session, knowledge: Knowledge, organisation_id: int) -> int:
    """Classifies names that have no verdict of this knowledge, committing nothing.

    Returns:
        How many were done: at most 2,000, call again until it is 0.
    """
    alone(session, "verdicts", organisation_id)
    names = pending_names(session, organisation_id, knowledge.digest, _AT_ONCE)
    moment = now()
    rows = [verdict_values(knowledge, name, moment) for name in names]
    replace_verdicts(session, organisation_id, rows)
    return len(rows)


def line_of(verdict: Verdict, name_id: int) -> tuple[str, str]:
    """The line of lists, tables and baselines that a name belongs to: its key and product name.

    A family gives one line per product that the machines name, but a single one for all its
    components, drivers or patches: nobody decides about them one by one. A known vendor whose
    product is not known gives one line per name that is written for people ("Ashampoo Photo
    Optimizer"), and a single one for package names and the like. An unknown name stays alone.
    """
    told = verdict.product
    if not verdict.product_id:
        if not verdict.vendor_id:
            return f"name:{name_id}", told[:256]
        key = f"vendor:{verdict.vendor_id}"
        return _told_line(key, told) if told and verdict.kind in DISPLAYED else (key, "")
    key = f"product:{verdict.product_id}"
    if not verdict.family:
        return key, told
    return _told_line(key, told) if verdict.type == "product" else (key, verdict.family)


def _told_line(key: str, told: str) -> tuple[str, str]:
    return f"{key}{TOLD}{fold(told)[:_TOLD_LENGTH]}", told[:256]


def verdict_values(knowledge: Knowledge, name: RawName, moment: int) -> dict[str, Any]:
    """The columns of the verdict of one name."""
    verdict = knowledge.classify(
        name.kind, name.name, name.publisher, source_package=name.source_package
    )
    line, product = line_of(verdict, name.id)
    return {
        "organisation_id": name.organisation_id,
        "name_id": name.id,
        "knowledge_digest": knowledge.digest,
        "line_key": line,
        "product_id": verdict.product_id,
        "product": product,
        "vendor_id": verdict.vendor_id,
        "vendor": verdict.vendor if verdict.vendor_id else "",
        "category": verdict.category,
        "type": verdict.type,
        "open_source": verdict.open_source,
        "edition": verdict.edition[:64],
        "confidence": verdict.confidence,
        "evidence": json.dumps([asdict(each) for each in verdict.evidence], ensure_ascii=False),
        "classified_at": moment,
    }
