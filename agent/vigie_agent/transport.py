"""Talks to the collector over HTTPS: certificate always checked, no redirection followed."""

import http.client
import json
import os
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from vigie_agent import __version__
from vigie_agent.faults import ActionRequired, AgentFault, BadSetting, TryLater
from vigie_agent.language import _, language
from vigie_agent.proxy import LOOPBACK, choose

MAX_ANSWER = 1 << 20  # bytes of an answer; ours are a few hundred


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the collector."""

    status: int
    values: dict[str, Any]
    """The JSON object of the body, {} when there is none."""
    retry_after: int
    """Seconds of Retry-After, 0 without it."""


@dataclass(frozen=True, slots=True)
class Address:
    """The collector's address, checked."""

    scheme: str
    host: str
    port: int
    base: str
    """Path before /api, without a slash at its end."""


def parse_address(url: str) -> Address:
    """Read the collector's address.

    Raises:
        BadSetting: it is not an address, or it is plain HTTP to another machine.
    """
    parts = urlsplit(url if "://" in url else f"https://{url}")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        port = 0
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port:
        raise BadSetting(
            _(
                "Adresse du collecteur incorrecte : « {url} ». Exemple : https://vigie.ville.fr."
            ).format(url=url)
        )
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise BadSetting(
            _(
                "L'adresse {url} n'est pas chiffrée. Utilisez https:// : http:// n'est accepté "
                "que vers cette machine même."
            ).format(url=url)
        )
    return Address(parts.scheme, parts.hostname, port, parts.path.rstrip("/"))


class Client:
    """One connection to a collector, kept open during a run."""

    def __init__(self, url: str, *, ca_file: str = "", proxy: str = "", timeout: int = 30) -> None:
        self.url = url
        self.address = parse_address(url)
        self._ca_file = ca_file
        self._timeout = timeout
        self._proxy = choose(self.address.scheme, self.address.host, proxy, os.environ)
        self._connection: http.client.HTTPConnection | None = None

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def post(self, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send one request.

        Args:
            path: from /api.
            headers: those of the request; the usual ones are added.
            body: bytes sent as they are.

        Raises:
            TryLater: the network or the collector does not answer.
            ActionRequired: the certificate is not accepted.
        """
        sent = {
            "User-Agent": f"vigie-agent/{__version__}",
            "Accept": "application/json",
            "Accept-Language": language(),
            **headers,
        }
        try:
            if self._connection is None:
                self._connection = self._connect()
            self._connection.request("POST", f"{self.address.base}{path}", body=body, headers=sent)
            response = self._connection.getresponse()
            text = response.read(MAX_ANSWER)
            if response.will_close:
                self.close()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise explain(error, self.url, through_proxy=self._proxy is not None) from error
        return _answer(response, text)

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self) -> http.client.HTTPConnection:
        address, proxy = self.address, self._proxy
        host, port = (proxy.host, proxy.port) if proxy else (address.host, address.port)
        if address.scheme == "http":
            return http.client.HTTPConnection(address.host, address.port, timeout=self._timeout)
        connection = http.client.HTTPSConnection(
            host, port, timeout=self._timeout, context=tls_context(self._ca_file)
        )
        if proxy:
            headers = {"Proxy-Authorization": proxy.authorization} if proxy.authorization else {}
            connection.set_tunnel(address.host, address.port, headers)
        return connection


def tls_context(ca_file: str) -> ssl.SSLContext:
    """Give a context that checks certificates, against a private authority when there is one.

    Raises:
        BadSetting: the authority's file is missing or is not a certificate.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise BadSetting(
            _(
                "Le fichier d'autorité de certification {path} est absent ou n'est pas un "
                "certificat PEM."
            ).format(path=ca_file)
        ) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _answer(response: http.client.HTTPResponse, text: bytes) -> Answer:
    try:
        values = json.loads(text)
    except ValueError:
        values = None  # a page of a proxy or of another server: the status speaks
    delay = response.getheader("Retry-After", "")
    return Answer(
        response.status,
        cast("dict[str, Any]", values) if isinstance(values, dict) else {},
        int(delay) if delay.isdecimal() and len(delay) < 7 else 0,
    )


def explain(error: Exception, url: str, *, through_proxy: bool = False) -> AgentFault:
    """Turn a fault of the network into one sentence."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return ActionRequired(
            _(
                "Le certificat de {url} n'est pas accepté ({reason}). Si votre autorité est "
                "interne, indiquez son certificat avec --ca-file ou le réglage ca_file ; vérifiez "
                "aussi l'heure de cette machine."
            ).format(url=url, reason=error.verify_message)
        )
    if isinstance(error, ssl.SSLError):
        sentence = _(
            "La connexion chiffrée avec {url} a échoué : le serveur ne parle pas HTTPS sur ce "
            "port, ou un équipement l'interrompt."
        )
    elif isinstance(error, socket.gaierror):
        sentence = _(
            "Le nom du serveur de {url} est introuvable dans le DNS (ou celui du serveur "
            "mandataire)."
        )
    elif isinstance(error, ConnectionRefusedError):
        sentence = _("Rien n'écoute à l'adresse {url} (ou au serveur mandataire).")
    elif isinstance(error, TimeoutError):
        sentence = _("{url} n'a pas répondu à temps.")
    elif through_proxy and "Tunnel connection failed" in str(error):
        sentence = _("Le serveur mandataire refuse de joindre {url}.")
    else:
        sentence = _("La connexion avec {url} a été coupée.")
    return TryLater(sentence.format(url=url))
