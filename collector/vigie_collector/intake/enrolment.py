"""Enrolment: against a key, an agent gets a credential of its own."""

import secrets
from dataclasses import dataclass

from sqlmodel import Session

from vigie_collector.clock import now
from vigie_collector.ids import new_id
from vigie_collector.intake.keys import find_key, use_key
from vigie_collector.intake.senders import hash_of
from vigie_collector.intake.tables import Agent
from vigie_collector.organisations.tables import Organisation


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A new agent; the credential exists nowhere else in clear."""

    agent_id: int
    credential: str
    organisation: str


def enrol(session: Session, secret: str, *, name: str, version: str, tag: str) -> Enrolled:
    """Makes an agent, and counts one use of the key.

    Raises:
        VigieError: `unknown_key`, `key_expired`, `key_exhausted` or `key_revoked`.
    """
    key = find_key(session, secret)
    use_key(session, key)
    credential = "vga_" + secrets.token_urlsafe(32)
    agent = Agent(
        organisation_id=key.organisation_id,
        id=new_id(),
        key_id=key.id,
        secret_hash=hash_of(credential),
        name=name,
        version=version,
        tag=tag,
        enrolled_at=now(),
    )
    session.add(agent)
    session.flush()
    organisation = session.get(Organisation, key.organisation_id)
    return Enrolled(agent.id, credential, organisation.name if organisation else "")
