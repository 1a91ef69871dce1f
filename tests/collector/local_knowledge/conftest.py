"""The same people and inventory as the other pages' tests."""

from tests.collector.accounts.conftest import person
from tests.collector.inventory.conftest import api, knowledge, seeds

__all__ = ["api", "knowledge", "person", "seeds"]
