"""Taking a key or an agent's credential away. Nothing here commits."""

from sqlmodel import Session

from vigie_collector.clock import now
from vigie_collector.errors import NotFound
from vigie_collector.intake.agent_queries import find_agent
from vigie_collector.intake.tables import Agent, EnrolmentKey
from vigie_collector.texts import _


def revoke_key(session: Session, organisation_id: int, key_id: int) -> EnrolmentKey:
    """No machine can join with it any more; those that did go on.

    Raises:
        NotFound: there is none.
    """
    key = session.get(EnrolmentKey, (organisation_id, key_id))
    if key is None:
        raise NotFound("no_such_key", _("Cette clé n'existe pas : revenez à la liste."))
    if key.revoked_at is None:
        key.revoked_at = now()
        session.add(key)
    return key


def revoke_agent(session: Session, organisation_id: int, agent_id: int) -> Agent:
    """Its reports are refused from now on; the device and its history stay.

    Raises:
        NotFound: there is none.
    """
    agent = find_agent(session, organisation_id, agent_id)
    if agent is None:
        raise NotFound("no_such_agent", _("Cet agent n'existe pas : revenez à la liste."))
    if agent.revoked_at is None:
        agent.revoked_at = now()
        session.add(agent)
    return agent
