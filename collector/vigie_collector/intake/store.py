"""Stores reports: one transaction for a batch, bulk statements, and an answer for each report."""

from sqlalchemy import Engine

from vigie_collector.clock import now
from vigie_collector.errors import Conflict
from vigie_collector.ids import new_id
from vigie_collector.intake.changes import Changes, compare
from vigie_collector.intake.dictionary import Dictionary
from vigie_collector.intake.gathered import Gathered, seen_by
from vigie_collector.intake.incoming import Incoming, Stored
from vigie_collector.intake.lookups import (
    SourceState,
    intervals,
    known_witnesses,
    matching_device,
    source_state,
    source_states,
)
from vigie_collector.intake.observed import replaced
from vigie_collector.intake.sql import Writing
from vigie_collector.inventory.identity import contradicts
from vigie_collector.texts import _

_DAY = 86_400


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
            if len(batch) == 1:
                raise
            del error
        results: list[Stored | Exception] = []
        for item in batch:
            try:
                results += self._write([item])
            except Exception as error:  # noqa: BLE001  # the answer of that report alone
                results.append(error)
        return results

    def _write(self, batch: list[Incoming]) -> list[Stored | Exception]:
        results: list[Stored | Exception] = []
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
            for item in batch:
                if rows.overlap(item):
                    # The same machine under two new agents: the second must meet the first's device.
                    rows.flush(writing)
                    rows = Gathered()
                try:
                    results.append(self._one(writing, rows, states, item))
                except Conflict as conflict:
                    rows.conflicts.append((now(), item.name, item.sender.agent_id))
                    results.append(conflict)
            rows.flush(writing)
        return results

    def _one(
        self,
        writing: Writing,
        rows: Gathered,
        states: dict[tuple[int, str], SourceState],
        item: Incoming,
    ) -> Stored:
        organisation = item.sender.organisation_id
        report = item.decoded.report
        source = report.source[:32] or "agent"
        moment = now()
        device_id = item.sender.device_id
        fresh = device_id is None
        seen = seen_by(item)
        state = None
        if device_id is not None:
            state = states.get((device_id, source))
            # The digest covers the device's identity: an equal one cannot come from another machine.
            if state is None or state.digest != item.decoded.digest:
                known = known_witnesses(writing, organisation, device_id)
                if contradicts(known, seen):
                    raise _cloned(known.name, item.name)
        else:
            device_id = matching_device(writing, organisation, seen)
            if device_id is not None:
                state = source_state(writing, organisation, device_id, source)
        if device_id is None:
            device_id = new_id()
            rows.device(organisation, device_id, item, moment, new=True)
        elif state and state.digest == item.decoded.digest:
            rows.touched.append(
                (moment, item.stated_digest, item.sender.agent_id, organisation, device_id, source)
            )
            rows.bind(item, device_id, fresh=fresh)
            return Stored("unchanged", device_id)
        else:
            rows.device(organisation, device_id, item, moment, new=False)
        rows.bind(item, device_id, fresh=fresh)
        rows.witnesses(organisation, device_id, seen, moment)
        where = (organisation, device_id, source)
        if state is None:
            changes = Changes(appeared=item.entries)
            rows.new_source(where, item, moment)
            before = moment
        else:
            present, recent = intervals(writing, self._dictionary, where, moment - self._flapping)
            changes = compare(present, item.entries, replaced(report), recent, first=False)
            rows.known_source(where, item, moment)
            before = state.last_report_at
        rows.sections(where, report, moment)
        rows.changes(where, changes, before=before, moment=moment, flapping=self._flapping)
        return Stored("stored", device_id)


def _cloned(known: str, name: str) -> Conflict:
    return Conflict(
        "identity_conflict",
        _(
            "Cet agent a été enrôlé sur une autre machine (« {known} ») que celle qui envoie (« {name} ») :"
            " disque cloné ou matériel remplacé. Enrôlez-le de nouveau sur cette machine."
        ).format(known=known[:64], name=name[:64]),
    )
