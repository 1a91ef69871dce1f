"""Statistics of the planner follow a wave of first reports."""

from sqlalchemy import text
from sqlmodel import Session
from vigie_collector.inventory.statistics import refresh_statistics

from tests.support.fleet import Fleet, report_of


def test_tables_that_grew_are_analysed_once(fleet: Fleet) -> None:
    rows = [{"kind": "dpkg", "name": f"p{number}", "version": "1"} for number in range(1500)]
    for name in ("pc-1", "pc-2"):
        fleet.post(fleet.enrol(), report_of(name, rows))
    with Session(fleet.engine) as session:
        if fleet.engine.dialect.name != "postgresql":
            assert refresh_statistics(session) == []
            return
        # Counters are gathered when a session has been idle for a moment.
        session.execute(text("SELECT pg_stat_force_next_flush()"))
        session.commit()
        session.execute(text("SELECT pg_sleep(1.2)"))
        session.commit()
        refresh_statistics(session)
        session.commit()
        known = session.scalar(
            text("SELECT reltuples FROM pg_class WHERE relname = 'installation'")
        )
        assert known == 3000
