"""Intake: from a request's parts to what was durably stored."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Engine

from vigie_collector.clock import now
from vigie_collector.errors import Conflict, TooLarge
from vigie_collector.intake.batches import Batches
from vigie_collector.intake.decode import Decoded, decode, inflate
from vigie_collector.intake.dictionary import Dictionary, Entry
from vigie_collector.intake.faults import explaining
from vigie_collector.intake.host_names import hide
from vigie_collector.intake.incoming import Incoming, Sender, Stored
from vigie_collector.intake.observed import rows_of
from vigie_collector.intake.senders import (
    Senders,
    Touch,
    agent_revoked,
    body_needed,
    unknown_credential,
)
from vigie_collector.intake.store import Store
from vigie_collector.secret import hash_of, pseudonym
from vigie_collector.settings import Settings
from vigie_collector.texts import _

_BIG = 1024 * 1024
"""Bodies that are larger once inflated are decoded in a thread, so that the others need not wait."""
_BIG_AT_ONCE = 2
"""So many, for the sake of memory."""
_NOTABLE_SKEW = 300


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a report."""

    status: str
    dropped: list[dict[str, str]]
    notices: list[str]
    device_id: int


class Intake:
    """Receives reports for one database.

    Args:
        engine: of the database.
        settings: limits and the number of writers.
        key: the collector's secret, for pseudonyms of host names.
    """

    def __init__(self, engine: Engine, settings: Settings, key: bytes) -> None:
        self._settings = settings
        self._key = key
        self._dictionary = Dictionary(engine)
        self.store = Store(engine, self._dictionary, settings.flapping_days)
        senders = Senders(engine)
        writers = settings.writers if engine.dialect.name == "postgresql" else 1
        self._big = asyncio.Semaphore(_BIG_AT_ONCE)
        self._finding: Batches[str, Sender | None] = Batches(
            "find", senders.find, key=lambda secret_hash: secret_hash, most=64
        )
        self._touching: Batches[Touch, bool] = Batches(
            "touch", senders.touch, key=lambda touch: touch.secret_hash, most=64
        )
        self._writing: Batches[Incoming, Stored] = Batches(
            "write", self.store.write, key=lambda item: item.sender.agent_id, threads=writers
        )

    def close(self) -> None:
        """Lets what is under way finish."""
        for batches in (self._finding, self._touching, self._writing):
            batches.close()

    async def sender(self, credential: str) -> Sender:
        """The agent behind a credential.

        Raises:
            SignInNeeded, NotAllowed: unknown or revoked.
        """
        with explaining():
            found = await self._finding.submit(hash_of(credential))
        if found is None:
            raise unknown_credential()
        if found.revoked:
            raise agent_revoked()
        return found

    async def touch(self, credential: str, digest: str) -> None:
        """A digest-only post.

        Raises:
            Conflict: `body_needed`.
            SignInNeeded, NotAllowed: unknown or revoked credential.
        """
        with explaining():
            if await self._touching.submit(Touch(hash_of(credential), digest)):
                return
        await self.sender(credential)
        raise body_needed()

    async def receive(
        self, sender: Sender, body: bytes, encoding: str, stated_digest: str
    ) -> Receipt:
        """Stores a report durably.

        Raises:
            VigieError: what is wrong, and what to do.
        """
        if stated_digest and stated_digest == sender.stated_digest:
            # What a digest-only post says, with a body to it: the same word of the same agent, taken the same way.
            with explaining():
                if await self._touching.submit(Touch(sender.secret_hash, stated_digest)):
                    return Receipt("unchanged", [], [], sender.device_id or 0)
        decoded = await self._decoded(body, encoding)
        with explaining():
            if await self._is_unchanged(sender, decoded, stated_digest):
                return Receipt("unchanged", [], [], sender.device_id or 0)
            incoming = await self._incoming(sender, decoded, stated_digest)
            stored = await self._writing.submit(incoming)
        if stored.status == "conflict":
            raise _cloned(stored.known, incoming.name)
        return _receipt(incoming, stored)

    async def _is_unchanged(self, sender: Sender, decoded: Decoded, stated: str) -> bool:
        """Whether a whole body says what we hold: then a sign of life is all there is to write."""
        report = decoded.report
        noted = (sender.digest, sender.skew, sender.version, "agent")
        told = (decoded.digest, _skew(report.taken_at), report.agent.version[:64], report.source)
        if noted != told or decoded.dropped:
            return False
        # The row may have changed since it was read: only the database's answer counts.
        touch = Touch(sender.secret_hash, stated[:80], decoded.digest)
        return await self._touching.submit(touch)

    def receive_now(self, sender: Sender, decoded: Decoded) -> Receipt:
        """Stores a report outside the server (console imports)."""
        with explaining():
            incoming = self._prepared(sender, decoded, "")
            (stored,) = self.store.write([incoming])
        if isinstance(stored, Exception):
            raise stored
        return _receipt(incoming, stored)

    async def _decoded(self, body: bytes, encoding: str) -> Decoded:
        try:
            small = inflate(body, encoding, _BIG) if len(body) <= _BIG else b""
        except TooLarge:
            small = b""
        if small:
            return decode(small)
        async with self._big:
            return await asyncio.to_thread(self._decode, body, encoding)

    def _decode(self, body: bytes, encoding: str) -> Decoded:
        return decode(inflate(body, encoding, self._settings.max_inflated_bytes))

    async def _incoming(self, sender: Sender, decoded: Decoded, stated: str) -> Incoming:
        alias, decoded = self._named(sender, decoded)
        rows, left_out = rows_of(decoded.report, self._settings.max_software_rows)
        organisation = sender.organisation_id
        entries = self._dictionary.remembered(organisation, rows)
        if entries is None:
            entries = await asyncio.to_thread(self._dictionary.entries, organisation, rows)
        return _made(sender, decoded, alias, stated, entries, left_out)

    def _prepared(self, sender: Sender, decoded: Decoded, stated: str) -> Incoming:
        alias, decoded = self._named(sender, decoded)
        rows, left_out = rows_of(decoded.report, self._settings.max_software_rows)
        entries = self._dictionary.entries(sender.organisation_id, rows)
        return _made(sender, decoded, alias, stated, entries, left_out)

    def _named(self, sender: Sender, decoded: Decoded) -> tuple[str, Decoded]:
        """The pseudonym of the machine, and the report as it may be stored."""
        stand_in = partial(pseudonym, self._key, sender.organisation_id)
        alias = stand_in(decoded.report.device.name)
        if sender.pseudonyms:
            decoded = replace(decoded, report=hide(decoded.report, stand_in))
        return alias, decoded


