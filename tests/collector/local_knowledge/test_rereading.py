"""New knowledge reads the past again: at once when cheap, else in the background, across a crash."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session, col
from vigie_classifiers import Knowledge
from vigie_classifiers.local import Entry, recognition
from vigie_collector import metrics
from vigie_collector.accounts.viewer import Viewer
from vigie_collector.inventory.tables import RawName
from vigie_collector.local_knowledge import rereading
from vigie_collector.local_knowledge.rereading import rereading_of
from vigie_collector.local_knowledge.service import keep
from vigie_collector.local_knowledge.shelf import Shelf
from vigie_collector.organisations.tables import Organisation
from vigie_collector.settings import Settings
from vigie_collector.verdicts import service as verdicts
from vigie_collector.verdicts.service import classify_pending
from vigie_collector.verdicts.tables import VerdictRow
from vigie_collector.worker import catch_up

from tests.collector.inventory.seeds import Seeds
from tests.support.people import Person, text_of

SAID = Entry(recognitions=(recognition("essai-bureau", "windows", "Nom 7", ""),))


@pytest.fixture
def viewer(organisation: Organisation) -> Viewer:
    return Viewer(
        organisation.id, organisation.name, "chef@ville.fr", "Chef", "operator", "", "fr", "majority"
    )  # fmt: skip


@pytest.fixture
def names(seeds: Seeds, knowledge: Knowledge, session: Session) -> int:
    """Fifty names that nobody knows."""
    seeds.device("pc-1", [(f"Nom {number}", "1") for number in range(50)])
    seeds.settle(knowledge)
    session.commit()
    return 50


def product_of(session: Session, name: str) -> str:
    session.expire_all()
    statement = (
        select(col(VerdictRow.product_id))
        .join(RawName, col(RawName.id) == col(VerdictRow.name_id))
        .where(col(RawName.name) == name)
    )
    found = session.scalars(statement).one()
    session.commit()
    return found


def test_few_names_are_read_at_once(
    names: int, knowledge: Knowledge, session: Session, viewer: Viewer
) -> None:
    shelf = Shelf(knowledge)
    made = keep(session, shelf, viewer, "name", "Nom 7", SAID, "vu")
    session.commit()
    assert made.changed == 1
    assert product_of(session, "Nom 7") == "essai-bureau"
    found = rereading_of(session, viewer.organisation_id, shelf.of(session, viewer.organisation_id))
    assert (found.done, found.total, found.under_way) == (names, names, False)


def test_many_names_are_read_little_by_little_across_a_crash(
    names: int,
    knowledge: Knowledge,
    session: Session,
    engine: Engine,
    settings: Settings,
    viewer: Viewer,
    person: Callable[..., Person],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rereading, "AT_ONCE", 10)
    monkeypatch.setattr(verdicts, "_AT_ONCE", 20)
    shelf = Shelf(knowledge)
    made = keep(session, shelf, viewer, "name", "Nom 7", SAID, "vu")
    session.commit()
    assert made.changed is None
    assert product_of(session, "Nom 7") == "essai-bureau"  # the name itself is read at once
    own = shelf.of(session, viewer.organisation_id)
    assert classify_pending(session, own, viewer.organisation_id) == 20
    session.commit()
    assert classify_pending(session, own, viewer.organisation_id) == 20
    session.rollback()  # the process dies in the middle of a batch
    page = text_of(person().get("/connaissance"))
    assert "Relecture en cours : 21 noms sur 50" in page.replace("\u00a0", " ")
    assert knowledge.digest in page
    assert own.digest in page
    catch_up(engine, knowledge, settings)  # a process that knows nothing of the first one
    found = rereading_of(session, viewer.organisation_id, own)
    assert (found.done, found.total) == (50, 50)
    gauge = metrics.names_to_reread.labels(str(viewer.organisation_id))
    assert gauge._value.get() == 0  # pyright: ignore[reportPrivateUsage]
    assert names == 50


def test_a_new_release_keeps_the_entries(
    names: int,
    knowledge: Knowledge,
    session: Session,
    engine: Engine,
    settings: Settings,
    viewer: Viewer,
) -> None:
    keep(session, Shelf(knowledge), viewer, "name", "Nom 7", SAID, "vu")
    session.commit()
    release = knowledge.with_local([], [], "sha256:release-suivante")
    catch_up(engine, release, settings)
    assert product_of(session, "Nom 7") == "essai-bureau"
    found = Shelf(release).of(session, viewer.organisation_id)
    assert rereading_of(session, viewer.organisation_id, found).done == names


def test_a_change_given_up_leaves_nothing_on_the_shelf(
    names: int, knowledge: Knowledge, session: Session, viewer: Viewer
) -> None:
    shelf = Shelf(knowledge)
    keep(session, shelf, viewer, "name", "Nom 7", SAID, "vu")
    session.rollback()
    other = Entry(recognitions=(recognition("essai-filtre", "windows", "Nom 8", ""),))
    keep(session, shelf, viewer, "name", "Nom 8", other, "vu")
    session.commit()
    own = shelf.of(session, viewer.organisation_id)
    assert own.classify("windows", "Nom 8").product_id == "essai-filtre"
    assert own.classify("windows", "Nom 7").product_id == ""
    assert names
