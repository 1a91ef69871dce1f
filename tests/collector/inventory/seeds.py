"""Rows of an inventory written straight into the tables, and a small knowledge base whose facts tests can rely on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_collector.clock import now
from vigie_collector.ids import new_id
from vigie_collector.inventory.counts import refresh_counts
from vigie_collector.inventory.tables import (
    Device,
    DeviceSection,
    DeviceSource,
    DeviceWitness,
    Installation,
    RawName,
    Software,
    SoftwareEvent,
)
from vigie_collector.verdicts.service import classify_pending

DAY = 86_400
STALE = 30 * DAY

_VENDORS = {
    "essai-fr": 'name = "Essai Lyon"\ncountry = "FR"\nindependent = true\naliases = ["Éditions Essai SAS"]',
    "essai-us": 'name = "Essai Boston"\ncountry = "US"\nindependent = true',
    "essai-filiale": 'name = "Essai Filiale"\ncountry = "FR"\n[[control]]\nparent = "essai-us"\n'
    'kind = "majority"\ncapital_pct = 100.0\nvotes_pct = 100.0\nsince = 2024-03-01\nbasis = "general knowledge"',
    "essai-libres": 'name = "Auteurs d\'essais libres"\ncountry = "ZZ"\nkind = "community"\nmany = true',
    "essai-mystere": 'name = "Essai Mystère"\ncountry = "FR"\ncontrol_unknown = true',
}
_PRODUCTS = {
    "essai-etat-civil": (
        "essai-fr",
        "Essai État civil",
        "logiciel/metier-citoyen",
        "product",
        "essai-filtre",
    ),
    "essai-bureau": ("essai-us", "Essai Bureau", "poste/bureautique", "product", ""),
    "essai-filtre": ("essai-filiale", "Essai Filtre", "infrastructure/securite", "product", ""),
    "essai-paie": ("essai-mystere", "Essai Paie", "logiciel/metier-rh", "product", ""),
    "essai-graphe": ("essai-libres", "Essai Graphe", "poste/bureautique", "product", ""),
    "essai-partition": ("essai-libres", "Essai Partition", "poste/bureautique", "product", ""),
    "essai-pilote": ("essai-us", "Essai Pilote", "poste/pilote", "driver", ""),
}


LACKS = "Ne reprend pas les modèles d'actes."
USED_BY = "2 organisations déclarées au SILL : Essai A, Essai B"
CREDIT = "SILL (DINUM), Licence Ouverte 2.0"


def write_knowledge(folder: Path) -> Path:
    """An organisation's own knowledge: a French vendor, an American one, its French subsidiary, an unclear one."""
    for vendor, text in _VENDORS.items():
        own = folder / vendor
        own.mkdir(parents=True)
        head, separator, control = text.partition("[[control]]")
        (own / "vendor.toml").write_text(
            f'id = "{vendor}"\n{head}\nbasis = "general knowledge"\n{separator}{control}\n', "utf-8"
        )
    for product, (vendor, name, category, type_, alternative) in _PRODUCTS.items():
        (folder / vendor / f"{product}.toml").write_text(
            f'id = "{product}"\nname = "{name}"\nvendor = "{vendor}"\ncategory = "{category}"\n'
            f'type = "{type_}"\nlicence = "proprietary"\nopen_source = "no"\nbasis = "general knowledge"\n'
            + (
                f'[[alternatives]]\nproduct = "{alternative}"\nlacks = "{LACKS}"\nbasis = "general knowledge"\n'
                if alternative
                else ""
            )
            + f'[[match]]\nkinds = ["windows"]\nnames = ["{name}"]\n'
            f'[[examples]]\nkind = "windows"\nseen = "{name}"\n',
            "utf-8",
        )
        if alternative:
            (folder / "sill.toml").write_text(
                f'credit = "{CREDIT}"\n[[alternatives]]\nof = "{product}"\nproduct = "{alternative}"\n'
                f'used_by = "{USED_BY}"\nsource = "https://sill.invalid/1"\nchecked = 2026-11-20\n',
                "utf-8",
            )
    return folder


