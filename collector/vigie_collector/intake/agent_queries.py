"""Agents in the database, with the device that each reports for."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_
from sqlmodel import Session, col, func, or_, select

from vigie_collector.intake.tables import Agent, EnrolmentKey
from vigie_collector.inventory.tables import Device, DeviceSource

STATES = ("active", "silent", "never", "conflict", "clock", "revoked")
"""What a list can be asked for."""
CLOCK_LIMIT_SECONDS = 300
"""A clock further away than this is shown: certificates and dates begin to lie."""


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent as a list shows it."""

    agent: Agent
    device_name: str
    """Empty until the first report."""
    key_name: str
    last_contact_at: int | None
    """Reports and « same as last time » alike."""


@dataclass(frozen=True, slots=True)
class AgentFilter:
    """What is asked; empty means all."""

    words: str = ""
    """Part of a device's name or of a tag."""
    state: str = ""
    """One of `STATES`."""
    stale_before: int = 0


def agent_count(session: Session, organisation_id: int, chosen: AgentFilter) -> int:
    """How many agents a filter keeps."""
    statement = (
        select(func.count())
        .select_from(Agent)
        .outerjoin(Device, _its_device())
        .where(*_conditions(organisation_id, chosen))
    )
    return session.exec(statement).one()


def agent_rows(
    session: Session, organisation_id: int, chosen: AgentFilter, *, offset: int, limit: int
) -> list[AgentRow]:
    """Agents, newest first."""
    statement = (
        select(Agent, col(Device.name), col(EnrolmentKey.name), _reported())
        .outerjoin(Device, _its_device())
        .outerjoin(
            EnrolmentKey,
            and_(
                col(EnrolmentKey.organisation_id) == col(Agent.organisation_id),
                col(EnrolmentKey.id) == col(Agent.key_id),
            ),
        )
        .where(*_conditions(organisation_id, chosen))
        .order_by(col(Agent.id).desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        AgentRow(agent, device or "", key or "", _latest(agent.last_contact_at, reported))
        for agent, device, key, reported in session.exec(statement)
    ]


def find_agent(session: Session, organisation_id: int, agent_id: int) -> Agent | None:
    """An agent of this organisation."""
    return session.get(Agent, (organisation_id, agent_id))


def _its_device() -> ColumnElement[bool]:
    return and_(
        col(Device.organisation_id) == col(Agent.organisation_id),
        col(Device.id) == col(Agent.device_id),
    )


def _reported() -> "ScalarSelect[Any]":
    # A digest-only post touches the device's source alone: one statement, thousands a second.
    return (
        select(func.max(col(DeviceSource.last_report_at)))
        .where(
            col(DeviceSource.organisation_id) == col(Agent.organisation_id),
            col(DeviceSource.device_id) == col(Agent.device_id),
            col(DeviceSource.agent_id) == col(Agent.id),
        )
        .scalar_subquery()
    )


def _latest(one: int | None, other: int | None) -> int | None:
    known = [each for each in (one, other) if each is not None]
    return max(known) if known else None


def _conditions(organisation_id: int, chosen: AgentFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [col(Agent.organisation_id) == organisation_id]
    if chosen.words:
        escaped = chosen.words.lower()
        for special in ("\\", "%", "_"):
            escaped = escaped.replace(special, "\\" + special)
        like = f"%{escaped}%"
        conditions.append(
            or_(
                func.lower(col(Device.name)).like(like, escape="\\"),
                func.lower(col(Agent.tag)).like(like, escape="\\"),
            )
        )
    spoke = or_(
        func.coalesce(col(Agent.last_contact_at), 0) >= chosen.stale_before,
        func.coalesce(_reported(), 0) >= chosen.stale_before,
    )
    alive = col(Agent.revoked_at).is_(None)
    by_state: dict[str, list[ColumnElement[bool]]] = {
        "active": [alive, col(Agent.device_id).is_not(None), spoke],
        "silent": [alive, col(Agent.device_id).is_not(None), ~spoke],
        "never": [alive, col(Agent.device_id).is_(None)],
        "conflict": [col(Agent.conflict_at).is_not(None)],
        "clock": [
            or_(
                col(Agent.clock_skew_seconds) > CLOCK_LIMIT_SECONDS,
                col(Agent.clock_skew_seconds) < -CLOCK_LIMIT_SECONDS,
            )
        ],
        "revoked": [~alive],
    }
    return conditions + by_state.get(chosen.state, [])
