"""Which HTTP proxy to go through, from the settings or the environment."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from vigie_agent.faults import BadSetting
from vigie_agent.language import _

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Proxy:
    """One HTTP proxy."""

    host: str
    port: int
    authorization: str = ""
    """Value of Proxy-Authorization, "" when it asks for nothing."""


def choose(scheme: str, host: str, configured: str, environment: Mapping[str, str]) -> Proxy | None:
    """Give the proxy for a host, None to go straight.

    Args:
        scheme: http or https, of the collector's address.
        host: the collector.
        configured: the setting; "none" forbids any proxy.
        environment: HTTPS_PROXY, HTTP_PROXY, NO_PROXY in either case.

    Raises:
        BadSetting: the proxy's address cannot be understood.
    """

    def variable(name: str) -> str:
        return environment.get(name.lower(), "") or environment.get(name.upper(), "")

    if configured.lower() == "none":
        return None
    address = configured
    if not address:
        if host in LOOPBACK or _direct(host, variable("no_proxy")):
            return None
        address = variable(f"{scheme}_proxy") or variable("all_proxy")
    return parse(address) if address else None


def _direct(host: str, exceptions: str) -> bool:
    """Tell whether NO_PROXY names the host, a parent domain of it, or everything."""
    for word in exceptions.split(","):
        name = word.strip().lower().partition(":")[0].removeprefix("*").removeprefix(".")
        if word.strip() == "*" or (name and (host == name or host.endswith(f".{name}"))):
            return True
    return False


def parse(address: str) -> Proxy:
    """Read a proxy's address: http://[user:password@]host[:port]."""
    parts = urlsplit(address if "://" in address else f"http://{address}")
    try:
        port = parts.port or 3128
    except ValueError:
        port = 0
    if parts.scheme != "http" or not parts.hostname or not port:
        raise BadSetting(
            _(
                "L'adresse du serveur mandataire est incorrecte : il faut la forme "
                "http://machine:port."
            )
        )
    authorization = ""
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        authorization = "Basic " + base64.b64encode(pair.encode()).decode()
    return Proxy(parts.hostname, port, authorization)
