"""Lists of products: search, filters, facets, order, and what stands behind a line."""

from datetime import date

import pytest
from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_collector.clock import now
from vigie_collector.inventory.evidence import alternatives_of, devices_by_product, name_proofs
from vigie_collector.inventory.product_filters import product_filter
from vigie_collector.inventory.product_queries import devices_of_line, versions_of_line
from vigie_collector.inventory.product_service import (
    ProductRow,
    chosen_rows,
    facet,
    find_row,
    product_rows,
    searched_rows,
)

from tests.collector.inventory.seeds import CREDIT, LACKS, STALE, USED_BY, Seeds

ON = date(2026, 11, 23)


@pytest.fixture
def rows(session: Session, seeds: Seeds, knowledge: Knowledge) -> list[ProductRow]:
    """Lines of three present machines and a silent one."""
    seeds.device(
        "pc-b", [("Essai Bureau", "2.0"), ("Essai État civil", "7"), ("Essai Pilote", "1")]
    )
    seeds.device("PC-a", [("Essai Bureau", "1.0"), ("Essai Bureau", "2.0"), ("Essai Filtre", "3")])
    seeds.device("pc-c", [("Gestion 100 % locale", "1"), ("Agenda", "2", "Éditions Essai SAS")])
    seeds.device("pc-z", [("Essai Bureau", "0.9"), ("Essai Paie", "1")], silent=True)
    seeds.settle(knowledge)
    return product_rows(session, knowledge, seeds.organisation_id, "majority", ON)


def _names(rows: list[ProductRow]) -> list[str]:
    return [row.line.product for row in rows]


def test_only_products_of_present_devices_by_default(rows: list[ProductRow]) -> None:
    kept = chosen_rows(rows, product_filter({}))
    assert _names(kept)[0] == "Essai Bureau"
    assert "Essai Pilote" not in _names(kept)
    assert "Essai Paie" not in _names(kept)
    assert "Essai Pilote" in _names(chosen_rows(rows, product_filter({"type": "driver"})))
    assert len(chosen_rows(rows, product_filter({"type": "tous"}))) == len(rows)


def test_a_line_names_its_controller_and_grade(rows: list[ProductRow]) -> None:
    row = find_row(rows, "product:essai-filtre")
    assert row is not None
    assert (row.controller, row.country, row.origin.answer) == (
        "Essai Boston",
        "US",
        "extra_european",
    )
    assert (row.licence, row.recognition) == ("proprietary", "produit")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("etat CIVIL", ["Essai État civil"]),
        ("bóston", ["Essai Bureau", "Essai Filtre", "Essai Pilote"]),  # of the parent
        ("editions essai", ["Agenda"]),  # only the raw publisher says so
        ("%", ["Gestion 100 % locale"]),
        ("_", []),
        ("' OR 1=1 --", []),
        ("\u202egestion\u202c", ["Gestion 100 % locale"]),
        ("x" * 10_240, []),
    ],
)
def test_search(
    session: Session, seeds: Seeds, rows: list[ProductRow], search: str, found: list[str]
) -> None:
    kept = searched_rows(session, seeds.organisation_id, rows, search)
    assert sorted(_names(kept)) == found


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"origine": "extra_european"}, ["Essai Bureau", "Essai Filtre"]),
        ({"categorie": "logiciel"}, ["Essai État civil"]),
        ({"categorie": "aucun", "reconnu": "inconnu"}, ["Gestion 100 % locale"]),
        ({"reconnu": "editeur"}, ["Agenda"]),
        ({"vendeur": "essai-us"}, ["Essai Bureau"]),
        ({"parent": "essai-us"}, ["Essai Bureau", "Essai Filtre"]),
        ({"pays": "FR"}, ["Agenda", "Essai État civil"]),
        ({"pays": "aucun"}, ["Gestion 100 % locale"]),
        ({"confiance": "aucune"}, ["Gestion 100 % locale"]),
        ({"origine": "<script>"}, []),
    ],
)
def test_filters(rows: list[ProductRow], params: dict[str, str], found: list[str]) -> None:
    assert sorted(_names(chosen_rows(rows, product_filter(params)))) == found


def test_an_unknown_sort_or_type_is_the_default(rows: list[ProductRow]) -> None:
    hostile = product_filter({"tri": "'; DROP TABLE device", "type": "x", "sens": "?"})
    assert _names(chosen_rows(rows, hostile)) == _names(
        chosen_rows(rows, product_filter({"sens": "asc"}))
    )


def test_facets_leave_their_own_field_free(rows: list[ProductRow]) -> None:
    chosen = product_filter({"origine": "unknown"})
    assert facet(rows, chosen, "origin")["extra_european"] == 2
    assert facet(rows, chosen, "type") == {"product": 1}


def test_versions_and_devices_of_a_line(
    session: Session, seeds: Seeds, rows: list[ProductRow]
) -> None:
    before = now() - STALE
    key = "product:essai-bureau"
    assert versions_of_line(session, seeds.organisation_id, key, before) == [("2.0", 2), ("1.0", 1)]
    found = devices_of_line(session, seeds.organisation_id, key, before, offset=0, limit=10)
    assert [(device.name, versions) for device, versions in found] == [
        ("PC-a", ["1.0", "2.0"]),
        ("pc-b", ["2.0"]),
    ]
    row = find_row(rows, key)
    assert row is not None
    assert row.line.devices == 2


def test_evidence_and_alternatives(
    session: Session, seeds: Seeds, rows: list[ProductRow], knowledge: Knowledge
) -> None:
    row = find_row(rows, "product:essai-etat-civil")
    assert row is not None
    (proof,) = name_proofs(session, seeds.organisation_id, row.line.key)
    assert (proof.name, proof.devices) == ("Essai État civil", 1)
    assert all(step.text for step in proof.proofs)
    devices = devices_by_product(each.line for each in rows)
    (other,) = alternatives_of(knowledge, row.line.product_id, devices, "majority", ON)
    assert (other.line_key, other.devices) == ("product:essai-filtre", 1)
    assert (other.lacks, other.used_by, other.credit) == (LACKS, USED_BY, CREDIT)
    assert (other.grade, other.seat, other.licence) == ("general knowledge", "FR", "proprietary")
    assert alternatives_of(knowledge, "", devices, "majority", ON) == []


def test_nothing_of_another_organisation(session: Session, rows: list[ProductRow]) -> None:
    assert rows
    assert name_proofs(session, 1, "product:essai-bureau") == []
    assert versions_of_line(session, 1, "product:essai-bureau", 0) == []
    assert devices_of_line(session, 1, "product:essai-bureau", 0, offset=0, limit=9) == []
