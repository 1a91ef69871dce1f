"""The same small inventory and knowledge as the inventory's tests."""

from tests.collector.inventory.conftest import knowledge, page, seeds

__all__ = ["knowledge", "page", "seeds"]
