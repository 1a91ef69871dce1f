"""An inventory whose facts tests can rely on."""

import pytest
from sqlmodel import Session
from vigie_classifiers import Knowledge, load

from tests.collector.inventory.seeds import Seeds, write_knowledge
from vigie_collector.organisations.tables import Organisation


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The shipped base with the vendors of `seeds` as the organisation's own."""
    folder = write_knowledge(tmp_path_factory.mktemp("local"))
    return load(folder, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def seeds(session: Session, organisation: Organisation) -> Seeds:
    """Writes rows of the organisation."""
    return Seeds(session, organisation.id)
