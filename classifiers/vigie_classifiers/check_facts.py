"""Checks of facts: references exist, codes are known, dates and licences are coherent."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from vigie_classifiers.countries import CODES
from vigie_classifiers.loader import Base
from vigie_classifiers.model import (
    CONTROL_KINDS,
    GENERAL_KNOWLEDGE,
    HOSTINGS,
    IDENTIFIER_SCHEMES,
    OPEN_SOURCE,
    TYPES,
    VENDOR_KINDS,
    Alternative,
    Control,
    Product,
    Source,
    Support,
    Vendor,
)
from vigie_classifiers.publisher import key
from vigie_classifiers.texts import _

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_NOT_FREE = re.compile(r"\b(SSPL|BUSL|BSL-1\.1|Elastic|Commons-Clause|Confluent)", re.IGNORECASE)

Found = Iterator[tuple[str, str]]


def check_vendor(base: Base, vendor: Vendor, today: date) -> Found:
    """Yield (file, sentence) for each fault in one vendor."""
    file = base.files.vendors[vendor.id]
    if not _ID.fullmatch(vendor.id):
        yield file, _id_sentence(vendor.id)
    for name, value in (("country", vendor.country), ("incorporated", vendor.incorporated)):
        if value and value not in CODES:
            yield file, _country_sentence(name, value)
    if vendor.kind not in VENDOR_KINDS:
        yield file, _closed("kind", vendor.kind, VENDOR_KINDS)
    yield from ((file, one) for one in _backing(vendor.basis, vendor.sources, today))
    for link in vendor.control:
        yield from ((file, one) for one in _control(base, vendor, link, today))
    if vendor.siren and not re.fullmatch(r"\d{9}", vendor.siren):
        yield file, _("siren « {siren} » : neuf chiffres sont attendus.").format(siren=vendor.siren)


def _control(base: Base, vendor: Vendor, link: Control, today: date) -> Iterator[str]:
    if link.kind not in CONTROL_KINDS:
        yield _closed("control kind", link.kind, CONTROL_KINDS)
    if link.parent == vendor.id:
        yield _("un éditeur ne peut pas se contrôler lui-même. Corrigez parent.")
    elif link.parent not in base.vendors:
        yield _(
            "le parent « {parent} » n'existe pas. Créez {parent}/vendor.toml ou corrigez la clé."
        ).format(parent=link.parent)
    for name, value in (("capital_pct", link.capital_pct), ("votes_pct", link.votes_pct)):
        if value is not None and not 0 < value <= 100:
            yield _("{name} = {value} : un pourcentage entre 0 et 100 est attendu.").format(
                name=name, value=value
            )
    yield from _link_dates(link, today)
    if not link.basis and not (link.source and link.checked):
        yield _(
            "le lien vers « {parent} » n'a ni basis ni source avec checked. Ajoutez l'un des deux."
        ).format(parent=link.parent)
    if link.basis and link.basis != GENERAL_KNOWLEDGE:
        yield _closed("basis", link.basis, (GENERAL_KNOWLEDGE,))


def _link_dates(link: Control, today: date) -> Iterator[str]:
    if link.since and link.until and link.since >= link.until:
        yield _("since doit être avant until. Corrigez les dates du lien de contrôle.")
    if link.since and link.since > today and link.kind != "announced":
        yield _("since est dans le futur : une opération non conclue est de kind « announced ».")
    if link.checked and link.checked > today:
        yield _future(link.checked)


def check_product(base: Base, product: Product, today: date) -> Found:
    """Yield (file, sentence) for each fault in one product's own facts."""
    file = base.files.products[product.id]
    if not _ID.fullmatch(product.id):
        yield file, _id_sentence(product.id)
    if product.vendor not in base.vendors:
        yield (
            file,
            _(
                "l'éditeur « {vendor} » n'existe pas. Créez {vendor}/vendor.toml ou corrigez vendor."
            ).format(vendor=product.vendor),
        )
    if product.category not in base.categories:
        yield (
            file,
            _(
                "la catégorie « {category} » n'est pas dans categories.toml. Choisissez-en une."
            ).format(category=product.category),
        )
    for name, value, closed in (
        ("type", product.type, TYPES),
        ("open_source", product.open_source, OPEN_SOURCE),
        ("hosting", product.hosting, HOSTINGS),
    ):
        if value not in closed:
            yield file, _closed(name, value, closed)
    if product.technology_origin and product.technology_origin not in CODES:
        yield file, _country_sentence("technology_origin", product.technology_origin)
    yield from ((file, one) for one in _licence(product))
    yield from ((file, one) for one in _alternatives(base, product, today))
    for support in product.support:
        yield from ((file, one) for one in _fact("support", support, today))
    yield from ((file, one) for one in _identifiers(product))
    yield from ((file, one) for one in _backing(product.basis, product.sources, today))


def _alternatives(base: Base, product: Product, today: date) -> Iterator[str]:
    for other in product.alternatives:
        if other.product not in base.products or other.product == product.id:
            yield _("l'alternative « {other} » n'est pas un autre produit de la base.").format(
                other=other.product
            )
        yield from _fact("alternatives", other, today)
        if not other.lacks and not other.credit:
            yield _(
                "lacks de l'alternative « {other} » est vide. "
                "Dites en une phrase ce qu'elle ne couvre pas."
            ).format(other=other.product)
        if other.used_by and not other.source:
            yield _("used_by de l'alternative « {other} » demande une source lue.").format(
                other=other.product
            )


