"""The same small inventory and knowledge as the inventory's tests, and people signed in."""

from tests.collector.accounts.conftest import person
from tests.collector.inventory.conftest import api, knowledge, seeds

__all__ = ["api", "knowledge", "person", "seeds"]
