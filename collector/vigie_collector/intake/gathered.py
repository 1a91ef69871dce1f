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
        self._clear()

    def _clear(self) -> None:
        self._held: set[tuple[int, int]] = set()
        self.conflicts: list[tuple[Any, ...]] = []
        self.touched: list[tuple[Any, ...]] = []
        self._devices: list[tuple[Any, ...]] = []
        self._known_devices: list[tuple[Any, ...]] = []
        self._filled_devices: list[tuple[Any, ...]] = []
        self._agents: list[tuple[Any, ...]] = []
        self._old_witnesses: list[tuple[int, int]] = []
        self._old_aliases: list[tuple[Any, ...]] = []
        self._witnesses: list[tuple[Any, ...]] = []
        self._more_witnesses: list[tuple[Any, ...]] = []
        self._new_sources: list[tuple[Any, ...]] = []
        self._sources: list[tuple[Any, ...]] = []
        self._sections: list[tuple[Any, ...]] = []
        self._appeared: list[tuple[Any, ...]] = []
        self._gone: list[tuple[Any, ...]] = []
        self._back: list[tuple[Any, ...]] = []
        self._events: list[tuple[Any, ...]] = []
        self._undone: list[tuple[Any, ...]] = []

    def holds(self, organisation: int, device_id: int) -> bool:
        """Whether a report of this device is gathered here, of another agent perhaps."""
        return (organisation, device_id) in self._held

    def shares_witness(self, organisation: int, seen: Witnesses) -> bool:
        """Whether a report gathered here has one of these witnesses: it may be the same machine."""
        held = {(row[0], row[1], row[2]) for row in (*self._witnesses, *self._more_witnesses)}
        return any((organisation, kind, value) in held for kind, value in seen.rows())

    def device(
        self,
        organisation: int,
        device_id: int,
        item: Incoming,
        moment: int,
        *,
        new: bool,
        leads: bool,
    ) -> None:
        """A device, new or known.

        Args:
            organisation: the tenant.
            device_id: of the device.
            item: the report.
            moment: now, epoch seconds.
            new: it is not in the database yet.
            leads: what the report says replaces what is known; otherwise it only fills what is not.
        """
        report = item.decoded.report
        system = _system(report)[:256]
        maker = report.hardware.maker[:256] if report.hardware else ""
        model = report.hardware.model[:256] if report.hardware else ""
        kind, tag = report.device.kind[:16], report.device.tag[:128]
        if new:
            count = sum(entry.kind not in _NOT_SOFTWARE for entry in item.entries)
            self._devices.append(
                (organisation, device_id, item.name, kind, tag, system, maker, model, moment, moment, count)
            )  # fmt: skip
        elif leads:
            self._known_devices.append(
                (item.name, item.name, kind, kind, tag, tag, system, system, maker, maker, model, model, moment,
                 organisation, device_id)
            )  # fmt: skip
        else:
            self._filled_devices.append(
                (item.name, kind, tag, system, maker, model, moment, organisation, device_id)
            )

    def bind(self, item: Incoming, device_id: int, *, fresh: bool) -> None:
        """Ties the agent to its device after its first report; keeps its version and its clock's skew of now."""
        sender = item.sender
        self._held.add((sender.organisation_id, device_id))
        if sender.agent_id is None:
            return
        version = item.version or sender.version
        if fresh or item.skew != sender.skew or version != sender.version:
            self._agents.append(
                (device_id, item.skew, version, sender.organisation_id, sender.agent_id)
            )

    def new_witnesses(
        self, organisation: int, device_id: int, seen: Witnesses, moment: int
    ) -> None:
        """What identifies a new device."""
        self._witnesses += _witness_rows(organisation, device_id, seen, moment)

    def witnesses(
        self, where: tuple[int, int, str], seen: Witnesses, moment: int, *, known: Witnesses | None
    ) -> None:
        """What identifies a known device.

        Args:
            where: organisation, device, source.
            seen: what the report says.
            moment: now, epoch seconds.
            known: what is kept, when the report only adds to it; None: the report replaces all but other sources'
                names of the machine.
        """
        organisation, device_id, source = where
        rows = _witness_rows(organisation, device_id, seen, moment)
        if known is None:
            self._old_witnesses.append((organisation, device_id))
        else:
            rows = [row for row in rows if row[1] in {"alias", "mac"} or not getattr(known, row[1])]
        if seen.aliases:
            prefix = alias_prefix(source)
            self._old_aliases.append((organisation, device_id, len(prefix), prefix))
        self._more_witnesses += rows

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
            (organisation, device_id, source, name_id, version, moment - flapping)
            for name_id, version in changes.undone
        ]
        self._events += [
            (organisation, new_id(), device_id, source, moment, what, name_id, old, new)
            for what, name_id, old, new in changes.events
        ]

    def flush(self, writing: Writing) -> None:
        """Writes all that was gathered, and forgets it."""
        self._flush_devices(writing)
        self._flush_witnesses(writing)
        self._flush_sources(writing)
        self._flush_sections(writing)
        self._flush_installations(writing)
        self._clear()

    def _flush_devices(self, writing: Writing) -> None:
        writing.insert(
            "device",
            ("organisation_id", "id", "name", "kind", "tag", "os_name", "maker", "model",
             "first_seen_at", "last_seen_at", "software_count"),
            self._devices,
        )  # fmt: skip
        writing.each(
            "UPDATE device SET name = CASE WHEN %s = '' THEN name ELSE %s END,"
            " kind = CASE WHEN %s = '' THEN kind ELSE %s END,"
            " tag = CASE WHEN %s = '' THEN tag ELSE %s END,"
            " os_name = CASE WHEN %s = '' THEN os_name ELSE %s END,"
            " maker = CASE WHEN %s = '' THEN maker ELSE %s END,"
            " model = CASE WHEN %s = '' THEN model ELSE %s END, last_seen_at = %s"
            " WHERE organisation_id = %s AND id = %s",
            self._known_devices,
        )
        writing.each(
            "UPDATE device SET name = CASE WHEN name = '' THEN %s ELSE name END,"
            " kind = CASE WHEN kind = '' THEN %s ELSE kind END,"
            " tag = CASE WHEN tag = '' THEN %s ELSE tag END,"
            " os_name = CASE WHEN os_name = '' THEN %s ELSE os_name END,"
            " maker = CASE WHEN maker = '' THEN %s ELSE maker END,"
            " model = CASE WHEN model = '' THEN %s ELSE model END, last_seen_at = %s"
            " WHERE organisation_id = %s AND id = %s",
            self._filled_devices,
        )
        writing.each(
            "UPDATE agent SET device_id = %s, clock_skew_seconds = %s, version = %s"
            " WHERE organisation_id = %s AND id = %s",
            self._agents,
        )
        writing.each(
            "UPDATE agent SET conflict_at = %s, conflict_name = %s"
            " WHERE organisation_id = %s AND id = %s",
            self.conflicts,
        )

    def _flush_witnesses(self, writing: Writing) -> None:
        columns = ("organisation_id", "kind", "value", "device_id", "last_seen_at")
        writing.each(
            "DELETE FROM device_witness WHERE organisation_id = %s AND device_id = %s AND kind <> 'alias'",
            self._old_witnesses,
        )
        writing.each(
            "DELETE FROM device_witness WHERE organisation_id = %s AND device_id = %s AND kind = 'alias'"
            " AND substr(value, 1, %s) = %s",
            self._old_aliases,
        )
        writing.insert("device_witness", columns, self._witnesses)
        writing.insert(
            "device_witness",
            columns,
            self._more_witnesses,
            after="ON CONFLICT (organisation_id, kind, value, device_id)"
            " DO UPDATE SET last_seen_at = excluded.last_seen_at",
        )

    def _flush_sources(self, writing: Writing) -> None:
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
            " AND name_id = %s AND version_before = %s AND what = 'removed' AND at >= %s",
            self._undone,
        )
        writing.insert(
            "software_event",
            ("organisation_id", "id", "device_id", "source", "at", "what", "name_id",
             "version_before", "version_after"),
            self._events,
        )  # fmt: skip
        writing.each(
            "UPDATE device SET software_count = (SELECT count(DISTINCT i.software_id) FROM installation i"
            " WHERE i.organisation_id = device.organisation_id AND i.device_id = device.id"
            " AND i.gone_at IS NULL AND i.kind NOT IN ('os', 'hardware'))"
            " WHERE organisation_id = %s AND id = %s",
            [(row[-2], row[-1]) for row in (*self._known_devices, *self._filled_devices)],
        )


