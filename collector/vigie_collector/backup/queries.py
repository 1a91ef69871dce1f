"""Whose audit log a backup is told in."""

from sqlmodel import Session, col, select

from vigie_collector.organisations.tables import Organisation


def organisation_ids(session: Session) -> list[int]:
    """Every organisation: an archive holds all of them."""
    return list(session.exec(select(Organisation.id).order_by(col(Organisation.id))))