def _identifiers(product: Product) -> Iterator[str]:
    if product.wikidata and not _WIKIDATA.fullmatch(product.wikidata):
        yield _("wikidata = « {value} » : la lettre Q puis des chiffres.").format(
            value=product.wikidata
        )
    for identifier in product.identifiers:
        scheme, _colon, value = identifier.partition(":")
        if scheme not in IDENTIFIER_SCHEMES or not value.strip("* "):
            yield _(
                "identifiers : « {value} » doit commencer par l'un de : {known}, puis « : »."
            ).format(value=identifier, known=", ".join(IDENTIFIER_SCHEMES))


def _fact(block: str, fact: Alternative | Support, today: date) -> Iterator[str]:
    """Faults in what backs one dated fact of a product."""
    if not fact.basis and not (fact.source and fact.checked):
        yield _(
            "un bloc [[{block}]] n'a ni basis ni source avec checked. Ajoutez l'un des deux."
        ).format(block=block)
    if fact.basis and fact.basis != GENERAL_KNOWLEDGE:
        yield _closed("basis", fact.basis, (GENERAL_KNOWLEDGE,))
    if fact.checked and fact.checked > today:
        yield _future(fact.checked)


def _licence(product: Product) -> Iterator[str]:
    if product.open_source == "yes" and (
        product.licence == "proprietary" or _NOT_FREE.search(product.licence)
    ):
        yield _(
            "la licence « {licence} » n'est pas libre mais open_source vaut « yes ». "
            "Corrigez l'un des deux."
        ).format(licence=product.licence)
    if product.licence == "proprietary" and product.open_source != "no":
        yield _('une licence « proprietary » demande open_source = "no".')


def check_whole(base: Base) -> Found:
    """Yield faults that only the whole base shows: shared aliases, ids and circles of control."""
    owners: dict[str, str] = {}
    for vendor in base.vendors.values():
        for one in sorted({key(name) for name in (vendor.name, *vendor.aliases)} - {""}):
            first = owners.setdefault(one, vendor.id)
            if first != vendor.id:
                yield (
                    base.files.vendors[vendor.id],
                    _(
                        "l'alias « {alias} » appartient déjà à l'éditeur « {first} ». "
                        "Gardez-le d'un seul côté."
                    ).format(alias=one, first=first),
                )
        circle = _circle(base, vendor.id)
        if circle:
            yield (
                base.files.vendors[vendor.id],
                _("le contrôle majoritaire tourne en rond : {circle}. Datez ou corrigez.").format(
                    circle=" → ".join(circle)
                ),
            )
    items: dict[str, str] = {}
    for product in base.products.values():
        if product.wikidata and items.setdefault(product.wikidata, product.id) != product.id:
            yield (
                base.files.products[product.id],
                _("l'élément Wikidata {item} est déjà celui de « {first} ».").format(
                    item=product.wikidata, first=items[product.wikidata]
                ),
            )
    teams = Counter(team for vendor in base.vendors.values() for team in set(vendor.team_ids))
    for vendor in base.vendors.values():
        for team in vendor.team_ids:
            if teams[team] > 1:
                yield (
                    base.files.vendors[vendor.id],
                    _("le Team ID {team} est donné à plusieurs éditeurs.").format(team=team),
                )


def _circle(base: Base, start: str) -> list[str]:
    """Path of majority links, without end date, that comes back to its start."""
    path, current = [start], start
    while True:
        links = [
            one
            for one in base.vendors[current].control
            if one.kind == "majority" and one.until is None
        ]
        if not links or links[-1].parent not in base.vendors:
            return []
        current = links[-1].parent
        if current == start:
            return [*path, start]
        if current in path:
            return []  # the circle is above: told on its own members
        path.append(current)


def _backing(basis: str, sources: tuple[Source, ...], today: date) -> Iterator[str]:
    if not basis and not sources:
        yield _('ni basis ni [[sources]]. Citez une page lue, ou basis = "general knowledge".')
    if basis and basis != GENERAL_KNOWLEDGE:
        yield _closed("basis", basis, (GENERAL_KNOWLEDGE,))
    for source in sources:
        if source.checked > today:
            yield _future(source.checked)
        if not source.url.startswith(("https://", "http://")):
            yield _("la source « {url} » doit être une adresse http(s)://.").format(url=source.url)


def _future(day: date) -> str:
    return _("checked = {day} est dans le futur : mettez le jour de la lecture.").format(day=day)


def _closed(name: str, value: str, known: tuple[str, ...]) -> str:
    return _("{name} = « {value} » n'existe pas. Choisissez parmi : {known}.").format(
        name=name, value=value, known=", ".join(one or '""' for one in known)
    )


def _country_sentence(name: str, value: str) -> str:
    return _(
        "{name} = « {value} » : deux capitales ISO 3166, ZZ pour une communauté, ou vide."
    ).format(name=name, value=value)


def _id_sentence(value: str) -> str:
    return _("l'identifiant « {id} » : minuscules, chiffres et tirets seulement.").format(id=value)
