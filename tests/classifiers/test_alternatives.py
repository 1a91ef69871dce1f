"""The alternatives of the shipped base: European or free by the base's own facts, and honest."""

from datetime import date

import pytest
from vigie_classifiers.loader import Base, read_base
from vigie_classifiers.model import Product
from vigie_classifiers.origin import trace
from vigie_classifiers.policies import assess

ON = date(2026, 11, 25)
EUROPE = {"french", "eu", "other_european", "community"}
AT_LEAST = 500


@pytest.fixture(scope="module")
def base() -> Base:
    return read_base()


def fits(base: Base, product: Product) -> bool:
    """Free as shipped; or run from Europe, and not known to be held from outside."""
    if product.open_source == "yes":
        return True
    chain = trace(base.vendors, product.vendor, ON)
    seat, holder = assess(chain, "seat").answer, assess(chain, "majority").answer
    return seat in EUROPE and holder != "extra_european"


def test_every_alternative_is_european_or_free(base: Base) -> None:
    faults = sorted(
        {
            other.product
            for product in base.products.values()
            for other in product.alternatives
            if not fits(base, base.products[other.product])
        }
    )
    assert faults == []


def test_every_alternative_says_what_it_lacks(base: Base) -> None:
    """One sentence, short enough for a table, ending with a full stop."""
    faults = [
        f"{product.id} → {other.product}"
        for product in base.products.values()
        for other in product.alternatives
        if not (10 <= len(other.lacks) <= 200 and other.lacks.endswith(".")) or "{" in other.lacks
    ]
    assert faults == []


def test_no_product_is_its_own_alternative_nor_names_one_twice(base: Base) -> None:
    for product in base.products.values():
        named = [other.product for other in product.alternatives]
        assert product.id not in named, product.id
        assert len(named) == len(set(named)) <= 4, product.id


def test_who_uses_it_was_read_on_a_page(base: Base) -> None:
    for product in base.products.values():
        for other in product.alternatives:
            assert not other.used_by or (other.source and other.checked), product.id


def test_the_products_that_weigh_most_have_one(base: Base) -> None:
    told = [one for one in base.products.values() if one.alternatives]
    assert len(told) >= AT_LEAST
    extra = [
        one
        for one in told
        if assess(trace(base.vendors, one.vendor, ON), "wide").answer == "extra_european"
    ]
    assert len(extra) >= AT_LEAST
    for known in (
        "microsoft-office", "microsoft-365-apps", "microsoft-teams", "microsoft-outlook",
        "exchange-server", "active-directory", "windows", "windows-server", "sql-server",
        "oracle-database", "esxi", "vcenter", "veeam-backup-replication", "adobe-acrobat",
        "google-chrome", "zoom", "fortios", "arcgis", "autocad", "aws-ec2", "aws-s3",
        "azure-virtual-machines", "gcp-kubernetes-engine", "chatgpt", "intune",
    ):  # fmt: skip
        assert base.products[known].alternatives, known
