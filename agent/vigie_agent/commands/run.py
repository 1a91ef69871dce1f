"""Reads the machine once, keeps the report, sends what waits."""

import gzip
import time
from argparse import Namespace
from dataclasses import replace

from vigie_agent import config, identity
from vigie_agent.collection import collect
from vigie_agent.config import Settings
from vigie_agent.faults import ActionRequired, AgentFault, TryLater
from vigie_agent.language import _, say
from vigie_agent.outbox import Outbox
from vigie_agent.probes.probe import Machine
from vigie_agent.report import Report, observations_digest, to_json
from vigie_agent.sender import Receipt, Sender
from vigie_agent.state import Enrolment, LastResults, State
from vigie_agent.transport import Client


def run(arguments: Namespace) -> int:
    """Collect, spool, send."""
    state = State(arguments.state_dir)
    enrolment = state.enrolment()
    if enrolment is None:
        raise ActionRequired(
            _(
                "Cette machine n'est pas enrôlée. Lancez d'abord : vigie-agent enrol ADRESSE "
                "--key CLÉ (la clé se crée sur le collecteur)."
            )
        )
    settings = config.load(arguments.state_dir)
    state.prepare()
    with state.locked():
        last = state.last()
        if arguments.if_due and waits(last.next_due_at, last.acknowledged_at):
            return 0
        return _run(state, enrolment, settings)


def waits(until: int, noted_at: int) -> bool:
    """Tell whether a time noted earlier is still ahead of us.

    A clock that was ahead when it was noted, and was put right since, must not silence the machine
    for years: a time noted "in the future" counts for nothing.

    Args:
        until: seconds since 1970, 0 for none.
        noted_at: when it was noted, by this machine's clock.
    """
    return noted_at <= time.time() < until


def _run(state: State, enrolment: Enrolment, settings: Settings) -> int:
    before = state.last()
    last = replace(before, fault="", fault_needs_action=False)
    outbox = Outbox(state.outbox, settings.outbox_max_bytes, settings.outbox_max_reports)
    receipts: list[Receipt] = []
    try:
        identity.refuse_clone(enrolment, Machine())
        report = collect(Machine(), settings, enrolment.tag)
        digest = observations_digest(report)
        last = replace(last, run_at=int(time.time()), software_count=len(report.software or ()))
        known = digest == last.acknowledged_digest and not outbox.waiting()
        full = None if known else _keep(outbox, report, digest)
        if waits(last.not_before, before.run_at):
            raise full or TryLater(
                _("Le collecteur a demandé d'attendre : le rapport est gardé et partira plus tard.")
            )
        with _client(settings, enrolment) as client:
            sender = Sender(client, enrolment, settings)
            receipts = sender.receipts
            if known and sender.announce(digest) is None:
                full = _keep(outbox, report, digest)
            sender.flush(outbox)
            if full:  # what waited has left: perhaps there is room now
                full = _keep(outbox, report, digest)
                sender.flush(outbox)
        if full:
            raise full
    except AgentFault as fault:
        wait = fault.after_seconds if isinstance(fault, TryLater) else 0
        last = replace(
            last,
            fault=str(fault),
            fault_needs_action=not isinstance(fault, TryLater),
            not_before=int(time.time()) + wait if wait else last.not_before,
        )
        raise
    finally:
        state.keep_last(_with_receipts(last, receipts, enrolment))
    say(_("Rapport envoyé : {count} logiciels.").format(count=last.software_count))
    for notice in receipts[-1].notices:
        say(notice)
    return 0


def _client(settings: Settings, enrolment: Enrolment) -> Client:
    return Client(
        settings.url or enrolment.url,
        ca_file=settings.ca_file or enrolment.ca_file,
        proxy=settings.proxy,
        timeout=settings.timeout_seconds,
    )


def _keep(outbox: Outbox, report: Report, digest: str) -> ActionRequired | None:
    """Spool a report; mtime 0 keeps equal reports equal byte for byte.

    Returns:
        The fault when the disk takes nothing more, so that what waits can be sent all the same.
    """
    try:
        outbox.put(gzip.compress(to_json(report), 9, mtime=0), digest)
    except OSError as error:
        return ActionRequired(
            _("Le rapport ne peut pas être gardé sur le disque : {reason}.").format(
                reason=error.strerror
            )
        )
    return None


def _with_receipts(last: LastResults, receipts: list[Receipt], enrolment: Enrolment) -> LastResults:
    """Note what the collector acknowledged, even when a fault came after it."""
    if not receipts:
        return last
    receipt, now = receipts[-1], int(time.time())
    return replace(
        last,
        acknowledged_at=now,
        acknowledged_digest=receipt.digest,
        dropped=receipt.dropped,
        notices=receipt.notices,
        next_due_at=now + (receipt.next_report_seconds or enrolment.report_interval_seconds),
        not_before=0 if not last.fault else last.not_before,
    )
