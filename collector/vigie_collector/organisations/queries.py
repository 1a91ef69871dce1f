"""What the first steps of an organisation wait for."""

from sqlmodel import Session, col, func, select

from vigie_collector.inventory.tables import Device


def device_count(session: Session, organisation_id: int) -> int:
    """How many devices have reported so far."""
    return session.exec(
        select(func.count())
        .select_from(Device)
        .where(col(Device.organisation_id) == organisation_id)
    ).one()


def first_devices(session: Session, organisation_id: int, limit: int) -> list[Device]:
    """The first devices that reported."""
    return list(
        session.exec(
            select(Device)
            .where(col(Device.organisation_id) == organisation_id)
            .order_by(col(Device.first_seen_at), col(Device.id))
            .limit(limit)
        )
    )
