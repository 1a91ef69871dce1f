"""Stores reports: one transaction for a batch, bulk statements, and an answer for each report."""

from sqlalchemy import Engine

from vigie_collector.clock import now
from vigie_collector.ids import new_id
from vigie_collector.intake.changes import Changes, compare
from vigie_collector.intake.dictionary import Dictionary
from vigie_collector.intake.faults import is_outage, is_race
from vigie_collector.intake.gathered import Gathered, seen_by
from vigie_collector.intake.incoming import Incoming, Stored
from vigie_collector.intake.lookups import (
    SourceState,
    bound_devices,
    intervals,
    known_witnesses,
    matching_device,
    source_states,
)
from vigie_collector.intake.observed import replaced
from vigie_collector.intake.sql import Writing
from vigie_collector.inventory.identity import contradicts

_DAY = 86_400
States = dict[tuple[int, str], SourceState]
"""By (device, source)."""


class Store:
    """Writes batches of reports into one database.

    Args:
        engine: of the database.
        dictionary: of the same database.
        flapping_days: see `Settings.flapping_days`.
    """

    def __init__(self, engine: Engine, dictionary: Dictionary, flapping_days: int) -> None:
        self._engine = engine
        self._dictionary = dictionary
        self._flapping = flapping_days * _DAY

    def write(self, batch: list[Incoming]) -> list[Stored | Exception]:
        """Stores a batch in one transaction; if it fails as a whole, each report in its own."""
        try:
            return self._write(batch)
        except Exception as error:
            if is_outage(error) or (len(batch) == 1 and not is_race(error)):
                raise
        results: list[Stored | Exception] = []
        for item in batch:
            try:
                results += self._write([item])
            except Exception as error:  # noqa: BLE001  # the answer of that report alone
                results.append(error)
        return results

    def _write(self, batch: list[Incoming]) -> list[Stored | Exception]:
        with Writing(self._engine) as writing:
            rows = Gathered()
            states = source_states(
                writing,
                [
                    (item.sender.organisation_id, item.sender.device_id)
                    for item in batch
                    if item.sender.device_id is not None
                ],
            )
            tied = bound_devices(
                writing,
                [
                    (item.sender.organisation_id, item.sender.agent_id)
                    for item in batch
                    if item.sender.agent_id is not None
                    and (item.sender.device_id, item.source) not in states
                ],
            )
            states |= source_states(
                writing,
                [
                    (item.sender.organisation_id, tied[item.sender.agent_id])
                    for item in batch
                    if item.sender.agent_id in tied
                ],
            )
            results: list[Stored | Exception] = [
                self._one(writing, rows, states, tied, item) for item in batch
            ]
            rows.flush(writing)
        return results

    def _one(
        self,
        writing: Writing,
        rows: Gathered,
        states: States,
        tied: dict[int, int],
        item: Incoming,
    ) -> Stored:
        organisation, sender = item.sender.organisation_id, item.sender
        moment = now()
        seen = seen_by(item)
        device_id = sender.device_id
        if sender.agent_id is not None and (device_id, item.source) not in states:
            device_id = tied.get(sender.agent_id)
        fresh = device_id is None
        if device_id is None:
            if rows.shares_witness(organisation, seen):
                # The same machine under two new agents: the second must meet the first's device.
                rows.flush(writing)
            device_id = matching_device(writing, organisation, seen)
            _read_again(writing, states, organisation, device_id)
        if device_id is not None and rows.holds(organisation, device_id):
            # Two agents of one machine, in one batch.
            rows.flush(writing)
            _read_again(writing, states, organisation, device_id)
        if device_id is None:
            device_id = new_id()
            where = (organisation, device_id, item.source)
            rows.device(organisation, device_id, item, moment, new=True, leads=True)
            rows.new_witnesses(organisation, device_id, seen, moment)
            rows.bind(item, device_id, fresh=True)
            self._observed(writing, rows, where, None, item, moment)
            return Stored("stored", device_id)
        where = (organisation, device_id, item.source)
        state = states.get((device_id, item.source))
        if state and state.digest == item.decoded.digest:
            # The digest covers the device's identity: an equal one cannot come from another machine.
            rows.touched.append((moment, item.stated_digest, sender.agent_id, *where))
            rows.bind(item, device_id, fresh=fresh)
            return Stored("unchanged", device_id)
        known = known_witnesses(writing, organisation, device_id)
        if not fresh and contradicts(known, seen):
            rows.conflicts.append((moment, item.name[:512], organisation, sender.agent_id))
            return Stored("conflict", device_id, known.name)
        # A list that people keep knows less than the machine itself: where our agent is, it only adds.
        leads = sender.agent_id is not None or (device_id, "agent") not in states
        rows.device(organisation, device_id, item, moment, new=False, leads=leads)
        rows.witnesses(where, seen, moment, known=None if leads else known)
        rows.bind(item, device_id, fresh=fresh)
        self._observed(writing, rows, where, state, item, moment)
        return Stored("stored", device_id)

    def _observed(
        self,
        writing: Writing,
        rows: Gathered,
        where: tuple[int, int, str],
        state: SourceState | None,
        item: Incoming,
        moment: int,
    ) -> None:
        report = item.decoded.report
        before = moment
        if state is None:
            # The first report of a source is the starting point: it gives no events.
            changes = Changes(appeared=item.entries)
            rows.new_source(where, item, moment)
        else:
            present, recent = intervals(writing, self._dictionary, where, moment - self._flapping)
            changes = compare(present, item.entries, replaced(report), recent)
            rows.known_source(where, item, moment)
            before = state.last_report_at
        rows.sections(where, report, moment)
        rows.changes(where, changes, before=before, moment=moment, flapping=self._flapping)


def _read_again(writing: Writing, states: States, organisation: int, device_id: int | None) -> None:
    if device_id is not None:
        states.update(source_states(writing, [(organisation, device_id)]))
