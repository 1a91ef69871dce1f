"""Reads that intake needs inside its transaction: devices by witness, sources, intervals."""

from collections import Counter
from dataclasses import dataclass

from vigie_collector.intake.dictionary import Dictionary, Entry
from vigie_collector.intake.sql import Writing
from vigie_collector.inventory.identity import SAME, Witnesses, from_rows, score

_MOST_CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the database holds of one source of a device."""

    digest: str
    last_report_at: int


def matching_device(writing: Writing, organisation_id: int, seen: Witnesses) -> int | None:
    """The device that the witnesses speak for most strongly, or None: it is a new one.

    On PostgreSQL the witnesses are locked first, so that two replicas cannot make the same device twice.
    """
    rows = seen.rows()
    if not rows:
        return None
    if writing.postgres:
        # In one order, so that two transactions cannot wait for each other.
        writing.rows(
            "SELECT pg_advisory_xact_lock(%s, number) FROM (SELECT DISTINCT hashtext(each) AS number"
            " FROM unnest(%s::text[]) AS each ORDER BY 1) AS ordered",
            (organisation_id % 2**31, [f"{kind}={value}" for kind, value in rows]),
        )
    wanted = set(rows)
    candidates = Counter(
        device_id
        for kind, value, device_id in writing.found(
            # The kinds are named so that the key's index is used.
            "SELECT kind, value, device_id FROM device_witness WHERE organisation_id = %s"
            " AND kind IN ('machine_id', 'dmi_uuid', 'serial', 'alias', 'mac') AND value IN ({keys})",
            sorted({value for _kind, value in rows}),
            (organisation_id,),
        )
        if (kind, value) in wanted
    )
    best: tuple[int, int] | None = None
    # A witness that hundreds share (a dock, a cloned serial) identifies nothing: those with most in common are asked.
    for device_id, _common in sorted(candidates.most_common(_MOST_CANDIDATES)):
        points = score(known_witnesses(writing, organisation_id, device_id), seen)
        if points >= SAME and (best is None or points > best[0]):
            best = (points, device_id)
    return best[1] if best else None


def known_witnesses(writing: Writing, organisation_id: int, device_id: int) -> Witnesses:
    """The witnesses stored of one device, with its name as stored (a pseudonym, perhaps)."""
    rows = writing.rows(
        "SELECT w.kind, w.value, d.name FROM device d LEFT JOIN device_witness w"
        " ON w.organisation_id = d.organisation_id AND w.device_id = d.id"
        " WHERE d.organisation_id = %s AND d.id = %s",
        (organisation_id, device_id),
    )
    name = rows[0][2] if rows else ""
    return from_rows([(kind, value) for kind, value, _name in rows if kind], name)


def source_states(
    writing: Writing, senders: list[tuple[int, int]]
) -> dict[tuple[int, str], SourceState]:
    """States by (device, source) of many (organisation, device); on PostgreSQL locked until the commit."""
    lock = " ORDER BY device_id FOR UPDATE" if writing.postgres else ""
    devices: dict[int, list[int]] = {}
    for organisation_id, device_id in senders:
        devices.setdefault(organisation_id, []).append(device_id)
    return {
        (device_id, source): SourceState(digest, last)
        for organisation_id, asked in devices.items()
        for device_id, source, digest, last in writing.found(
            "SELECT device_id, source, digest, last_report_at FROM device_source"
            " WHERE organisation_id = %s AND device_id IN ({keys})" + lock,
            asked,
            (organisation_id,),
        )
    }


def bound_devices(writing: Writing, agents: list[tuple[int, int]]) -> dict[int, int]:
    """The devices that agents are tied to now, if they still exist; on PostgreSQL the agents are locked.

    What was read with the credential may be old: a first report sent twice, or a device that retention deleted since.

    Args:
        writing: the transaction.
        agents: (organisation, agent).

    Returns:
        Agent to device; an agent without one is left out.
    """
    lock = " ORDER BY id FOR UPDATE" if writing.postgres else ""
    tied: dict[int, int] = {}
    by_organisation: dict[int, list[int]] = {}
    for organisation_id, agent_id in agents:
        by_organisation.setdefault(organisation_id, []).append(agent_id)
    for organisation_id, asked in sorted(by_organisation.items()):
        found = {
            agent_id: device_id
            for agent_id, device_id in writing.found(
                "SELECT id, device_id FROM agent WHERE organisation_id = %s AND id IN ({keys})"
                + lock,
                sorted(asked),
                (organisation_id,),
            )
            if device_id is not None
        }
        if found:
            living = {
                device_id
                for (device_id,) in writing.found(
                    "SELECT id FROM device WHERE organisation_id = %s AND id IN ({keys})",
                    sorted(set(found.values())),
                    (organisation_id,),
                )
            }
            tied |= {agent: device for agent, device in found.items() if device in living}
    return tied


def intervals(
    writing: Writing,
    dictionary: Dictionary,
    where: tuple[int, int, str],
    since: int,
) -> tuple[dict[int, Entry], dict[int, Entry]]:
    """Software with an open interval, and software whose interval was closed at `since` or later.

    Args:
        writing: the transaction.
        dictionary: turns ids into entries.
        where: organisation, device, source.
        since: epoch seconds.
    """
    rows = writing.rows(
        "SELECT software_id, gone_at FROM installation WHERE organisation_id = %s AND device_id = %s"
        " AND source = %s AND (gone_at IS NULL OR gone_at >= %s)",
        (*where, since),
    )
    entries = dictionary.by_id(writing, where[0], {number for number, _gone in rows})
    present = {number: entries[number] for number, gone in rows if gone is None}
    recent = {
        number: entries[number]
        for number, gone in rows
        if gone is not None and number not in present
    }
    return present, recent
