"""Joins a collector."""

from argparse import Namespace

from vigie_agent import config, identity
from vigie_agent.collection import collect
from vigie_agent.enrolment import enrol
from vigie_agent.language import _, say
from vigie_agent.probes import machine as machine_probe
from vigie_agent.probes.probe import Machine
from vigie_agent.state import LastResults, State
from vigie_agent.transport import Client

TAG = 128
"""Characters of a label that a person gives; the collector takes no longer one."""


def run(arguments: Namespace) -> int:
    """Enrol this machine and remember the credential."""
    state = State(arguments.state_dir)
    settings = config.load(arguments.state_dir)
    client = Client(
        arguments.url,
        ca_file=arguments.ca_file or settings.ca_file,
        proxy=settings.proxy,
        timeout=settings.timeout_seconds,
    )
    state.prepare()
    with state.locked(), client:
        # Only what identifies the machine: no software leaves before the enrolment is accepted.
        device = collect(
            Machine(), settings, arguments.tag[:TAG], probes=[machine_probe.PROBE]
        ).device
        enrolment = enrol(client, arguments.key, device, arguments.ca_file or settings.ca_file)
        state.keep_enrolment(enrolment)
        state.keep_last(LastResults())
    name = enrolment.organisation or client.url
    say(_("Machine enrôlée auprès de « {name} ».").format(name=name))
    if not identity.fingerprint(Machine()):
        say(_("Attention : /etc/machine-id est absent, une copie ne serait pas reconnue."))
    say(_("Premier envoi : vigie-agent run"))
    return 0