@dataclass
class Seeds:
    """Writes rows of one organisation; call `settle` before reading."""

    session: Session
    organisation_id: int
    software: dict[tuple[str, str, str], int] = field(
        default_factory=dict[tuple[str, str, str], int]
    )
    names: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    def device(
        self,
        name: str,
        software: Sequence[tuple[str, ...]] = (),
        *,
        silent: bool = False,
        source: str = "agent",
        probes: Sequence[dict[str, Any]] = (),
        dropped: Sequence[dict[str, str]] = (),
        sections: dict[str, Any] | None = None,
        **columns: Any,
    ) -> int:
        """A device that has software of (name, version, publisher); returns its id."""
        seen = now() - (2 * STALE if silent else DAY)
        device_id = new_id()
        self.session.add(
            Device(
                organisation_id=self.organisation_id,
                id=device_id,
                name=name,
                first_seen_at=seen - 5 * DAY,
                last_seen_at=seen,
                software_count=len(software),
                **columns,
            )
        )
        self.source(device_id, source, seen, probes, dropped)
        self.session.add(
            DeviceWitness(
                organisation_id=self.organisation_id, kind="serial", value=f"sn-{device_id}",
                device_id=device_id, last_seen_at=seen,
            )
        )  # fmt: skip
        for section, payload in (sections or {}).items():
            self.session.add(
                DeviceSection(
                    organisation_id=self.organisation_id, device_id=device_id, source=source,
                    section=section, payload=json.dumps(payload), read_at=seen,
                )
            )  # fmt: skip
        for row in software:
            self.install(device_id, *row, source=source, at=seen - 5 * DAY)
        return device_id

    def source(
        self,
        device_id: int,
        source: str,
        seen: int,
        probes: Sequence[dict[str, Any]] = (),
        dropped: Sequence[dict[str, str]] = (),
    ) -> None:
        """A source that sees a device."""
        self.session.add(
            DeviceSource(
                organisation_id=self.organisation_id, device_id=device_id, source=source,
                first_report_at=seen - 5 * DAY, last_report_at=seen, changed_at=seen - DAY,
                probes=json.dumps(list(probes)), dropped=json.dumps(list(dropped)),
            )
        )  # fmt: skip

    def install(
        self,
        device_id: int,
        name: str,
        version: str = "1.0",
        publisher: str = "",
        *,
        source: str = "agent",
        at: int = 0,
        gone_at: int | None = None,
        kind: str = "windows",
    ) -> None:
        """A software on a device."""
        self.session.add(
            Installation(
                organisation_id=self.organisation_id, device_id=device_id, source=source,
                software_id=self._software(kind, name, version, publisher),
                first_seen_at=at or now() - 5 * DAY, kind=kind, gone_at=gone_at,
            )
        )  # fmt: skip

    def event(self, device_id: int, what: str, name: str, before: str, after: str) -> None:
        """A change on a device."""
        self.session.add(
            SoftwareEvent(
                organisation_id=self.organisation_id, id=new_id(), device_id=device_id,
                source="agent", at=now() - DAY, what=what, name_id=self._name("windows", name, ""),
                version_before=before, version_after=after,
            )
        )  # fmt: skip

    def settle(self, knowledge: Knowledge) -> None:
        """Gives verdicts and counts, as the worker does."""
        self.session.commit()
        while classify_pending(self.session, knowledge, self.organisation_id):
            self.session.commit()
        refresh_counts(self.session, self.organisation_id, now() - STALE)

    def _software(self, kind: str, name: str, version: str, publisher: str) -> int:
        name_id = self._name(kind, name, publisher)
        key = (kind, f"{name}|{publisher}", version)
        if key not in self.software:
            self.software[key] = new_id()
            self.session.add(
                Software(
                    organisation_id=self.organisation_id, id=self.software[key], name_id=name_id,
                    hash=_hash(*key), version=version,
                )
            )  # fmt: skip
        return self.software[key]

    def _name(self, kind: str, name: str, publisher: str) -> int:
        key = (f"{kind}|{name}", publisher)
        if key not in self.names:
            self.names[key] = new_id()
            self.session.add(
                RawName(
                    organisation_id=self.organisation_id, id=self.names[key], hash=_hash(*key),
                    kind=kind, name=name, publisher=publisher, first_seen_at=now() - 5 * DAY,
                )
            )  # fmt: skip
        return self.names[key]


def _hash(*parts: str) -> bytes:
    return blake2b("\x1f".join(parts).encode(), digest_size=16).digest()
