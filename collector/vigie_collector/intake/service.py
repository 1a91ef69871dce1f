"""Intake: from a request's parts to what was durably stored."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from vigie_collector.clock import now
from vigie_collector.intake.batches import Batches
from vigie_collector.intake.decode import Decoded, decode, inflate
from vigie_collector.intake.dictionary import Dictionary, Entry
from vigie_collector.intake.faults import explaining
from vigie_collector.intake.incoming import Incoming, Sender, Stored
from vigie_collector.intake.observed import rows_of
from vigie_collector.intake.senders import Senders, Touch, body_needed, hash_of
from vigie_collector.intake.store import Store
from vigie_collector.secret import pseudonym
from vigie_collector.settings import Settings
from vigie_collector.texts import _

_BIG = 256 * 1024
"""Bodies from this size on are decoded in a thread, so that the others need not wait."""
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
        self._finding: Batches[str, Sender] = Batches(
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
            return await self._finding.submit(hash_of(credential))

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
        if len(body) >= _BIG:
            decoded = await asyncio.to_thread(self._decode, body, encoding)
        else:
            decoded = self._decode(body, encoding)
        with explaining():
            if await self._is_unchanged(sender, decoded, stated_digest):
                return Receipt("unchanged", [], [], sender.device_id or 0)
            incoming = await self._incoming(sender, decoded, stated_digest)
            stored = await self._writing.submit(incoming)
        return _receipt(incoming, stored)

    async def _is_unchanged(self, sender: Sender, decoded: Decoded, stated: str) -> bool:
        """Whether a whole body says what we hold: then a sign of life is all there is to write."""
        if sender.digest != decoded.digest or decoded.dropped or _skew(decoded.report.taken_at):
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

    def _decode(self, body: bytes, encoding: str) -> Decoded:
        return decode(inflate(body, encoding, self._settings.max_inflated_bytes))

    async def _incoming(self, sender: Sender, decoded: Decoded, stated: str) -> Incoming:
        rows, left_out = rows_of(decoded.report, self._settings.max_software_rows)
        organisation = sender.organisation_id
        entries = self._dictionary.remembered(organisation, rows)
        if entries is None:
            entries = await asyncio.to_thread(self._dictionary.entries, organisation, rows)
        return self._made(sender, decoded, stated, entries, left_out)

    def _prepared(self, sender: Sender, decoded: Decoded, stated: str) -> Incoming:
        rows, left_out = rows_of(decoded.report, self._settings.max_software_rows)
        entries = self._dictionary.entries(sender.organisation_id, rows)
        return self._made(sender, decoded, stated, entries, left_out)

    def _made(
        self,
        sender: Sender,
        decoded: Decoded,
        stated: str,
        entries: list[Entry],
        left_out: list[str],
    ) -> Incoming:
        name = decoded.report.device.name
        if sender.pseudonyms:
            name = pseudonym(self._key, sender.organisation_id, name)
        return Incoming(
            sender, decoded, entries, name, stated[:80], _skew(decoded.report.taken_at), left_out
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
