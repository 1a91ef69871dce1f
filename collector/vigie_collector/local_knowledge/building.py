"""From what a person filled in to an entry, in the words of the base."""

import re
from datetime import date

from vigie_classifiers import KINDS, Control, Knowledge, Product, Vendor
from vigie_classifiers.local import Entry, Facts, recognition
from vigie_classifiers.model import GENERAL_KNOWLEDGE
from vigie_classifiers.normalise import fold
from vigie_classifiers.publisher import key

from vigie_collector.errors import BadInput
from vigie_collector.local_knowledge.schemas import FactsAsked, NameAsked, NewProduct, NewVendor
from vigie_collector.texts import _

_APART = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 96
_FIRST_YEAR = 1950
"""No maker of software or computers was bought before."""


def name_entry(knowledge: Knowledge, asked: NameAsked) -> Entry:
    """The entry that says that a raw name is a product.

    Raises:
        BadInput: unknown kind, product or vendor; empty or endless text.
    """
    if asked.kind not in KINDS:
        raise BadInput(
            "unknown_kind",
            _("Genre « {kind} » inconnu : choisissez parmi {known}.").format(
                kind=asked.kind[:32], known=", ".join(KINDS)
            ),
        )
    checked_text(asked.name, 512, _("Nom brut"))
    checked_text(asked.publisher, 256, _("Éditeur écrit"), empty=True)
    vendors: tuple[Vendor, ...] = ()
    products: tuple[Product, ...] = ()
    if asked.new_product is not None:
        vendors, product = _new_product(knowledge, asked.new_product)
        products, product_id = (product,), product.id
    else:
        product_id = find_product(knowledge, asked.product)
    said = recognition(product_id, asked.kind, asked.name, asked.publisher, versions=asked.versions)
    return Entry(vendors=vendors, products=products, recognitions=(said,))


def facts_entry(knowledge: Knowledge, vendor_id: str, asked: FactsAsked, today: date) -> Entry:
    """The entry that corrects a vendor's seat, or adds a dated link of control.

    Raises:
        BadInput: unknown vendor or parent, unreadable date, nothing asked.
    """
    vendor = knowledge.vendors.get(vendor_id)
    if vendor is None:
        raise _unknown_vendor(vendor_id)
    country = asked.country if asked.country != vendor.country else None
    links: tuple[Control, ...] = ()
    if asked.parent:
        source = checked_text(asked.source, 512, _("Source"), empty=True)
        links = (
            Control(
                parent=find_vendor(knowledge, asked.parent),
                kind=asked.control,
                since=_day(asked.since, _("Depuis")),
                until=_day(asked.until, _("Jusqu'au")),
                capital_pct=asked.capital_pct,
                votes_pct=asked.votes_pct,
                basis="" if source else GENERAL_KNOWLEDGE,
                source=source,
                checked=today if source else None,
            ),
        )
    if country is None and not links:
        raise BadInput(
            "nothing_asked",
            _("Rien à corriger : changez le siège, ou nommez une maison mère."),
        )
    return Entry(facts=(Facts(vendor=vendor.id, country=country, control=links),))


def checked_text(text: str, most: int, field: str, *, empty: bool = False) -> str:
    """A text with its blanks folded.

    Raises:
        BadInput: empty, longer than `most` characters, or with invisible characters.
    """
    if len(text) > most:
        raise BadInput(
            "text_too_long",
            _("{field} : {count} caractères au plus.").format(field=field, count=most),
        )
    if any(ord(mark) < 32 and not mark.isspace() for mark in text):
        raise BadInput(
            "bad_text",
            _("{field} : retirez les caractères invisibles.").format(field=field),
        )
    kept = " ".join(text.split())
    if not kept and not empty:
        raise BadInput("text_missing", _("{field} : à remplir.").format(field=field))
    return kept


