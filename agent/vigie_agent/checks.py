"""The checks of ``doctor``: from the settings to the credential, each with its fix.

They stop at the first fault of the way to the collector: behind it, the others would only mislead.
"""

import os
import shutil
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPSConnection
from pathlib import Path

from vigie_agent import config, identity
from vigie_agent.config import Settings
from vigie_agent.faults import AgentFault
from vigie_agent.language import _
from vigie_agent.probes.catalogue import PROBES
from vigie_agent.probes.probe import Machine
from vigie_agent.proxy import Proxy, choose
from vigie_agent.state import Enrolment, State
from vigie_agent.transport import Address, Client, explain, parse_address, tls_context

EPOCH = 1_735_689_600
"""2025-01-01: a clock before it was never set."""
MAX_DRIFT = 300
"""Seconds between our clock and the collector's that certificates and dates bear."""
ROOM = 100 * 1024 * 1024
"""Free bytes that the outbox should find."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was found, and what to do when it is not good."""

    good: bool
    sentence: str
    fix: str = ""


def examine(folder: Path) -> Iterator[Check]:
    """Check the settings, the state folder, the clock, the network, TLS and the credential."""
    try:
        settings = config.load(folder)
        yield _probes(settings)
        state = State(folder)
        state.prepare()
        yield _room(folder)
        yield _clock()
        enrolment = state.enrolment()
        if enrolment is None:
            yield Check(
                False,
                _("Cette machine n'est pas enrôlée."),
                "vigie-agent enrol URL --key KEY",
            )
            return
        yield _secret(state)
        identity.refuse_clone(enrolment, Machine())
        yield Check(True, _("L'enrôlement est bien celui de cette machine."))
        yield from _network(settings, enrolment)
    except AgentFault as fault:
        yield Check(False, str(fault))


def _probes(settings: Settings) -> Check:
    """Check the settings' names of probes: a run bears an unknown one, of another version maybe."""
    unknown = sorted(set(settings.disabled_probes) - {probe.name for probe in PROBES})
    if not unknown:
        return Check(True, _("Les réglages sont corrects."))
    return Check(
        False,
        _("Le réglage disabled_probes nomme des sondes inconnues : {names}.").format(
            names=", ".join(unknown)
        ),
        _("choisissez parmi : {names}.").format(names=", ".join(probe.name for probe in PROBES)),
    )


def _room(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    return Check(
        free >= ROOM,
        _("Le dossier d'état {folder} est accessible ({free} Mio libres).").format(
            folder=folder, free=free // 2**20
        ),
        _("libérez de la place sur ce disque."),
    )


def _clock() -> Check:
    return Check(
        time.time() > EPOCH,
        _("Heure de la machine : {when} (UTC).").format(
            when=time.strftime("%Y-%m-%d %H:%M", time.gmtime())
        ),
        _("mettez la machine à l'heure (service NTP)."),
    )


def _secret(state: State) -> Check:
    mode = (state.folder / "enrolment.json").stat().st_mode & 0o077
    return Check(
        mode == 0 or os.name != "posix",
        _("Le fichier du secret n'est lisible que de son propriétaire."),
        f"chmod 600 {state.folder / 'enrolment.json'}",
    )


def _network(settings: Settings, enrolment: Enrolment) -> Iterator[Check]:
    url = settings.url or enrolment.url
    ca_file = settings.ca_file or enrolment.ca_file
    address = parse_address(url)
    proxy = choose(address.scheme, address.host, settings.proxy, os.environ)
    host, port = (proxy.host, proxy.port) if proxy else (address.host, address.port)
    if proxy:
        yield Check(
            True, _("Passage par le serveur mandataire {host}:{port}.").format(host=host, port=port)
        )
    step = _("Le nom {host} est connu du DNS.").format(host=host)
    try:
        socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        yield Check(True, step)
        step = _("Le port {port} de {host} répond.").format(host=host, port=port)
        with closing(socket.create_connection((host, port), settings.timeout_seconds)):
            yield Check(True, step)
        if address.scheme == "https":
            yield from _tls(address, proxy, ca_file, settings.timeout_seconds)
    except (OSError, HTTPException) as error:
        yield Check(False, str(explain(error, url, through_proxy=proxy is not None)))
        return
    with Client(
        url, ca_file=ca_file, proxy=settings.proxy, timeout=settings.timeout_seconds
    ) as client:
        yield _credential(client, enrolment)


def _tls(address: Address, proxy: Proxy | None, ca_file: str, timeout: int) -> Iterator[Check]:
    """Check the certificate, then our clock against the collector's."""
    host, port = (proxy.host, proxy.port) if proxy else (address.host, address.port)
    connection = HTTPSConnection(host, port, timeout=timeout, context=tls_context(ca_file))
    if proxy:
        headers = {"Proxy-Authorization": proxy.authorization} if proxy.authorization else {}
        connection.set_tunnel(address.host, address.port, headers)
    with closing(connection):
        connection.connect()
        version = connection.sock.version() if isinstance(connection.sock, ssl.SSLSocket) else ""
        yield Check(True, _("Le certificat est accepté ({version}).").format(version=version))
        connection.request("HEAD", f"{address.base}/health")
        date = connection.getresponse().getheader("Date", "")
    if date:
        drift = abs(time.time() - parsedate_to_datetime(date).timestamp())
        yield Check(
            drift < MAX_DRIFT,
            _("Écart avec l'heure du collecteur : {seconds} s.").format(seconds=round(drift)),
            _("mettez la machine à l'heure (service NTP)."),
        )


def _credential(client: Client, enrolment: Enrolment) -> Check:
    """Ask with an impossible digest and no body: a known machine is answered "body needed"."""
    answer = client.post(
        "/api/v1/reports",
        {"Authorization": f"Bearer {enrolment.credential}", "Vigie-Digest": "sha256:" + "0" * 64},
    )
    if answer.status in {200, 409} and answer.values.get("error") != "identity_conflict":
        return Check(True, _("Le collecteur reconnaît cette machine."))
    if answer.status in {401, 403, 409}:
        return Check(
            False,
            _("Le collecteur ne reconnaît pas (ou plus) cette machine."),
            f"vigie-agent enrol {client.url} --key KEY",
        )
    return Check(
        False,
        _("Le collecteur répond avec le code {status}.").format(status=answer.status),
        _("consultez le journal du collecteur, puis réessayez."),
    )
