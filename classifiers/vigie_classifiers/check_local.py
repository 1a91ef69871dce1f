"""Checks what an organisation adds to the base, with the checks of the base, in milliseconds."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from vigie_classifiers.base import Knowledge
from vigie_classifiers.check_facts import check_product, check_vendor, check_whole
from vigie_classifiers.check_names import check_examples, check_patterns
from vigie_classifiers.errors import KnowledgeError
from vigie_classifiers.loader import Base
from vigie_classifiers.local import Entry, Records, laid, records
from vigie_classifiers.model import Match, Product, Vendor
from vigie_classifiers.normalise import plain
from vigie_classifiers.publisher import key
from vigie_classifiers.texts import _

Found = Iterator[tuple[str, str]]
MOST_TEXT = 512
"""Characters of the longest text of an entry (names of the machine are cut there too)."""


def faults_of(
    shipped: Knowledge, entries: Sequence[Entry], new: Entry, today: date
) -> list[tuple[str, str]]:
    """(file, sentence) for each fault that a new entry would bring; nothing when it may be kept.

    Args:
        shipped: the base below.
        entries: those in force.
        new: the one that is proposed.
        today: the day against which dates are judged.
    """
    touched = records(shipped, [new])
    before = records(shipped, entries)
    both = [*entries, new]
    found = records(shipped, both)
    if found.lost:
        unknown = ", ".join(sorted(set(found.lost))[:5])
        return [("", _("« {id} » n'est ni un produit ni un éditeur connu.").format(id=unknown))]
    vendors = [found.vendors[one] for one in touched.vendors | _parents(touched, found)]
    products = [found.products[one] for one in touched.products if one in found.products]
    base = _base(shipped, found)
    faults = [*_again(before, new)]
    for vendor in vendors:
        faults += _long(base.files.vendors[vendor.id], vendor)
        faults += check_vendor(base, vendor, today)
    for product in products:
        faults += _long(base.files.products[product.id], product)
        faults += check_product(base, product, today)
        faults += check_patterns(base, product)
    if vendors:
        faults += [one for one in check_whole(base) if one[0].startswith("local/")]
    faults += check_claims(found)
    if not faults:
        try:
            knowledge = laid(shipped, both)
            for product in products:
                faults += check_examples(knowledge, product)
        except KnowledgeError as error:
            faults.append(("", str(error)))
    return list(dict.fromkeys(faults))


def check_claims(found: Records) -> Found:
    """Yield names that two products of the organisation both claim."""
    claims: dict[tuple[str, str], list[tuple[str, frozenset[str], Match]]] = defaultdict(list)
    for product in found.products.values():
        for match in product.match:
            publishers = frozenset(key(one) for one in match.publishers)
            for kind in match.kinds:
                for name in match.names:
                    claims[kind, plain(name)].append((product.id, publishers, match))
    for (kind, name), owners in claims.items():
        for at, (first, publishers, _match) in enumerate(owners):
            for other, others, _other_match in owners[at + 1 :]:
                if first != other and publishers == others:
                    yield (
                        f"local/{found.products[other].vendor}/{other}.toml",
                        _(
                            "le nom « {name} » ({kind}) est déjà « {first} » dans vos entrées : "
                            "annulez l'une des deux."
                        ).format(name=name[:80], kind=kind, first=found.products[first].name),
                    )


def _parents(touched: Records, found: Records) -> dict[str, Vendor]:
    """Own vendors that the touched ones name as their parent."""
    named = {link.parent for one in touched.vendors.values() for link in one.control}
    return {one: found.vendors[one] for one in named if one in found.vendors}


def _again(before: Records, new: Entry) -> Found:
    """Whole records whose id the organisation has already."""
    known = [one.id for one in new.vendors if one.id in before.vendors]
    known += [one.id for one in new.products if one.id in before.products]
    for one in known:
        yield (
            "",
            _("« {id} » est déjà dans vos entrées : annulez d'abord la première.").format(id=one),
        )


def _long(file: str, record: Vendor | Product) -> Found:
    """Texts that no record should hold: longer than a name may be, or with control characters."""
    texts = [record.id, record.name, *_texts(record)]
    if any(len(one) > MOST_TEXT for one in texts):
        yield (
            file,
            _("un texte dépasse {count} caractères : raccourcissez-le.").format(count=MOST_TEXT),
        )
    if any(ord(mark) < 32 or ord(mark) == 127 for one in texts for mark in one):
        yield file, _("un texte contient des caractères invisibles : retirez-les.")


def _texts(record: Vendor | Product) -> list[str]:
    if isinstance(record, Vendor):
        links = [text for one in record.control for text in (one.source, one.says)]
        return [*record.aliases, record.siren, *links]
    return [
        record.licence,
        *(name for match in record.match for name in (*match.names, *match.publishers)),
        *(text for one in record.examples for text in (one.seen, one.publisher)),
    ]


def _base(shipped: Knowledge, found: Records) -> Base:
    """The base that the checks of facts read."""
    files = {one: f"local/{one}/vendor.toml" for one in found.vendors}
    owned = {one.id: f"local/{one.vendor}/{one.id}.toml" for one in found.products.values()}
    return Base(
        "sha256:check",
        {**shipped.vendors, **found.vendors},
        {**shipped.products, **found.products},
        dict(shipped.categories),
        type(shipped.files)(
            vendors={**shipped.files.vendors, **files},
            products={**shipped.files.products, **owned},
            local=frozenset(owned),
        ),
    )
