"""Says what happened last, from the state folder alone: nothing is sent."""

import time
from argparse import Namespace

from vigie_agent import config
from vigie_agent.language import _, say
from vigie_agent.outbox import Outbox
from vigie_agent.state import State


def run(arguments: Namespace) -> int:
    """Print the enrolment, the last run, what waits, and the last fault (then exit code 3 or 4)."""
    state = State(arguments.state_dir)
    settings = config.load(arguments.state_dir)
    enrolment = state.enrolment()
    if enrolment is None:
        say(_("Cette machine n'est pas enrôlée auprès d'un collecteur."))
        return 3
    last = state.last()
    outbox = Outbox(state.outbox, settings.outbox_max_bytes, settings.outbox_max_reports)
    waiting = outbox.waiting()
    say(_("Collecteur : {url}").format(url=settings.url or enrolment.url))
    say(_("Organisation : {name}").format(name=enrolment.organisation or "?"))
    say(_("Dernière lecture : {when}").format(when=moment(last.run_at)))
    say(_("Dernier accusé de réception : {when}").format(when=moment(last.acknowledged_at)))
    say(_("Logiciels lus : {count}").format(count=last.software_count))
    if last.next_due_at:
        say(_("Prochain rapport attendu : {when}").format(when=moment(last.next_due_at)))
    size = sum(item.size for item in waiting) // 1024
    say(_("Rapports en attente : {count} ({size} Kio)").format(count=len(waiting), size=size))
    if last.dropped:
        say(_("Éléments que le collecteur n'a pas pu garder : {count}").format(count=last.dropped))
    for notice in last.notices:
        say(_("Message du collecteur : {notice}").format(notice=notice))
    if not last.fault:
        return 0
    if last.fault_needs_action:
        say(_("Action nécessaire : {fault}").format(fault=last.fault))
        return 3
    say(_("Dernier incident : {fault}").format(fault=last.fault))
    return 4


def moment(seconds: int) -> str:
    """Give a date and time of this machine's clock, or "never"."""
    if not seconds:
        return _("jamais")
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))
