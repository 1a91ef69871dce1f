"""The forms of local knowledge, as they were filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from vigie_collector.errors import BadInput
from vigie_collector.local_knowledge.schemas import FactsAsked, NameAsked, NewProduct, NewVendor
from vigie_collector.texts import _

if TYPE_CHECKING:
    from vigie_collector.inventory.tables import RawName

OTHER, NEW = "autre", "nouveau"


class TypedName(BaseModel):
    """« Qualifier ce nom »."""

    choice: str = ""
    """`product:<id>`, `autre` or `nouveau`."""
    product: str = ""
    product_name: str = ""
    category: str = ""
    type: str = "product"
    licence: str = ""
    open_source: str = "unknown"
    vendor: str = ""
    vendor_is_new: str = ""
    country: str = ""
    parent: str = ""
    versions: str = ""
    publisher_only: str = ""
    reason: str = ""

    @classmethod
    def empty(cls, publisher: str) -> TypedName:
        """The form before anything is filled in."""
        return cls(versions="oui", publisher_only="oui" if publisher else "", vendor=publisher)

    def asked(self, name: RawName) -> NameAsked:
        """What is asked.

        Raises:
            BadInput: nothing was chosen.
        """
        product = self.choice.removeprefix("product:") if ":" in self.choice else self.product
        if self.choice == OTHER and not self.product.strip():
            raise BadInput("no_choice", _("Écrivez le nom du produit, ou choisissez-en un autre."))
        if not self.choice:
            raise BadInput(
                "no_choice", _("Choisissez un produit proche, un autre, ou un produit nouveau.")
            )
        return NameAsked(
            kind=name.kind,
            name=name.name,
            publisher=name.publisher if self.publisher_only else "",
            product="" if self.choice == NEW else product,
            new_product=self._new_product() if self.choice == NEW else None,
            versions=bool(self.versions),
            reason=self.reason,
        )

    def _new_product(self) -> NewProduct:
        fresh = NewVendor(name=self.vendor, country=self.country, parent=self.parent.strip())
        return NewProduct(
            name=self.product_name,
            category=self.category,
            type=self.type,
            licence=self.licence.strip(),
            open_source=self.open_source,
            vendor=self.vendor,
            new_vendor=fresh if self.vendor_is_new else None,
        )


class TypedFacts(BaseModel):
    """« Corriger cet éditeur »."""

    country: str = ""
    parent: str = ""
    control: str = "majority"
    since: str = ""
    until: str = ""
    capital_pct: str = ""
    votes_pct: str = ""
    source: str = ""
    reason: str = ""

    def asked(self) -> FactsAsked:
        """What is asked.

        Raises:
            BadInput: a percentage is no number.
        """
        return FactsAsked(
            country=self.country,
            parent=self.parent.strip(),
            control=self.control,
            since=self.since,
            until=self.until,
            capital_pct=_percent(self.capital_pct),
            votes_pct=_percent(self.votes_pct),
            source=self.source.strip(),
            reason=self.reason,
        )


def _percent(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        return float(text.replace(",", ".").replace("%", "").strip())
    except ValueError:
        raise BadInput(
            "bad_percent", _("Part : écrivez un nombre entre 0 et 100, par exemple 51,5.")
        ) from None
