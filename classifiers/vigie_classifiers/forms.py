"""The forms under which one raw name may stand in the base, according to its kind."""

import re
from collections.abc import Mapping

from vigie_classifiers.normalise import MAX_NAME, tidy

# Kinds whose names come from a closed vocabulary: the exact name is enough of a witness.
_VOCABULARIES_WORDS = """
dpkg rpm apk pacman nix homebrew snap flatpak container spn cpe banner nmap server os cloud licence dns
hardware browser_extension android
"""
VOCABULARIES = frozenset(_VOCABULARIES_WORDS.split())
# Kinds in which a name is an identifier: nothing is stripped from its end.
_IDENTIFIERS_WORDS = """
dpkg rpm apk pacman nix homebrew snap flatpak spn cpe container
"""
IDENTIFIERS = frozenset(_IDENTIFIERS_WORDS.split())

GROUPS = {
    **dict.fromkeys(["dpkg", "rpm", "apk", "pacman", "nix"], "package"),
    **dict.fromkeys(["cloud", "licence"], "subscription"),
}
"""Kinds that share most of their patterns, and so one automaton."""

_CPE = re.compile(r"^cpe:(?:2\.3:|/)([aoh]):([^:]+):([^:]+)", re.IGNORECASE)
_DPKG_ARCHITECTURE = re.compile(r":(?:amd64|i386|arm64|armhf|all|any|native|ppc64el|s390x)$")
_RPM_TAIL = re.compile(r"-\d[^-]*-[^-]+\.(?:x86_64|noarch|i[3-6]86|aarch64)$")
_NIX_TAIL = re.compile(r"-\d[\w.+-]*$")
_NIX_HASH = re.compile(r"^[0-9a-z]{32}-")
_HEADER = re.compile(
    r"^(?:server|x-powered-by|via|x-generator|x-aspnet-version)\s*:\s*", re.IGNORECASE
)
_GREETING = re.compile(r"^(?:\d{3}[ -]|\* OK |\+OK )\s*")
_BANNER_PRODUCT = re.compile(r"^([A-Za-z][\w.+ -]{1,40}?)[/ _-]v?\d")
_ROLE_TAIL = re.compile(
    r" (?:httpd?|https|smbd|nmbd|smtpd|imapd?|pop3d?|ftpd|sshd|telnetd|db|admin"
    r"|web ?server|rpc|config|http config|http proxy|service)$",
    re.IGNORECASE,
)
_SPF = re.compile(r"(?:include:|redirect=)([\w.-]{3,253})", re.IGNORECASE)
_SPF_MOST = 10
"""Look-ups that SPF allows (RFC 7208): more are not read."""
_MX = re.compile(r"(?:\d{1,5}\s+)?([\w-]+(?:\.[\w-]+)+)\.?")
_SLOGAN = re.compile(r"\s+[-|]\s+|:\s+")
_TWIN = re.compile(r"_\d$")
"""What macOS inventories add to the second application of one name."""
_TAG = re.compile(r"(?:@sha256:[0-9a-f]+|:[\w.-]+)+$")


def forms(kind: str, name: str) -> tuple[str, ...]:
    """Candidate names, the most literal first; never empty, each at most 512 characters."""
    raw = tidy(name)
    shorter = _SHORTER.get(kind)
    if shorter is None or not raw:
        return (raw,)
    others = [one for one in shorter(raw) if one and one != raw]
    return tuple(dict.fromkeys((raw, *others))) if others else (raw,)


def hinted(hints: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Other names of the same thing carried by hints, as (kind or "", name) in order of trust."""
    found = [
        ("", value.split("_", 1)[0] if hint == "package_family" else value)
        for hint in ("bundle_id", "package_family", "title", "image")
        if (value := hints.get(hint, ""))
    ]
    if value := hints.get("cpe", ""):
        found.append(("cpe", value))
    return tuple(found)


def _macos(raw: str) -> list[str]:
    short = _TWIN.sub("", raw.removesuffix(".app"))
    return [raw.removesuffix(".app"), short]


def _dpkg(raw: str) -> list[str]:
    return [_DPKG_ARCHITECTURE.sub("", raw)]


def _rpm(raw: str) -> list[str]:
    return [_RPM_TAIL.sub("", raw)]


def _nix(raw: str) -> list[str]:
    name = _NIX_HASH.sub("", raw)
    return [name, _NIX_TAIL.sub("", name)]


def _homebrew(raw: str) -> list[str]:
    last = raw.rsplit("/", 1)[-1]
    return [last, last.split("@", 1)[0]]


def _container(raw: str) -> list[str]:
    image = _TAG.sub("", raw) if "/" in raw or ":" in raw or "@" in raw else raw
    parts = image.split("/")
    host = len(parts) > 1 and ("." in parts[0] or ":" in parts[0] or parts[0] == "localhost")
    path = parts[1:] if host else parts
    if path and path[0] == "library":
        path = path[1:]
    # The last segment alone would give "someone/redis" to Redis: only official images keep it.
    return [image, "/".join(path)]


def _spn(raw: str) -> list[str]:
    return [raw.split("/", 1)[0]]


def _cpe(raw: str) -> list[str]:
    found = _CPE.match(raw)
    if not found:
        return []
    vendor, product = found.group(2), found.group(3)
    start = f"cpe:2.3:{found.group(1).lower()}:{vendor}:{product}"
    return [f"{vendor}:{product}", start, f"{start}:*:*:*:*:*:*:*:*"[:MAX_NAME]]


def _dns(raw: str) -> list[str]:
    """Domains that a record names: the includes of an SPF policy, the host of an MX."""
    if raw.lower().startswith("v=spf1"):
        return _SPF.findall(raw)[:_SPF_MOST]
    host = _MX.fullmatch(raw)
    return [host.group(1)] if host else []


def _browser_extension(raw: str) -> list[str]:
    """The name before its slogan: "Proton Pass: Free Password Manager"."""
    return [_SLOGAN.split(raw, maxsplit=1)[0]]


def _banner(raw: str) -> list[str]:
    """What a service says of itself: "Server: nginx/1.24", "220-FileZilla Server 0.9.60 beta"."""
    text = _GREETING.sub("", _HEADER.sub("", raw))
    found = _BANNER_PRODUCT.match(text)
    return [text, found.group(1)] if found else [text]


def _nmap(raw: str) -> list[str]:
    """Products as nmap writes them, without the word of their role: "PostgreSQL DB"."""
    return [_ROLE_TAIL.sub("", raw)]


_SHORTER = {
    "dns": _dns,
    "browser_extension": _browser_extension,
    "banner": _banner,
    "nmap": _nmap,
    "macos": _macos,
    "dpkg": _dpkg,
    "rpm": _rpm,
    "nix": _nix,
    "homebrew": _homebrew,
    "container": _container,
    "spn": _spn,
    "cpe": _cpe,
}
