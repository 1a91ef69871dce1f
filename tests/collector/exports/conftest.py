"""The same small inventory and knowledge as the inventory's tests, and the table made of it."""

from datetime import date

import pytest
from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_collector.exports.service import Table, build_table
from vigie_collector.settings import Settings

from tests.collector.accounts.conftest import person
from tests.collector.inventory.conftest import api, knowledge, seeds
from tests.collector.inventory.seeds import Seeds

__all__ = ["api", "knowledge", "person", "seeds"]

ON = date(2026, 11, 23)


@pytest.fixture
def filled(seeds: Seeds, knowledge: Knowledge) -> Seeds:
    """Two workstations, a server, a silent one; a hostile name; a driver."""
    seeds.device(
        "a", [("Essai Bureau", "1.0"), ("Essai Pilote", "1"), ("=CMD|'/C calc'!A0", "2")],
        kind="workstation",
    )  # fmt: skip
    seeds.device("b", [("Essai Bureau", "2.0"), ("Essai Filtre", "1")], kind="laptop")
    seeds.device(
        "c", [("Essai Bureau", "2.0"), ("Essai État civil", "1"), ("Agenda", "1", "Éditions Essai SAS")],
        kind="server",
    )  # fmt: skip
    seeds.device("z", [("Essai Paie", "1")], silent=True, kind="workstation")
    seeds.settle(knowledge)
    return seeds


@pytest.fixture
def table(session: Session, filled: Seeds, knowledge: Knowledge, settings: Settings) -> Table:
    """The table of that inventory under majority control."""
    return build_table(session, knowledge, settings, filled.organisation_id, "majority", ON)
