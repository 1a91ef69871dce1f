"""The query of `/produits` as a filter; what it does not know is as if it were not there."""

from collections.abc import Mapping

from vigie_collector.inventory.product_service import (
    ALL,
    GRADES,
    RECOGNITIONS,
    SORTS,
    Facet,
    ProductFilter,
)

FACETS: dict[str, Facet] = {
    "categorie": "category",
    "origine": "origin",
    "type": "type",
    "vendeur": "vendor",
    "libre": "open_source",
    "confiance": "grade",
    "reconnu": "recognition",
}
"""Parameter of the address to field of the filter."""
TYPES = ("product", "component", "driver", "patch", "language_pack")
_DEFAULT_SORT = "appareils"
_BEGIN_DESCENDING = ("appareils", "confiance", "vu")


def product_filter(params: Mapping[str, str]) -> ProductFilter:
    """The filter that an address asks for."""
    sort = _one_of(params.get("tri", ""), SORTS, _DEFAULT_SORT)
    order = params.get("sens", "desc" if sort in _BEGIN_DESCENDING else "asc")
    return ProductFilter(
        category=params.get("categorie", ""),
        origin=params.get("origine", ""),
        type=_one_of(params.get("type", ""), (*TYPES, ALL), "product"),
        vendor=params.get("vendeur", ""),
        parent=params.get("parent", ""),
        country=params.get("pays", ""),
        open_source=params.get("libre", ""),
        grade=_one_of(params.get("confiance", ""), GRADES, ""),
        recognition=_one_of(params.get("reconnu", ""), RECOGNITIONS, ""),
        sort=sort,
        descending=order == "desc",
    )


def _one_of(value: str, known: tuple[str, ...], default: str) -> str:
    return value if value in known else default
