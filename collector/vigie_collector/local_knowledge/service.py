"""Keeps what an organisation says, undoes it, and reads again the names that it concerns."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_classifiers.check_local import faults_of
from vigie_classifiers.local import Entry, records, table_of

from vigie_collector.accounts.audit import record
from vigie_collector.accounts.viewer import Viewer
from vigie_collector.clock import now, today
from vigie_collector.database import alone
from vigie_collector.errors import BadInput, Conflict, NotFound
from vigie_collector.ids import new_id
from vigie_collector.local_knowledge.building import checked_text, facts_entry, name_entry
from vigie_collector.local_knowledge.queries import entries_in_force
from vigie_collector.local_knowledge.rereading import reread
from vigie_collector.local_knowledge.schemas import FactsAsked, NameAsked
from vigie_collector.local_knowledge.shelf import Shelf, read_entry
from vigie_collector.local_knowledge.tables import LocalEntry
from vigie_collector.texts import _

MOST_ENTRIES = 20_000
"""Entries in force of one organisation."""


@dataclass(frozen=True, slots=True)
class Made:
    """An entry that was kept or undone."""

    row: LocalEntry
    changed: int | None
    """Verdicts that changed at once; None: names are many, the worker reads them little by little."""


def qualify(session: Session, shelf: Shelf, viewer: Viewer, asked: NameAsked) -> Made:
    """Keeps « this raw name is this product ».

    Raises:
        BadInput: one sentence that says what to correct; nothing was kept.
    """
    _lock(session, viewer)
    knowledge = shelf.of(session, viewer.organisation_id)
    entry = name_entry(knowledge, asked)
    product = entry.recognitions[0].product
    name = entry.products[0].name if entry.products else knowledge.products[product].name
    title = _("« {name} » ({kind}) est {product}").format(
        name=" ".join(asked.name.split()), kind=asked.kind, product=name
    )
    return keep(session, shelf, viewer, "name", title, entry, asked.reason)


def correct(
    session: Session, shelf: Shelf, viewer: Viewer, vendor_id: str, asked: FactsAsked
) -> Made:
    """Keeps what was corrected of a vendor.

    Raises:
        BadInput: one sentence that says what to correct; nothing was kept.
    """
    _lock(session, viewer)
    knowledge = shelf.of(session, viewer.organisation_id)
    entry = facts_entry(knowledge, vendor_id, asked, today())
    said: list[str] = []
    facts = entry.facts[0]
    if facts.country is not None:
        said.append(_("siège {country}").format(country=facts.country or "?"))
    said += [
        _("lien vers {parent}").format(parent=knowledge.vendors[one.parent].name)
        for one in facts.control
    ]
    title = f"{knowledge.vendors[vendor_id].name} : {', '.join(said)}"
    return keep(session, shelf, viewer, "vendor", title, entry, asked.reason)


def keep(
    session: Session,
    shelf: Shelf,
    viewer: Viewer,
    what: str,
    title: str,
    entry: Entry,
    reason: str,
) -> Made:
    """Checks an entry as the base is checked, keeps it, and reads names again.

    Raises:
        BadInput: the entry is at fault; nothing was kept.
    """
    why = checked_text(reason, 1024, _("Raison"))
    organisation_id = viewer.organisation_id
    before = shelf.of(session, organisation_id)
    found = faults_of(shelf.shipped, entries_of(session, organisation_id), entry, today())
    if found:
        raise BadInput("local_entry_refused", _told([text for _file, text in found]))
    row = add_row(session, viewer, what, title, entry, why)
    session.flush()
    record(session, viewer, organisation_id, "knowledge.added", row.title, why)
    after = shelf.fresh(session, organisation_id)
    return Made(row, reread(session, organisation_id, entry, before, after))


def add_row(
    session: Session, viewer: Viewer, what: str, title: str, entry: Entry, reason: str
) -> LocalEntry:
    """Adds the row of an entry that was checked."""
    row = LocalEntry(
        organisation_id=viewer.organisation_id,
        id=new_id(),
        what=what,
        title=title[:640],
        content=json.dumps(table_of(entry), ensure_ascii=False),
        author=viewer.actor[:256],
        reason=reason,
        made_at=now(),
    )
    session.add(row)
    return row


def undo(session: Session, shelf: Shelf, viewer: Viewer, entry_id: int, reason: str) -> Made:
    """Takes an entry out of force; it stays in the history.

    Raises:
        NotFound: this organisation has no such entry.
        Conflict: it is undone already, or another entry rests on it.
        BadInput: no reason.
    """
    why = checked_text(reason, 1024, _("Raison"))
    organisation_id = viewer.organisation_id
    _lock(session, viewer)
    row = session.get(LocalEntry, (organisation_id, entry_id))
    if row is None:
        raise NotFound("unknown_entry", _("Cette entrée n'existe pas."))
    if row.undone_at is not None:
        raise Conflict("already_undone", _("Cette entrée est déjà annulée."))
    _refuse_if_needed(session, shelf.shipped, row)
    before = shelf.of(session, organisation_id)
    row.undone_at, row.undone_by, row.undone_reason = now(), viewer.actor[:256], why
    session.add(row)
    session.flush()
    record(session, viewer, organisation_id, "knowledge.undone", row.title, why)
    after = shelf.fresh(session, organisation_id)
    entry = read_entry(row)
    changed = reread(session, organisation_id, entry, before, after) if entry else None
    return Made(row, changed)


def entries_of(session: Session, organisation_id: int) -> list[Entry]:
    """Entries in force, in their order."""
    rows = entries_in_force(session, organisation_id)
    return [entry for row in rows if (entry := read_entry(row)) is not None]


def _refuse_if_needed(session: Session, shipped: Knowledge, row: LocalEntry) -> None:
    """Refuses to undo what another entry speaks of."""
    kept = [one for one in entries_in_force(session, row.organisation_id) if one.id != row.id]
    read = [(one, entry) for one in kept if (entry := read_entry(one)) is not None]
    found = records(shipped, [entry for _one, entry in read])
    made = read_entry(row)
    gone = set[str]()
    if made:
        gone = {one.id for one in made.vendors} | {one.id for one in made.products}
    gone -= found.vendors.keys() | found.products.keys()
    for other, entry in read:
        if _speaks_of(entry) & gone:
            raise Conflict(
                "entry_needed",
                _("Une autre entrée s'appuie sur celle-ci : annulez d'abord « {title} ».").format(
                    title=other.title
                ),
            )


def _speaks_of(entry: Entry) -> set[str]:
    named = {one.product for one in entry.recognitions} | {one.vendor for one in entry.facts}
    named |= {one.vendor for one in entry.products}
    links = [link for one in entry.vendors for link in one.control]
    links += [link for one in entry.facts for link in one.control]
    return named | {one.parent for one in links}


def _told(faults: Sequence[str]) -> str:
    """Faults as one sentence."""
    first = " ; ".join(dict.fromkeys(faults[:3]))
    return first[:1].upper() + first[1:]


def _lock(session: Session, viewer: Viewer) -> None:
    """Two people who say opposite things at once: the second is checked against the first."""
    alone(session, "local_knowledge", viewer.organisation_id)
