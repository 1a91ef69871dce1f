"""The planner's statistics on PostgreSQL, brought up to date before counting.

Its own daemon looks once a minute: between a wave of first reports and its visit, the plan of a count over a table that
it believes empty took minutes instead of a second.
"""

from sqlalchemy import text
from sqlmodel import Session

_TABLES = ("device", "installation", "raw_name", "software", "verdict")
_CHANGED = text(
    "SELECT relname FROM pg_stat_user_tables WHERE relname = ANY(:tables) AND schemaname = current_schema()"
    " AND n_mod_since_analyze > 1000 + n_live_tup / 5"
)


def refresh_statistics(session: Session) -> list[str]:
    """Analyses the tables that changed by more than a fifth; the caller commits.

    Returns:
        Their names; none on SQLite, whose planner needs no such help here.
    """
    if session.get_bind().dialect.name != "postgresql":
        return []
    changed = sorted(session.scalars(_CHANGED, {"tables": list(_TABLES)}))
    for name in changed:
        session.execute(text(f"ANALYZE {name}"))
    return changed
