"""The same people as the accounts' tests."""

from tests.collector.accounts.conftest import person

__all__ = ["person"]
