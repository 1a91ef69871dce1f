"""Fixtures of all rooms: a real PostgreSQL for the run, and databases of both kinds."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from vigie_classifiers import Knowledge, load

from tests.support.postgres import Cluster

CACHE = Path(__file__).parents[1] / "var" / "cache"
"""Where `make setup` keeps the compiled base: every server and command of the tests reads it there."""
os.environ.setdefault("VIGIE_CACHE_DIR", str(CACHE))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests begin first, so that no process waits for one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this test process."""
    with Cluster() as started:
        yield started


@pytest.fixture
def postgres_url(cluster: Cluster) -> str:
    """An empty PostgreSQL database."""
    return cluster.new_database()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind, as `VIGIE_DATABASE_URL` takes it."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'vigie.db'}"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The shipped knowledge base."""
    return load(cache=CACHE)
