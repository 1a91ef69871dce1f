"""When an organisation changes its mind about host names: what is stored follows at once, or with the next reports."""

import re
from functools import partial

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from vigie_collector.intake.host_names import hidden_in
from vigie_collector.intake.tables import Agent
from vigie_collector.inventory.tables import Device, DeviceSection, DeviceSource
from vigie_collector.secret import pseudonym

_PSEUDONYM = re.compile(r"poste-[0-9a-f]{12}")


def switch_names(session: Session, key: bytes, organisation_id: int, *, hidden: bool) -> None:
    """Takes host names out of what is stored (`hidden`), and asks every machine for a whole report.

    Names, or the sections that are emptied here, come back with those reports. Nothing here commits.

    Args:
        session: of the request.
        key: the collector's secret.
        organisation_id: the tenant.
        hidden: host names are now kept as pseudonyms only.
    """
    if hidden:
        _hide(session, key, organisation_id)
    session.execute(
        update(DeviceSource)
        .where(col(DeviceSource.organisation_id) == organisation_id)
        .values(digest="", stated_digest="")
    )


def _hide(session: Session, key: bytes, organisation_id: int) -> None:
    stand_in = partial(pseudonym, key, organisation_id)
    session.execute(
        delete(DeviceSection).where(col(DeviceSection.organisation_id) == organisation_id)
    )
    devices = select(Device).where(col(Device.organisation_id) == organisation_id)
    for device in session.scalars(devices.execution_options(yield_per=500)):
        if not device.name or _PSEUDONYM.fullmatch(device.name):
            continue
        names = (device.name,)
        for agent in session.scalars(
            select(Agent).where(
                col(Agent.organisation_id) == organisation_id, col(Agent.device_id) == device.id
            )
        ).all():
            agent.tag = hidden_in(agent.tag, names, stand_in)
        device.tag = hidden_in(device.tag, names, stand_in)
        device.name = stand_in(device.name)
    conflicting = select(Agent).where(
        col(Agent.organisation_id) == organisation_id, col(Agent.conflict_name) != ""
    )
    for agent in session.scalars(conflicting).all():
        if not _PSEUDONYM.fullmatch(agent.conflict_name):
            agent.conflict_name = stand_in(agent.conflict_name)