def seen_by(item: Incoming) -> Witnesses:
    """The witnesses of a report, with the name as it is stored.

    A source without an agent of ours (an import, a connector) often knows nothing but a name: within that source, and
    there only, the name is a witness: as a pseudonym, which stays the same when the organisation's choice changes.
    """
    aliases: frozenset[str] = frozenset()
    if item.alias and item.sender.agent_id is None:
        aliases = frozenset({alias_prefix(item.source) + item.alias})
    name = item.name.strip().lower()
    return replace(witnesses_of(item.decoded.report.device), name=name, aliases=aliases)


def _system(report: Report) -> str:
    """The name of the system; lists of software from elsewhere tell it as one of their rows."""
    if report.operating_system:
        return report.operating_system.name
    return next((each.name for each in report.software or () if each.kind == "os"), "")


def alias_prefix(source: str) -> str:
    """What the names that one source gives begin with."""
    return f"{source}|"


def _witness_rows(
    organisation: int, device_id: int, seen: Witnesses, moment: int
) -> list[tuple[Any, ...]]:
    return [(organisation, kind, value, device_id, moment) for kind, value in seen.rows()]


def _probes(report: Report) -> str:
    return mirror.encode(report.probes).decode()


def _dropped(item: Incoming) -> str:
    told: Sequence[dict[str, str]] = [asdict(each) for each in item.decoded.dropped]
    more = [{"path": each, "reason": "left_out"} for each in item.left_out]
    return json.dumps([*told, *more], ensure_ascii=False) if told or more else "[]"