def _made(  # the parts of one value
    sender: Sender,
    decoded: Decoded,
    alias: str,
    stated: str,
    entries: list[Entry],
    left_out: list[str],
) -> Incoming:
    name = decoded.report.device.name
    skew = _skew(decoded.report.taken_at)
    return Incoming(sender, decoded, entries, name, alias, stated[:80], skew, left_out)


def _cloned(known: str, name: str) -> Conflict:
    return Conflict(
        "identity_conflict",
        _(
            "Cet agent a été enrôlé sur une autre machine (« {known} ») que celle qui envoie (« {name} ») :"
            " disque cloné ou matériel remplacé. Enrôlez-le de nouveau sur cette machine."
        ).format(known=known[:64], name=name[:64]),
    )


def _skew(taken_at: str) -> int | None:
    """Seconds that the sender's clock is ahead of ours, when it is worth telling."""
    try:
        taken = datetime.fromisoformat(taken_at)
    except ValueError:
        return None
    if taken.tzinfo is None:
        taken = taken.replace(tzinfo=UTC)
    ahead = int(taken.timestamp()) - now()
    # A report that waited in the outbox is late without any fault of the clock.
    return ahead if ahead > _NOTABLE_SKEW else None


def _receipt(incoming: Incoming, stored: Stored) -> Receipt:
    notices: list[str] = []
    if incoming.skew:
        notices.append(
            _(
                "L'horloge de cette machine avance de {minutes} minutes : vérifiez sa synchronisation."
            ).format(minutes=incoming.skew // 60)
        )
    dropped = [{"path": each.path, "reason": each.reason} for each in incoming.decoded.dropped]
    dropped += [{"path": each, "reason": "left_out"} for each in incoming.left_out]
    if dropped:
        notices.append(_("Une partie du rapport n'a pas pu être gardée : voyez « dropped »."))
    return Receipt(stored.status, dropped, notices, stored.device_id)
