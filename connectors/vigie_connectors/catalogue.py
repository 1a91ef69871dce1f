"""Every connector, in plain sight: one that is not listed here does not exist."""

from collections.abc import Sequence

from vigie_connectors.connector import Connector
from vigie_connectors.csv_inventory import CsvInventory
from vigie_connectors.errors import ActionRequired

CONNECTORS: Sequence[Connector] = [
    CsvInventory(),
]  # one a line, in alphabetical order


def connector(name: str) -> Connector:
    """Give the connector of that name.

    Raises:
        ActionRequired: there is none.
    """
    for known in CONNECTORS:
        if known.name == name:
            return known
    raise ActionRequired(
        "Connecteur « {name} » inconnu : choisissez parmi {known}.",
        name=name,
        known=", ".join(known.name for known in CONNECTORS),
    )
