"""Who sends: credentials of agents, looked up in batches; and the digest-only post, answered by one statement."""

from dataclasses import dataclass

from sqlalchemy import Engine

from vigie_collector.clock import now
from vigie_collector.errors import Conflict, NotAllowed, SignInNeeded
from vigie_collector.intake.incoming import Sender
from vigie_collector.intake.sql import Writing
from vigie_collector.texts import _


@dataclass(frozen=True, slots=True)
class Touch:
    """« Same as last time »: said by the agent's digest alone, or found by ours of a whole body."""

    secret_hash: str
    stated: str
    """The agent's own digest."""
    digest: str = ""
    """Ours, when the body was read: then this one must be equal, and the agent's is noted."""


def unknown_credential() -> SignInNeeded:
    """The credential is not one of ours."""
    return SignInNeeded(
        "unknown_credential",
        _("Identifiant d'agent inconnu : enrôlez de nouveau cette machine avec une clé valable."),
    )


def agent_revoked() -> NotAllowed:
    """The credential was one of ours."""
    return NotAllowed(
        "agent_revoked",
        _("Cet agent a été révoqué : demandez à un administrateur une nouvelle clé d'enrôlement."),
    )


def body_needed() -> Conflict:
    """The digest is not the last one that we hold."""
    return Conflict(
        "body_needed", _("L'état annoncé n'est pas celui du dernier rapport : envoyez le rapport.")
    )


class Senders:
    """Looks credentials up in one database; each method takes a batch and answers in order."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, hashes: list[str]) -> "list[Sender | Exception | None]":
        """The agents behind hashed credentials; None in the place of an unknown one."""
        with Writing(self._engine, read_only=True) as reading:
            rows = reading.found(
                "SELECT a.secret_hash, a.organisation_id, a.id, a.device_id, a.revoked_at, o.host_names,"
                " s.digest, s.stated_digest, a.clock_skew_seconds, a.version"
                " FROM agent a JOIN organisation o ON o.id = a.organisation_id"
                " LEFT JOIN device_source s ON s.organisation_id = a.organisation_id"
                " AND s.device_id = a.device_id AND s.source = 'agent' AND s.agent_id = a.id"
                " WHERE a.secret_hash IN ({keys})",
                sorted(set(hashes)),
            )
        found = {
            row[0]: Sender(
                organisation_id=row[1],
                agent_id=row[2],
                device_id=row[3],
                revoked=row[4] is not None,
                pseudonyms=row[5] == "pseudonym",
                secret_hash=row[0],
                digest=row[6] or "",
                stated_digest=row[7] or "",
                skew=row[8],
                version=row[9],
            )
            for row in rows
        }
        # No sentence is made here: this thread does not know the caller's language.
        return [found.get(asked) for asked in hashes]

    def touch(self, touches: list[Touch]) -> "list[bool | Exception]":
        """Notes signs of life; True where the digest is the one that we hold."""
        moment = now()
        with Writing(self._engine) as writing:
            if writing.postgres:
                rows = writing.rows(
                    "UPDATE device_source d SET last_report_at = %s,"
                    " stated_digest = CASE WHEN t.stated = '' THEN d.stated_digest ELSE t.stated END"
                    " FROM agent a, unnest(%s::text[], %s::text[], %s::text[]) AS t(hash, stated, digest)"
                    " WHERE a.secret_hash = t.hash AND a.revoked_at IS NULL"
                    " AND d.organisation_id = a.organisation_id AND d.device_id = a.device_id"
                    " AND d.source = 'agent' AND d.agent_id = a.id"
                    " AND CASE WHEN t.digest = '' THEN d.stated_digest = t.stated ELSE d.digest = t.digest END"
                    " RETURNING a.secret_hash",
                    (
                        moment,
                        [touch.secret_hash for touch in touches],
                        [touch.stated for touch in touches],
                        [touch.digest for touch in touches],
                    ),
                )
                kept = {secret_hash for (secret_hash,) in rows}
                return [touch.secret_hash in kept for touch in touches]
            return [
                writing.run(
                    "UPDATE device_source SET last_report_at = %s,"
                    " stated_digest = CASE WHEN %s = '' THEN stated_digest ELSE %s END"
                    " WHERE source = 'agent' AND (organisation_id, device_id, agent_id) ="
                    " (SELECT organisation_id, device_id, id FROM agent"
                    " WHERE secret_hash = %s AND revoked_at IS NULL)"
                    " AND CASE WHEN %s = '' THEN stated_digest = %s ELSE digest = %s END",
                    (
                        moment,
                        touch.stated,
                        touch.stated,
                        touch.secret_hash,
                        touch.digest,
                        touch.stated,
                        touch.digest,
                    ),
                )
                > 0
                for touch in touches
            ]
