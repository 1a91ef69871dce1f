"""A state is frozen, and later states are compared with it: what the world changed, and what we only learned."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_collector.accounts.tables import AuditEntry
from vigie_collector.accounts.viewer import Viewer
from vigie_collector.baselines import queries, service
from vigie_collector.baselines.comparison import Change, compare
from vigie_collector.baselines.service import comparison_of, freeze, frozen_state, remove
from vigie_collector.baselines.tables import Baseline, BaselineLine
from vigie_collector.clock import now
from vigie_collector.errors import BadInput, Conflict, NotFound
from vigie_collector.inventory.tables import Installation
from vigie_collector.organisations.tables import Organisation
from vigie_collector.settings import Settings

from tests.collector.inventory.seeds import Seeds

Freeze = Callable[[str], Baseline]


@pytest.fixture
def viewer(organisation: Organisation) -> Viewer:
    """Who freezes."""
    return Viewer(
        organisation.id, organisation.name, "dsi@ville.fr", "", "operator", "", "fr", "majority"
    )


@pytest.fixture
def frozen(
    session: Session, knowledge: Knowledge, settings: Settings, viewer: Viewer, seeds: Seeds
) -> Freeze:
    """Two machines, then baselines by name."""
    seeds.device("a", [("Essai Bureau", "1"), ("Essai Filtre", "1"), ("Gestion locale", "1")])
    seeds.device("b", [("Essai Bureau", "1"), ("Essai Pilote", "1")])
    seeds.settle(knowledge)

    def made(name: str) -> Baseline:
        baseline = freeze(session, knowledge, settings, viewer, name, "note")
        session.commit()
        return baseline

    return made


def names(changes: tuple[Change, ...]) -> list[str]:
    return [each.line.product for each in changes]


def test_freezing_keeps_lines_origins_and_coverage(session: Session, frozen: Freeze) -> None:
    baseline = frozen("  Avant   migration ")
    assert baseline.name == "Avant migration"
    state = frozen_state(session, baseline)
    office = state.lines["product:essai-bureau"]
    assert (office.devices, office.parent) == (2, "Essai Boston")
    filtre = state.lines["product:essai-filtre"]
    assert (filtre.origins["seat"], filtre.origins["majority"]) == ("french", "extra_european")
    assert len(state.counted()) == 3
    assert len(state.lines) == 4
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.target, entry.actor) == (
        "baseline.frozen",
        "Avant migration",
        "dsi@ville.fr",
    )


def test_nothing_changed(session: Session, knowledge: Knowledge, frozen: Freeze) -> None:
    found = comparison_of(session, knowledge, frozen("un"), "now")
    changed = (found.appeared, found.left, found.counts, found.owners, found.knowledge)
    assert changed == ((), (), (), (), ())
    assert not found.knowledge_changed
    assert found.totals_before == found.totals_after


def test_appeared_left_and_counts(
    session: Session, knowledge: Knowledge, frozen: Freeze, seeds: Seeds
) -> None:
    first = frozen("un")
    device = seeds.device("c", [("Essai Bureau", "2"), ("Essai État civil", "1")])
    for row in session.scalars(select(Installation)):
        if (
            row.device_id != device
            and row.software_id == seeds.software[("windows", "Essai Filtre|", "1")]
        ):
            row.gone_at = now()
    seeds.settle(knowledge)
    found = comparison_of(session, knowledge, first, "")
    assert names(found.appeared) == ["Essai État civil"]
    assert names(found.left) == ["Essai Filtre"]
    assert names(found.counts) == ["Essai Bureau"]
    assert found.counts[0].before is not None
    assert found.counts[0].after is not None
    assert (found.counts[0].before.devices, found.counts[0].after.devices) == (2, 3)
    assert (found.totals_before.products, found.totals_after.products) == (3, 3)
    assert found.totals_after.answers["majority"]["french"] == 1

    second = frozen("deux")
    both = comparison_of(session, knowledge, second, str(first.id))
    assert both.before.name == "un"
    assert names(both.appeared) == ["Essai État civil"]


def test_the_widest_gap_stands_first(
    session: Session, knowledge: Knowledge, frozen: Freeze, seeds: Seeds
) -> None:
    first = frozen("un")
    seeds.device("c", [("Essai Bureau", "2"), ("Essai Filtre", "1")])
    seeds.device("d", [("Essai Filtre", "1")])
    seeds.settle(knowledge)
    found = comparison_of(session, knowledge, first, "")
    assert [(change.line.product, change.gap) for change in found.counts] == [
        ("Essai Filtre", 2),
        ("Essai Bureau", 1),
    ]


def test_better_knowledge_is_told_apart(
    session: Session, knowledge: Knowledge, frozen: Freeze
) -> None:
    """An unknown name that is now recognised neither appeared nor left."""
    baseline = frozen("un")
    after = service.present_state(session, knowledge, baseline.organisation_id)
    before = frozen_state(session, baseline)
    unknown = next(key for key in before.lines if key.startswith("name:"))
    lines, held = dict(before.lines), dict(before.names)
    # As if an older base had not known Essai Filtre.
    lines["name:7"] = replace(
        lines.pop("product:essai-filtre"), key="name:7", vendor_id="", vendor="", parent_id=""
    )
    held["name:7"] = held.pop("product:essai-filtre")
    older = replace(before, lines=lines, names=held, knowledge_digest="sha256:avant")
    found = compare(older, after, knowledge)
    assert found.knowledge_changed
    assert not found.appeared
    assert not found.left
    assert {each.line.key for each in found.knowledge} == {"name:7", "product:essai-filtre"}
    assert unknown in after.lines


def test_a_dated_change_of_owner_is_the_world_and_a_correction_is_not(
    session: Session, knowledge: Knowledge, frozen: Freeze
) -> None:
    baseline = frozen("un")
    after = service.present_state(session, knowledge, baseline.organisation_id)
    before = frozen_state(session, baseline)
    filtre = before.lines["product:essai-filtre"]
    independent = replace(
        filtre, parent_id="essai-filiale", parent="Essai Filiale",
        origins={"seat": "french", "majority": "french", "24-39": "french", "wide": "french"},
    )  # fmt: skip
    lines = {**before.lines, filtre.key: independent}
    # The control of Essai Filiale is dated 2024-03-01: a state of the day before knew it independent.
    then = before.on.replace(2024, 2, 29)
    told = knowledge.origin("essai-filiale", "majority", then)
    independent = replace(
        independent, parent_id=told.parent_id,
        origins={
            policy: knowledge.origin("essai-filiale", policy, then).answer
            for policy in ("seat", "majority", "24-39", "wide")
        },
    )  # fmt: skip
    lines[filtre.key] = independent
    dated = replace(before, lines=lines, on=then, knowledge_digest="sha256:avant")
    found = compare(dated, after, knowledge)
    assert names(found.owners) == ["Essai Filtre"]
    assert not found.knowledge
    corrected = replace(before, lines=lines, knowledge_digest="sha256:avant")
    again = compare(corrected, after, knowledge)
    assert names(again.knowledge) == ["Essai Filtre"]
    assert not again.owners
    assert again.knowledge[0].answers["majority"][1] == "extra_european"


@pytest.mark.parametrize("name", ["", "   ", "x" * 129, "a\u202eb", "a\x00b"])
def test_bad_names(
    session: Session, knowledge: Knowledge, settings: Settings, viewer: Viewer, name: str
) -> None:
    with pytest.raises(BadInput):
        freeze(session, knowledge, settings, viewer, name, "")


def test_names_are_unique_and_baselines_can_go(
    session: Session, knowledge: Knowledge, frozen: Freeze, viewer: Viewer
) -> None:
    baseline = frozen("Diagnostic")
    with pytest.raises(Conflict, match="déjà ce nom"):
        frozen("diagnostic")
    with pytest.raises(BadInput, match="lui-même"):
        comparison_of(session, knowledge, baseline, str(baseline.id))
    with pytest.raises(NotFound):
        comparison_of(session, knowledge, baseline, "12")
    remove(session, viewer, baseline)
    session.commit()
    assert session.scalars(select(BaselineLine)).all() == []
    assert queries.baselines_after(session, viewer.organisation_id, 0, 10) == []
