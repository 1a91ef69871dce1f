"""The first organisation, which `vigie migrate` makes."""

import re
import unicodedata

from sqlmodel import Session, col, select

from vigie_collector.clock import now
from vigie_collector.ids import new_id
from vigie_collector.organisations.tables import Organisation


def slug_of(name: str) -> str:
    """A name as scripts write it: « Métropole d'Ys » → `metropole-d-ys`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64] or "organisation"


def ensure_first(session: Session, name: str) -> Organisation:
    """The oldest organisation, made now when the database holds none."""
    statement = select(Organisation).order_by(col(Organisation.created_at))
    found = session.exec(statement).first()
    if found is None:
        found = Organisation(id=new_id(), slug=slug_of(name), name=name[:256], created_at=now())
        session.add(found)
        session.flush()
    return found
