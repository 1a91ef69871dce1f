"""Checks of recognition: examples, counter-examples, names with two owners, patterns."""

from collections import defaultdict
from collections.abc import Iterator

from vigie_classifiers.base import Knowledge
from vigie_classifiers.loader import Base
from vigie_classifiers.model import KINDS, Example, Product
from vigie_classifiers.normalise import plain, unaccented
from vigie_classifiers.patterns import fault
from vigie_classifiers.publisher import key
from vigie_classifiers.texts import _

Found = Iterator[tuple[str, str]]


def check_patterns(base: Base, product: Product) -> Found:
    """Yield faults of the [[match]] blocks: unknown kinds, patterns that RE2 refuses."""
    file = base.files.products[product.id]
    for match in product.match:
        for kind in match.kinds:
            if kind not in KINDS:
                yield (
                    file,
                    _("kinds : « {kind} » n'existe pas. Choisissez parmi : {known}.").format(
                        kind=kind, known=", ".join(KINDS)
                    ),
                )
        if not (match.names or match.prefixes or match.patterns) or not match.kinds:
            yield file, _("un bloc [[match]] est vide : donnez kinds, et names ou patterns.")
        for pattern in match.patterns:
            wrong = fault(pattern)
            if wrong:
                yield (
                    file,
                    _("motif « {pattern} » : {wrong} (RE2). Corrigez-le.").format(
                        pattern=pattern, wrong=wrong
                    ),
                )


def check_owners(base: Base) -> Found:
    """Yield exact (kind, name) pairs claimed by two products that no publisher tells apart."""
    claims: dict[tuple[str, str], dict[str, frozenset[str]]] = defaultdict(dict)
    for product in base.products.values():
        for match in product.match:
            publishers = frozenset(key(one) for one in match.publishers)
            for kind in match.kinds:
                for name in match.names:
                    claim = claims[kind, plain(name)]
                    claim[product.id] = claim.get(product.id, frozenset()) | publishers
    for (kind, name), owners in claims.items():
        if len(owners) < 2 or base.files.local & owners.keys():
            continue
        first, *others = sorted(owners)
        for other in others:
            apart = owners[first] and owners[other] and owners[first].isdisjoint(owners[other])
            if not apart:
                yield (
                    base.files.products[other],
                    _(
                        "le nom « {name} » ({kind}) appartient déjà à « {first} ». Gardez-le d'un "
                        "seul côté, ou distinguez-les par publishers."
                    ).format(name=name, kind=kind, first=first),
                )


def check_doubles(base: Base) -> Found:
    """Yield products of one vendor with one name (case, accents ignored): every table doubles them.

    An organisation's own entry may reuse a shipped name, since it replaces the shipped product.
    The libraries of a server bear its name: a component and a product are two things.
    """
    firsts: dict[tuple[str, str, bool], str] = {}
    for product in sorted(base.products.values(), key=lambda one: one.id):
        if product.id in base.files.local:
            continue
        name = (product.vendor, unaccented(plain(product.name)), product.type == "component")
        first = firsts.setdefault(name, product.id)
        if first != product.id:
            yield (
                base.files.products[product.id],
                _(
                    "le produit « {name} » existe déjà chez cet éditeur sous l'identifiant "
                    "« {first} ». Réunissez les deux fichiers ou donnez-leur des noms distincts."
                ).format(name=product.name, first=first),
            )


def check_examples(knowledge: Knowledge, product: Product) -> Found:
    """Yield examples that find another product, and counter-examples that find this one."""
    file = knowledge.files.products[product.id]
    if product.match and not product.examples:
        yield file, _("aucun exemple : ajoutez un bloc [[examples]] avec un nom vu.")
    for example in product.examples:
        found = _find(knowledge, example)
        if found != product.id:
            yield (
                file,
                _(
                    "l'exemple « {seen} » ({kind}) trouve {found} au lieu de ce produit. "
                    "Corrigez names ou patterns."
                ).format(
                    seen=example.seen,
                    kind=example.kind,
                    found=f"« {found} »" if found else _("aucun produit"),
                ),
            )
    for example in product.not_examples:
        if _find(knowledge, example) == product.id:
            yield (
                file,
                _(
                    "le contre-exemple « {seen} » ({kind}) est reconnu comme ce produit. "
                    "Resserrez names ou patterns."
                ).format(seen=example.seen, kind=example.kind),
            )


def _find(knowledge: Knowledge, example: Example) -> str:
    """Product that one of its own rules finds; its name for other kinds is not enough."""
    verdict = knowledge.classify(
        example.kind, example.seen, example.publisher, source_package=example.source_package
    )
    return "" if verdict.why[0] == "product-name" else verdict.product_id