def find_product(knowledge: Knowledge, told: str) -> str:
    """Id of the product that has this id or name.

    Raises:
        BadInput: none has, or several do.
    """
    text = told.strip()
    if text in knowledge.products:
        return text
    wanted = fold(text[:256])
    found = [one for one in knowledge.products.values() if wanted and fold(one.name) == wanted]
    if len(found) == 1:
        return found[0].id
    if found:
        raise BadInput(
            "ambiguous_product",
            _("Plusieurs produits s'appellent « {name} » : écrivez l'identifiant, {ids}.").format(
                name=text[:80], ids=", ".join(one.id for one in found[:5])
            ),
        )
    raise BadInput(
        "unknown_product_name",
        _("Produit « {name} » absent de la base : choisissez-en un, ou décrivez un produit nouveau.").format(
            name=text[:80]
        ),
    )  # fmt: skip


def find_vendor(knowledge: Knowledge, told: str) -> str:
    """Id of the vendor that has this id, name or alias.

    Raises:
        BadInput: none has.
    """
    text = told.strip()
    if text in knowledge.vendors:
        return text
    vendor = knowledge.vendors.get(knowledge.maker_of("windows", text[:256]))
    if vendor is not None and key(text) in {key(one) for one in (vendor.name, *vendor.aliases)}:
        return vendor.id
    raise _unknown_vendor(text)


def _unknown_vendor(told: str) -> BadInput:
    return BadInput(
        "unknown_vendor",
        _("Éditeur « {name} » absent de la base : corrigez son nom, ou créez-le avec un produit nouveau.").format(
            name=told[:80]
        ),
    )  # fmt: skip


def _new_product(knowledge: Knowledge, asked: NewProduct) -> tuple[tuple[Vendor, ...], Product]:
    name = checked_text(asked.name, 256, _("Nom du produit"))
    made: tuple[Vendor, ...] = ()
    if asked.new_vendor is not None:
        vendor = _new_vendor(knowledge, asked.new_vendor)
        made, vendor_id = (vendor,), vendor.id
    else:
        vendor_id = find_vendor(knowledge, checked_text(asked.vendor, 256, _("Éditeur")))
    own = [one for one in knowledge.products.values() if one.vendor == vendor_id]
    known = next((one for one in own if fold(one.name) == fold(name)), None)
    if known is not None:
        raise BadInput(
            "product_exists",
            _("« {name} » existe déjà chez cet éditeur : choisissez-le ({id}).").format(
                name=known.name, id=known.id
            ),
        )
    product = Product(
        id=_free_id(name, vendor_id, knowledge.products.keys()),
        name=name,
        vendor=vendor_id,
        category=asked.category,
        type=asked.type,
        licence=checked_text(asked.licence, 64, _("Licence"), empty=True),
        open_source=asked.open_source,
        basis=GENERAL_KNOWLEDGE,
    )
    return made, product


def _new_vendor(knowledge: Knowledge, asked: NewVendor) -> Vendor:
    name = checked_text(asked.name, 256, _("Éditeur"))
    links: tuple[Control, ...] = ()
    if asked.parent:
        parent = find_vendor(knowledge, asked.parent)
        links = (Control(parent=parent, kind="majority", basis=GENERAL_KNOWLEDGE),)
    return Vendor(
        id=_free_id(name, "local", knowledge.vendors.keys()),
        name=name,
        country=asked.country.strip(),
        kind="community" if asked.country == "ZZ" else "company",
        basis=GENERAL_KNOWLEDGE,
        control=links,
        control_unknown=not links and asked.country != "ZZ",
    )


def _free_id(name: str, more: str, taken: object) -> str:
    """An id that says the name; with one more word when it is taken."""
    known = set(taken)  # type: ignore[call-overload]
    short = _APART.sub("-", fold(name)).strip("-")[:_LONGEST_ID].strip("-") or "sans-nom"
    for one in (short, f"{short}-{more}", *(f"{short}-{more}-{n}" for n in range(2, 100))):
        if one not in known:
            return one
    raise BadInput("too_many_alike", _("Trop d'entrées portent ce nom : précisez-le."))


def _day(text: str, field: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(
            "bad_date",
            _("{field} : écrivez la date AAAA-MM-JJ, par exemple 2023-11-22.").format(field=field),
        ) from None
    if day.year < _FIRST_YEAR:
        raise BadInput(
            "date_too_old",
            _("{field} : {day} est avant le premier logiciel vendu, vérifiez l'année.").format(
                field=field, day=day.isoformat()
            ),
        )
    return day
