"""The chain of evidence behind one name, for a person."""

import argparse
from collections.abc import Iterator
from datetime import date

from vigie_classifiers.base import Knowledge
from vigie_classifiers.model import KINDS
from vigie_classifiers.origin import ChainLink, Origin
from vigie_classifiers.policies import POLICIES
from vigie_classifiers.proposals import propose
from vigie_classifiers.support import support_of
from vigie_classifiers.texts import _
from vigie_classifiers.told import DISPLAYED
from vigie_classifiers.verdict import Verdict


def explain(knowledge: Knowledge, options: argparse.Namespace, on: date) -> Iterator[str]:
    """Yield the explanation, line by line.

    Args:
        knowledge: the base.
        options: name, publisher, kind (None tries every kind) and policy (None shows all).
        on: the day asked.
    """
    name, publisher = str(options.name), str(options.publisher)
    kind, verdict = _best(knowledge, name, publisher, options.kind)
    yield _("Nom : {name}").format(name=name)
    yield _("Lu comme : {kind}").format(kind=kind)
    if verdict.product_id:
        product = knowledge.products[verdict.product_id]
        yield _("Produit : {product} ({type}, {category})").format(
            product=verdict.product,
            type=verdict.type,
            category=knowledge.categories.get(verdict.category, verdict.category),
        )
        yield _("Licence : {licence} ; logiciel libre : {free}").format(
            licence=product.licence or "?", free=product.open_source
        )
        if support := support_of(product, name):
            yield _("Version {release} : corrigée jusqu'au {until} ({basis})").format(
                release=support.release,
                until=support.until.isoformat(),
                basis=support.source or _("connaissance générale"),
            )
    yield _("Confiance : {confidence:.2f}").format(confidence=verdict.confidence)
    for evidence in verdict.evidence:
        source = f" [{evidence.source}]" if evidence.source else ""
        yield f"  - {evidence.text}{source}"
    if not verdict.product_id:
        near = propose(knowledge, kind, name, publisher)
        if near:
            yield _("Produits proches, à juger par vous :")
        for one in near:
            yield f"  - {one.product} ({one.vendor}) : {one.product_id}"
    yield from _alternatives(knowledge, verdict.product_id)
    if verdict.vendor_id:
        yield from _origins(knowledge, verdict, options.policy, on)


def _best(knowledge: Knowledge, name: str, publisher: str, kind: str | None) -> tuple[str, Verdict]:
    kinds = [kind] if kind else KINDS
    answers = [(one, knowledge.classify(one, name, publisher)) for one in kinds]
    shown = [one for one in answers if one[0] in DISPLAYED and one[1].product_id]
    if " " in name and shown:  # a name of several words is one that people read
        answers = shown
    return max(answers, key=lambda one: (bool(one[1].product_id), one[1].confidence))


def _alternatives(knowledge: Knowledge, product_id: str) -> Iterator[str]:
    """What could serve instead, what it lacks, who uses it, and who says so."""
    product = knowledge.products.get(product_id)
    for one in product.alternatives if product else ():
        other = knowledge.products.get(one.product)
        parts = [
            one.lacks,
            one.used_by and _("Utilisé : {who}").format(who=one.used_by),
            one.credit,
        ]
        yield _("Alternative : {product}").format(product=other.name if other else one.product)
        yield from (f"  - {part}" for part in parts if part)


def _origins(knowledge: Knowledge, verdict: Verdict, policy: str | None, on: date) -> Iterator[str]:
    policies = [policy] if policy else POLICIES
    origins = {one: knowledge.origin(verdict.vendor_id, one, on) for one in policies}
    first = next(iter(origins.values()))
    yield _("Éditeur : {vendor}, siège {seat}").format(
        vendor=verdict.vendor, seat=first.seat or "?"
    )
    for link in first.chain:
        yield "  - " + _sentence(link)
    if first.parent:
        yield _("Maison mère ultime au {day} : {parent} ({country})").format(
            day=on.isoformat(), parent=first.parent, country=first.parent_country or "?"
        )
    for one, origin in origins.items():
        yield _("Origine selon {policy} : {answer}").format(
            policy=policy_label(one), answer=answer_label(origin)
        )
    for law in first.laws:
        yield _("Droit : {law}").format(law=law)
    for watch in first.watch:
        yield _("À suivre : {watch}").format(watch=watch)
    yield _("Faits : {grade}").format(
        grade=_("sourcés") if first.grade == "sourced" else _("connaissance générale, à confirmer")
    )


def policy_label(policy: str) -> str:
    """Name a policy for a person."""
    return {
        "seat": _("le siège"),
        "majority": _("le contrôle majoritaire"),
        "24-39": _("les seuils 24/39"),
        "wide": _("l'Europe large"),
    }[policy]


def answer_label(origin: Origin) -> str:
    """Name an answer for a person."""
    return {
        "french": _("français"),
        "eu": _("Union européenne"),
        "other_european": _("Europe hors Union"),
        "extra_european": _("extra-européen"),
        "community": _("communauté, sans éditeur qui contrôle"),
        "contested": _("contesté"),
        "unknown": _("inconnu"),
    }[origin.answer]


def _sentence(link: ChainLink) -> str:
    kind = {
        "majority": _("contrôle majoritaire"),
        "joint": _("contrôle conjoint"),
        "minority": _("participation minoritaire"),
        "veto": _("droit de veto"),
        "announced": _("opération annoncée"),
    }.get(link.kind, link.kind)
    parts = [f"{link.owned} → {link.owner} ({link.owner_country or '?'}) : {kind}"]
    if link.capital_pct is not None:
        parts.append(_("{share} du capital").format(share=f"{link.capital_pct:g} %"))
    if link.votes_pct is not None:
        parts.append(_("{share} des votes").format(share=f"{link.votes_pct:g} %"))
    if link.since:
        parts.append(_("depuis le {day}").format(day=link.since.isoformat()))
    if link.source:
        parts.append(_("source {url}, lue le {day}").format(url=link.source, day=link.checked))
    else:
        parts.append(_("connaissance générale"))
    return ", ".join(parts)
