"""Enrolment: against a key, an agent gets a credential of its own."""

import secrets
from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from vigie_collector.clock import now
from vigie_collector.ids import new_id
from vigie_collector.intake.host_names import hidden_in
from vigie_collector.intake.keys import agent_key, use_key
from vigie_collector.intake.tables import Agent
from vigie_collector.organisations.tables import Organisation
from vigie_collector.secret import hash_of, pseudonym


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A new agent; the credential exists nowhere else in clear."""

    agent_id: int
    credential: str
    organisation: str


def enrol(  # what an agent says of itself
    session: Session,
    key_secret: str,
    *,
    name: str,
    version: str,
    tag: str,
    names: tuple[str, str],
    secret: bytes,
) -> Enrolled:
    """Makes an agent, and counts one use of the key.

    Args:
        session: not committed here.
        key_secret: the enrolment key.
        name: of the agent program.
        version: of the agent program.
        tag: that a person gave the machine.
        names: host name and domain name, hidden in the tag where names are.
        secret: the collector's, for pseudonyms.

    Raises:
        VigieError: `unknown_key`, `key_expired`, `key_exhausted`, `key_revoked` or `key_for_fleet`.
    """
    key = agent_key(session, key_secret)
    use_key(session, key)
    organisation = session.get(Organisation, key.organisation_id)
    if organisation and organisation.host_names == "pseudonym" and tag:
        tag = hidden_in(tag, names, partial(pseudonym, secret, key.organisation_id))[:128]
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
    return Enrolled(agent.id, credential, organisation.name if organisation else "")
