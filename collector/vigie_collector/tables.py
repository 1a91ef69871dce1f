"""Every table, imported once: migrations and tests need them all registered."""

from sqlmodel import SQLModel

from vigie_collector.accounts import tables as accounts
from vigie_collector.baselines import tables as baselines
from vigie_collector.exports import tables as exports
from vigie_collector.intake import tables as intake
from vigie_collector.inventory import tables as inventory
from vigie_collector.local_knowledge import tables as local_knowledge
from vigie_collector.organisations import tables as organisations
from vigie_collector.verdicts import tables as verdicts

metadata = SQLModel.metadata

__all__ = [
    "accounts",
    "baselines",
    "exports",
    "intake",
    "inventory",
    "local_knowledge",
    "metadata",
    "organisations",
    "verdicts",
]
