"""Reads an inventory kept in a CSV file: one line per software and device."""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from vigie_agent.report import Report, from_dict

from vigie_connectors.connector import Needs, Option, Settings, State
from vigie_connectors.csv_inventory.parse import Inventory, parse
from vigie_connectors.errors import ActionRequired

MAX_BYTES = 64 * 1024 * 1024


class CsvInventory:
    """The connector `csv_inventory`."""

    name = "csv_inventory"
    needs = Needs()
    options = (
        Option(name="path", doc="Chemin du fichier CSV.", required=True),
        Option(name="kind", doc="Sorte des lignes qui n'en disent pas (windows par défaut)."),
    )

    def test(self, settings: Settings) -> str:
        """Read the file and count what it holds."""
        inventory = _load(settings)
        rows = sum(len(rows) for rows in inventory.devices.values())
        return f"{len(inventory.devices)} postes, {rows} lignes de logiciels."

    def read(self, settings: Settings, state: State) -> Iterator[Report]:
        """Give one report per device, in the order of their names; none for the same file."""
        inventory = _load(settings)
        if state.get("digest") == inventory.digest:
            return
        modified = datetime.fromtimestamp(Path(settings["path"]).stat().st_mtime, tz=UTC)
        taken_at = modified.isoformat(timespec="seconds")
        for device, rows in sorted(inventory.devices.items()):
            # Through the tolerant reader: the limits and cleaning of a report hold here too.
            report, _ = from_dict(
                {
                    "schema": "vigie-report/1",
                    "source": self.name,
                    "agent": {"name": self.name, "version": version("vigie-connectors")},
                    "taken_at": taken_at,
                    "device": {"name": device},
                    "software": rows,
                    "probes": [
                        {
                            "name": self.name,
                            "sections": ["software"],
                            "status": "partial" if inventory.dropped else "ok",
                            "count": len(rows),
                            "reason": " ; ".join(inventory.dropped[:3]),
                        }
                    ],
                }
            )
            yield report
        state["digest"] = inventory.digest  # only now: a read cut short starts again


def _load(settings: Settings) -> Inventory:
    path = Path(settings.get("path", ""))
    if not settings.get("path"):
        raise ActionRequired("Aucun fichier indiqué : renseignez le réglage « path ».")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ActionRequired(
                "Le fichier {path} dépasse {limit} Mio : découpez-le par service ou par site.",
                path=path,
                limit=MAX_BYTES // 1024 // 1024,
            )
        content = path.read_bytes()
    except OSError as error:
        raise ActionRequired(
            "Fichier {path} illisible ({why}) : vérifiez le chemin et les droits.",
            path=path,
            why=error.strerror,
        ) from error
    return parse(content, default_kind=settings.get("kind") or "windows")
