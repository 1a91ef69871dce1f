"""The first page's figures: coverage, shares, weights, and nothing unknown counted as European."""

from datetime import date

import pytest
from sqlmodel import Session
from vigie_classifiers import POLICIES, Knowledge
from vigie_collector.clock import now
from vigie_collector.inventory.line_queries import current_lines
from vigie_collector.organisations.tables import Organisation
from vigie_collector.overview.queries import device_coverage, name_coverage
from vigie_collector.overview.service import FAMILIES, Overview, overview_of

from tests.collector.inventory.seeds import STALE, Seeds

ON = date(2026, 11, 23)
FAILED = [{"name": "registry", "status": "failed", "reason": "droits"}]


@pytest.fixture
def overview(session: Session, seeds: Seeds, knowledge: Knowledge) -> Overview:
    """Figures of three present machines and a silent one that failed."""
    seeds.device("a", [("Essai Bureau", "1"), ("Essai Pilote", "1"), ("Gestion locale", "1")])
    seeds.device("b", [("Essai Bureau", "2"), ("Essai Filtre", "1")], probes=FAILED)
    seeds.device("c", [("Essai État civil", "1"), ("Agenda", "1", "Éditions Essai SAS")])
    seeds.device("z", [("Essai Paie", "1")], silent=True, probes=FAILED)
    seeds.settle(knowledge)
    lines = current_lines(session, seeds.organisation_id)
    return overview_of(lines, knowledge, "majority", ON)


def test_coverage(
    session: Session, seeds: Seeds, overview: Overview, organisation: Organisation
) -> None:
    assert overview.whole.products
    devices = device_coverage(session, seeds.organisation_id, now() - STALE)
    assert (devices.present, devices.silent, devices.failing, devices.declared) == (3, 1, 1, None)
    organisation.known_devices = 12
    session.merge(organisation)
    assert device_coverage(session, seeds.organisation_id, 0).declared == 12
    names = name_coverage(session, seeds.organisation_id)
    assert (names.recognised, names.vendor_only, names.unknown, names.waiting) == (4, 1, 1, 0)
    assert names.all == 6


def test_names_without_a_verdict_wait(session: Session, seeds: Seeds, overview: Overview) -> None:
    assert overview.whole.products
    assert name_coverage(session, seeds.organisation_id + 1).all == 0


def test_families_and_the_unclassified(overview: Overview) -> None:
    products = {family.slug: family.products for family in overview.families}
    assert products == {"infrastructure": 1, "poste": 1, "logiciel": 1, "": 2}
    assert sum(products.values()) == overview.whole.products
    assert tuple(products) == FAMILIES
    assert overview.aside == {"driver": 1}


def test_every_policy_is_there_and_their_spread_shows(overview: Overview) -> None:
    assert tuple(overview.whole.policies) == POLICIES
    filters = overview.families[0].policies
    assert filters["seat"]["french"].products == 1
    assert filters["majority"]["extra_european"].products == 1


@pytest.mark.parametrize("policy", POLICIES)
def test_unknown_stays_unknown(overview: Overview, policy: str) -> None:
    assert overview.whole.policies[policy]["unknown"].products >= 1


def test_parents_and_countries_that_weigh_most(overview: Overview) -> None:
    first = overview.parents[0]
    assert (first.id, first.name, first.country) == ("essai-us", "Essai Boston", "US")
    assert (first.products, first.installations, first.devices) == (2, 3, 2)
    assert {weight.id for weight in overview.countries} == {"US", "FR", ""}


def test_what_to_do_next(overview: Overview) -> None:
    assert [line.product for line in overview.unknown] == ["Gestion locale"]
    assert overview.unknown_count == 1


def test_an_empty_collector_has_figures_too(
    session: Session, organisation: Organisation, knowledge: Knowledge
) -> None:
    nothing = overview_of([], knowledge, "majority", ON)
    assert nothing.whole.products == 0
    assert nothing.parents == nothing.countries == ()
    assert device_coverage(session, organisation.id, 0).present == 0
    assert name_coverage(session, organisation.id).all == 0
