"""The same small inventory as the inventory's tests."""

from tests.collector.inventory.conftest import knowledge, seeds

__all__ = ["knowledge", "seeds"]
