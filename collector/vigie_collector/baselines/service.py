"""Baselines: frozen by name, compared with now or with each other."""

from sqlmodel import Session
from vigie_classifiers import Knowledge

from vigie_collector import clock
from vigie_collector.accounts.service import record
from vigie_collector.accounts.viewer import Viewer
from vigie_collector.baselines import queries
from vigie_collector.baselines.comparison import Comparison, compare
from vigie_collector.baselines.states import (
    State,
    frozen_coverage,
    frozen_line,
    held_lines,
    names_of,
    thawed_line,
)
from vigie_collector.baselines.tables import Baseline
from vigie_collector.errors import BadInput, Conflict, NotFound
from vigie_collector.ids import new_id
from vigie_collector.inventory.line_queries import current_lines
from vigie_collector.overview.queries import device_coverage, name_coverage
from vigie_collector.settings import Settings
from vigie_collector.texts import _

NOW = "now"
"""What a baseline is compared with when no other is named."""
_DAY = 86_400
_LONGEST_NAME, _LONGEST_NOTE = 128, 2048


def freeze(
    session: Session, knowledge: Knowledge, settings: Settings, viewer: Viewer, name: str, note: str
) -> Baseline:
    """Freezes present lines with their origins of today, and tells the audit log.

    Raises:
        BadInput: no name, or texts too long.
        Conflict: the name is taken.
    """
    wanted = _name(name)
    if len(note) > _LONGEST_NOTE:
        raise BadInput("note_too_long", _("Note trop longue : 2 048 caractères au plus."))
    organisation_id = viewer.organisation_id
    if queries.is_name_taken(session, organisation_id, wanted):
        raise Conflict("name_taken", _("Un repère porte déjà ce nom : choisissez-en un autre."))
    state = present_state(session, knowledge, organisation_id)
    devices = device_coverage(session, organisation_id, state.at - settings.stale_days * _DAY)
    names = name_coverage(session, organisation_id)
    figures = {
        "devices_present": devices.present,
        "devices_silent": devices.silent,
        "devices_declared": devices.declared,
        "names_recognised": names.recognised,
        "names_vendor_only": names.vendor_only,
        "names_unknown": names.unknown,
        "names_waiting": names.waiting,
    }
    baseline = Baseline(
        organisation_id=organisation_id,
        id=new_id(),
        name=wanted,
        note=note.strip(),
        frozen_at=state.at,
        created_by=viewer.actor[:256],
        knowledge_digest=knowledge.digest,
        coverage=frozen_coverage(figures, state.names),
    )
    queries.add_baseline(
        session,
        baseline,
        (frozen_line(organisation_id, baseline.id, held) for held in state.lines.values()),
    )
    record(session, viewer, organisation_id, "baseline.frozen", baseline.name)
    return baseline


def remove(session: Session, viewer: Viewer, baseline: Baseline) -> None:
    """Takes a baseline away, and tells the audit log."""
    queries.delete_baseline(session, baseline)
    record(session, viewer, viewer.organisation_id, "baseline.deleted", baseline.name)


def baseline_of(session: Session, organisation_id: int, baseline_id: str) -> Baseline:
    """The baseline that an address names.

    Raises:
        NotFound: it is not a number, or this organisation has no such baseline: the two look alike.
    """
    plain = baseline_id.isascii() and baseline_id.isdigit() and len(baseline_id) < 20
    number = int(baseline_id) if plain else 0
    found = (
        queries.find_baseline(session, organisation_id, number) if 0 < number < 1 << 63 else None
    )
    if found is None:
        raise NotFound(
            "unknown_baseline",
            _("Repère inconnu : il n'existe pas dans cette organisation, ou il a été supprimé."),
        )
    return found


def present_state(session: Session, knowledge: Knowledge, organisation_id: int) -> State:
    """The whole as it stands now."""
    on = clock.today()
    return State(
        id=None,
        name=_("Maintenant"),
        at=clock.now(),
        on=on,
        knowledge_digest=knowledge.digest,
        lines=held_lines(current_lines(session, organisation_id), knowledge, on),
        names=queries.names_by_line(session, organisation_id),
    )


def frozen_state(session: Session, baseline: Baseline) -> State:
    """The whole as a baseline holds it."""
    rows = queries.lines_of(session, baseline.organisation_id, baseline.id)
    return State(
        id=baseline.id,
        name=baseline.name,
        at=baseline.frozen_at,
        on=clock.moment(baseline.frozen_at).date(),
        knowledge_digest=baseline.knowledge_digest,
        lines={row.line_key: thawed_line(row) for row in rows},
        names=names_of(baseline),
    )


def comparison_of(
    session: Session, knowledge: Knowledge, baseline: Baseline, other: str
) -> Comparison:
    """Compares a baseline with now, or with another one; the older stands first.

    Args:
        session: reads.
        knowledge: the present base.
        baseline: one of both.
        other: `now`, or the id of a baseline.

    Raises:
        NotFound: there is no such other baseline.
        BadInput: a baseline is asked to be compared with itself.
    """
    mine = frozen_state(session, baseline)
    if other in ("", NOW):
        return compare(mine, present_state(session, knowledge, baseline.organisation_id), knowledge)
    second = baseline_of(session, baseline.organisation_id, other)
    if second.id == baseline.id:
        raise BadInput(
            "same_baseline", _("Un repère ne se compare pas à lui-même : choisissez-en un autre.")
        )
    both = sorted((mine, frozen_state(session, second)), key=lambda state: (state.at, state.id))
    return compare(both[0], both[1], knowledge)


def _name(name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted:
        raise BadInput(
            "name_needed", _("Donnez un nom au repère, par exemple « Avant migration ».")
        )
    if len(wanted) > _LONGEST_NAME:
        raise BadInput("name_too_long", _("Nom trop long : 128 caractères au plus."))
    if not wanted.isprintable():
        raise BadInput(
            "bad_name", _("Nom refusé : il contient des caractères invisibles, retirez-les.")
        )
    return wanted
