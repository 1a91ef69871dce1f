"""The reasons behind a verdict: kept as data, told as sentences in the reader's language."""

from dataclasses import dataclass
from typing import NamedTuple

from vigie_classifiers.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason behind a verdict, for a person."""

    rule: str
    """Machine id of the rule, such as "exact-name"."""
    text: str
    """The reason as a sentence."""
    source: str = ""
    """Knowledge file behind it, relative to the base."""


class Reason(NamedTuple):
    """One reason as data."""

    rule: str
    seen: str = ""
    """What of the raw name (or of its publisher) met the rule."""
    source: str = ""


def evidence_of(reason: Reason, product: str, vendor: str) -> Evidence:
    """Tell one reason of a verdict about that product and vendor."""
    sentence = _sentences()[reason.rule]
    text = sentence.format(seen=reason.seen, product=product, vendor=vendor)
    return Evidence(rule=reason.rule, text=text, source=reason.source)


def _sentences() -> dict[str, str]:
    return {
        "identifier": _("L'identifiant « {seen} » désigne {product}."),
        "exact-name": _("Le nom « {seen} » est celui de {product}."),
        "normalised-name": _(
            "Sans version, architecture ni langue, « {seen} » est le nom de {product}."
        ),
        "pattern": _("Le nom « {seen} » suit un motif propre à {product}."),
        "heavy-name": _("Sans accents, année ni parenthèses, « {seen} » est le nom de {product}."),
        "product-name": _("« {seen} » est le nom d'un produit de la base, vu ailleurs."),
        "vendor-in-identifier": _(
            "Le produit est inconnu, mais l'identifiant « {seen} » est de {vendor}."
        ),
        "prefix": _("Le nom « {seen} » commence comme {product}."),
        "family": _("Le nom « {seen} » entre dans la famille {product}."),
        "other-name": _("Reconnu par son paquet source ou un autre identifiant, « {seen} »."),
        "publisher-agrees": _("L'éditeur annoncé est bien {vendor}."),
        "publisher-differs": _("L'éditeur annoncé n'est pas celui de la base : à vérifier."),
        "ambiguous": _("Plusieurs produits portent ce nom : {seen}."),
        "vendor-only": _("Le produit est inconnu, mais l'éditeur annoncé est {vendor}."),
        "vendor-in-name": _("Le produit est inconnu, mais le nom commence par {vendor}."),
        "told": _(
            "Nom et éditeur (« {seen} ») tels que la machine les écrit : inconnus de la base."
        ),
        "unknown": _("Aucune règle ne reconnaît ce nom : inconnu."),
    }
