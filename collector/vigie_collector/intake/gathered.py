"""Rows gathered from a batch of reports, written together at its end by bulk statements."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from vigie_agent.report import Report

from vigie_collector.ids import new_id
from vigie_collector.intake import mirror
from vigie_collector.intake.changes import Changes
from vigie_collector.intake.incoming import Incoming
from vigie_collector.intake.observed import SHOWN_SECTIONS
from vigie_collector.intake.sql import Writing
from vigie_collector.inventory.identity import Witnesses, witnesses_of

_NOT_SOFTWARE = frozenset({"os", "hardware"})


class Gathered:
    """Rows gathered from a batch, written together at its end."""

    def __init__(self) -> None:
        self.conflicts: list[tuple[Any, ...]] = []
        self.touched: list[tuple[Any, ...]] = []
        self._devices: list[tuple[Any, ...]] = []
        self._known_devices: list[tuple[Any, ...]] = []
        self._agents: list[tuple[Any, ...]] = []
        self._witness_owners: list[tuple[int, int]] = []
        self._witnesses: list[tuple[Any, ...]] = []
        self._new_sources: list[tuple[Any, ...]] = []
        self._sources: list[tuple[Any, ...]] = []
        self._sections: list[tuple[Any, ...]] = []
        self._appeared: list[tuple[Any, ...]] = []
        self._gone: list[tuple[Any, ...]] = []
        self._back: list[tuple[Any, ...]] = []
        self._events: list[tuple[Any, ...]] = []
        self._undone: list[tuple[Any, ...]] = []

    def overlap(self, item: Incoming) -> bool:
        """Whether a report that has no device yet shares a witness with one gathered here."""
        if item.sender.device_id is not None or not self._witnesses:
            return False
        held = {(row[0], row[1], row[2]) for row in self._witnesses}
        organisation = item.sender.organisation_id
        seen = seen_by(item).rows()
        return any((organisation, kind, value) in held for kind, value in seen)

    def device(
        self, organisation: int, device_id: int, item: Incoming, moment: int, *, new: bool
    ) -> None:
        """A device, new or known."""
        report = item.decoded.report
        system = report.operating_system.name[:256] if report.operating_system else ""
        maker = report.hardware.maker[:256] if report.hardware else ""
        model = report.hardware.model[:256] if report.hardware else ""
        kind, tag = report.device.kind[:16], report.device.tag[:128]
        if new:
            count = sum(entry.kind not in _NOT_SOFTWARE for entry in item.entries)
            self._devices.append(
                (organisation, device_id, item.name, kind, tag, system, maker, model, moment, moment, count)
            )  # fmt: skip
        else:
            self._known_devices.append(
                (item.name, kind, kind, tag, tag, system, system, maker, maker, model, model, moment,
                 organisation, device_id)
            )  # fmt: skip

    def bind(self, item: Incoming, device_id: int, *, fresh: bool) -> None:
        """Ties the agent to its device after its first report; keeps a notable clock skew."""
        sender = item.sender
        if sender.agent_id is not None and (fresh or item.skew is not None):
            self._agents.append((device_id, item.skew, sender.organisation_id, sender.agent_id))

    def witnesses(self, organisation: int, device_id: int, seen: Witnesses, moment: int) -> None:
        """Replaces what identifies the device."""
        self._witness_owners.append((organisation, device_id))
        self._witnesses += [
            (organisation, kind, value, device_id, moment) for kind, value in seen.rows()
        ]

    def new_source(self, where: tuple[int, int, str], item: Incoming, moment: int) -> None:
        """The first report of a source."""
        self._new_sources.append(
            (*where, item.sender.agent_id, item.stated_digest, item.decoded.digest, moment, moment, moment,
             _probes(item.decoded.report), _dropped(item))
        )  # fmt: skip

    def known_source(self, where: tuple[int, int, str], item: Incoming, moment: int) -> None:
        """A changed report of a source."""
        self._sources.append(
            (item.sender.agent_id, item.stated_digest, item.decoded.digest, moment, moment,
             _probes(item.decoded.report), _dropped(item), *where)
        )  # fmt: skip

    def sections(self, where: tuple[int, int, str], report: Report, moment: int) -> None:
        """What is shown but not counted."""
        for name in SHOWN_SECTIONS:
            value = getattr(report, name)
            if value is not None:
                payload = mirror.encode(value).decode()
                self._sections.append((*where, name, payload, moment))

    def changes(
        self,
        where: tuple[int, int, str],
        changes: Changes,
        *,
        before: int,
        moment: int,
        flapping: int,
    ) -> None:
        """Intervals to open, close or open again, and events."""
        organisation, device_id, source = where
        self._appeared += [
            (organisation, device_id, source, entry.software_id, moment, entry.kind)
            for entry in changes.appeared
        ]
        self._gone += [(moment, before, *where, entry.software_id) for entry in changes.gone]
        self._back += [
            (*where, entry.software_id, *where, entry.software_id) for entry in changes.back
        ]
        self._undone += [
            (organisation, device_id, source, name_id, moment - flapping)
            for name_id in changes.undone
        ]
        self._events += [
            (organisation, new_id(), device_id, source, moment, what, name_id, old, new)
            for what, name_id, old, new in changes.events
        ]

    def flush(self, writing: Writing) -> None:
        """Writes all that was gathered."""
        writing.insert(
            "device",
            ("organisation_id", "id", "name", "kind", "tag", "os_name", "maker", "model",
             "first_seen_at", "last_seen_at", "software_count"),
            self._devices,
        )  # fmt: skip
        writing.each(
            "UPDATE device SET name = %s, kind = CASE WHEN %s = '' THEN kind ELSE %s END,"
            " tag = CASE WHEN %s = '' THEN tag ELSE %s END,"
            " os_name = CASE WHEN %s = '' THEN os_name ELSE %s END,"
            " maker = CASE WHEN %s = '' THEN maker ELSE %s END,"
            " model = CASE WHEN %s = '' THEN model ELSE %s END, last_seen_at = %s"
            " WHERE organisation_id = %s AND id = %s",
            self._known_devices,
        )
        writing.each(
            "UPDATE agent SET device_id = %s, clock_skew_seconds = %s WHERE organisation_id = %s AND id = %s",
            self._agents,
        )
        writing.each(
            "UPDATE agent SET conflict_at = %s, conflict_name = %s WHERE id = %s", self.conflicts
        )
        known = {(row[-2], row[-1]) for row in self._known_devices}
        writing.each(
            "DELETE FROM device_witness WHERE organisation_id = %s AND device_id = %s",
            [owner for owner in self._witness_owners if owner in known],
        )
        writing.insert(
            "device_witness",
            ("organisation_id", "kind", "value", "device_id", "last_seen_at"),
            self._witnesses,
        )
        writing.insert(
            "device_source",
            ("organisation_id", "device_id", "source", "agent_id", "stated_digest", "digest",
             "first_report_at", "last_report_at", "changed_at", "probes", "dropped"),
            self._new_sources,
        )  # fmt: skip
        writing.each(
            "UPDATE device_source SET agent_id = %s, stated_digest = %s, digest = %s, last_report_at = %s,"
            " changed_at = %s, probes = %s, dropped = %s"
            " WHERE organisation_id = %s AND device_id = %s AND source = %s",
            self._sources,
        )
        writing.each(
            "UPDATE device_source SET last_report_at = %s, stated_digest = %s,"
            " agent_id = COALESCE(%s, agent_id)"
            " WHERE organisation_id = %s AND device_id = %s AND source = %s",
            self.touched,
        )
        self._flush_sections(writing)
        self._flush_installations(writing)

    def _flush_sections(self, writing: Writing) -> None:
        new = {(row[0], row[1], row[2]) for row in self._new_sources}
        columns = ("organisation_id", "device_id", "source", "section", "payload", "read_at")
        writing.insert("device_section", columns, [r for r in self._sections if r[:3] in new])
        writing.insert(
            "device_section",
            columns,
            [r for r in self._sections if r[:3] not in new],
            after="ON CONFLICT (organisation_id, device_id, source, section)"
            " DO UPDATE SET payload = excluded.payload, read_at = excluded.read_at",
        )

    def _flush_installations(self, writing: Writing) -> None:
        writing.insert(
            "installation",
            ("organisation_id", "device_id", "source", "software_id", "first_seen_at", "kind"),
            self._appeared,
        )
        writing.each(
            "UPDATE installation SET gone_at = %s, last_seen_at = %s WHERE organisation_id = %s"
            " AND device_id = %s AND source = %s AND software_id = %s AND gone_at IS NULL",
            self._gone,
        )
        # Only the last interval is opened again.
        writing.each(
            "UPDATE installation SET gone_at = NULL, last_seen_at = NULL WHERE organisation_id = %s"
            " AND device_id = %s AND source = %s AND software_id = %s AND first_seen_at ="
            " (SELECT max(first_seen_at) FROM installation WHERE organisation_id = %s"
            " AND device_id = %s AND source = %s AND software_id = %s)",
            self._back,
        )
        writing.each(
            "DELETE FROM software_event WHERE organisation_id = %s AND device_id = %s AND source = %s"
            " AND name_id = %s AND what = 'removed' AND at >= %s",
            self._undone,
        )
        writing.insert(
            "software_event",
            ("organisation_id", "id", "device_id", "source", "at", "what", "name_id",
             "version_before", "version_after"),
            self._events,
        )  # fmt: skip
        writing.each(
            "UPDATE device SET software_count = (SELECT count(*) FROM installation i"
            " WHERE i.organisation_id = device.organisation_id AND i.device_id = device.id"
            " AND i.gone_at IS NULL AND i.kind NOT IN ('os', 'hardware'))"
            " WHERE organisation_id = %s AND id = %s",
            [(row[-2], row[-1]) for row in self._known_devices],
        )


def seen_by(item: Incoming) -> Witnesses:
    """The witnesses of a report, with the name as it is stored.

    A source without an agent of ours (an import, a connector) often knows nothing but a name: within that source, and
    there only, the name is a witness.
    """
    report = item.decoded.report
    name = item.name.strip().lower()
    alias = f"{report.source[:32]}|{name}"[:256] if name and item.sender.agent_id is None else ""
    return replace(witnesses_of(report.device), name=name, alias=alias)


def _probes(report: Report) -> str:
    return mirror.encode(report.probes).decode()


def _dropped(item: Incoming) -> str:
    told: Sequence[dict[str, str]] = [asdict(each) for each in item.decoded.dropped]
    more = [{"path": each, "reason": "left_out"} for each in item.left_out]
    return json.dumps([*told, *more], ensure_ascii=False) if told or more else "[]"
