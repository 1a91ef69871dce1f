"""What people set for one line of the table: levels, strategy, owner, deadline, note."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from vigie_collector.accounts.service import record
from vigie_collector.accounts.viewer import Viewer
from vigie_collector.clock import now
from vigie_collector.errors import BadInput
from vigie_collector.exports.grid import Grid
from vigie_collector.exports.tables import GridEntry
from vigie_collector.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A form as it was filled; empty means not set."""

    technological_level: str = ""
    financial_level: str = ""
    strategy: str = ""
    owner: str = ""
    deadline: str = ""
    """YYYY-MM-DD."""
    note: str = ""


def typed_of(entry: GridEntry | None) -> Typed:
    """The form of what is stored."""
    if entry is None:
        return Typed()
    return Typed(
        technological_level=entry.technological_level,
        financial_level=entry.financial_level,
        strategy=entry.strategy,
        owner=entry.owner,
        deadline=entry.deadline,
        note=entry.note,
    )


def set_entry(
    session: Session, viewer: Viewer, grid: Grid, line_key: str, label: str, typed: Typed
) -> GridEntry:
    """Stores what a person set for a line, and tells the audit log.

    Args:
        session: not committed here.
        viewer: who sets it.
        grid: whose levels and strategies are allowed; what was stored under another grid may stay.
        line_key: a present line.
        label: name of the line, for the audit log.
        typed: the whole form: an empty field takes a value away.

    Raises:
        BadInput: a value that the form does not offer, or a text too long.
    """
    entry = session.get(GridEntry, (viewer.organisation_id, line_key))
    before = typed_of(entry)
    _check_choice(
        typed.technological_level,
        [level.id for level in grid.technological.levels],
        before.technological_level,
    )
    _check_choice(
        typed.financial_level,
        [level.id for level in grid.financial.levels],
        before.financial_level,
    )
    _check_choice(typed.strategy, [each.id for each in grid.strategies], before.strategy)
    owner, note = " ".join(typed.owner.split()), typed.note.strip()
    if len(owner) > 128 or len(note) > 1024:
        raise BadInput(
            "text_too_long",
            _("Texte trop long : responsable, 128 caractères au plus ; note, 1 024."),
        )
    if "\x00" in owner + note:
        raise BadInput("bad_text", _("Texte refusé : il contient des caractères invisibles."))
    if entry is None:
        entry = GridEntry(
            organisation_id=viewer.organisation_id, line_key=line_key, updated_at=now()
        )
    entry.technological_level = typed.technological_level
    entry.financial_level = typed.financial_level
    entry.strategy = typed.strategy
    entry.owner = owner
    entry.deadline = _day(typed.deadline)
    entry.note = note
    entry.updated_at = now()
    entry.updated_by = viewer.actor[:256]
    session.add(entry)
    session.flush()
    changed = ", ".join(
        name for name in Typed.__slots__ if getattr(before, name) != getattr(entry, name)
    )
    record(session, viewer, viewer.organisation_id, "grid.changed", label, changed)
    return entry


def _check_choice(value: str, allowed: list[str], before: str) -> None:
    if value and value not in allowed and value != before:
        raise BadInput("bad_choice", _("Choix inconnu de la grille : prenez-en un dans la liste."))


def _day(text: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadInput(
            "bad_date", _("Échéance illisible : écrivez-la AAAA-MM-JJ, par exemple 2027-12-31.")
        ) from None
