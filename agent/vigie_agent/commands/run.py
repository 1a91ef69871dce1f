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
        if arguments.if_due and time.time() < state.last().next_due_at:
            return 0
        return _run(state, enrolment, settings)


def _run(state: State, enrolment: Enrolment, settings: Settings) -> int:
    last = replace(state.last(), fault="", fault_needs_action=False)
    outbox = Outbox(state.outbox, settings.outbox_max_bytes, settings.outbox_max_reports)
    receipts: list[Receipt] = []
    try:
        identity.refuse_clone(enrolment, Machine())
        report = collect(Machine(), settings, enrolment.tag)
        digest = observations_digest(report)
        last = replace(last, run_at=int(time.time()), software_count=len(report.software or ()))
        known = digest == last.acknowledged_digest and not outbox.waiting()
        if not known:
            _keep(outbox, report, digest)
        if time.time() < last.not_before:
            raise TryLater(
                _("Le collecteur a demandé d'attendre : le rapport est gardé et partira plus tard.")
            )
        with _client(settings, enrolment) as client:
            sender = Sender(client, enrolment, settings)
            receipts = sender.receipts
            if known and sender.announce(digest) is None:
                _keep(outbox, report, digest)
            sender.flush(outbox)
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


def _keep(outbox: Outbox, report: Report, digest: str) -> None:
    """Spool a report; mtime 0 keeps equal reports equal byte for byte."""
    try:
        outbox.put(gzip.compress(to_json(report), 9, mtime=0), digest)
    except OSError as error:
        raise ActionRequired(
            _("Le rapport ne peut pas être gardé sur le disque : {reason}.").format(
                reason=error.strerror
            )
        ) from error


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
