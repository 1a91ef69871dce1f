"""Publisher strings: legal suffixes ignored, several companies in one string kept apart."""

import re
from functools import lru_cache

from vigie_classifiers.normalise import plain, unaccented

_SUFFIXES_WORDS = """
sa sas sasu sarl eurl scop sca snc sprl srl bvba gmbh mbh ag kg ug se inc incorporated llc llp
ltd limited plc corp corporation co company bv nv spa ab as asa oy oyj aps lda sro zrt kft doo
pty pte pvt kk bhd intl international ev eood ood ooo sp zoo gesellschaft holdings holding group
groupe corporate
"""
_SUFFIXES = _SUFFIXES_WORDS.split()
_SUFFIX_SET = frozenset(_SUFFIXES)
_WEAK = frozenset(["holdings", "holding", "group", "groupe", "international", "intl"])
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}|\b[a-z]\.(?=[a-z]\b)")
_APART = re.compile(r"[^\w+&#]+|_+")
_PARTS = re.compile(
    r"\s*(?:,?\s+an?\s+(?P<parent>.{2,60}?)\s+(?:company|business|brand)\b"
    r"|\((?:groupe|group|une? (?:société|filiale) (?:de|du)|part of)\s+(?P<group>[^)]{2,60})\)"
    r"|,?\s+(?:une?\s+société|filiale)\s+(?:de\s+|du\s+)?(?:groupe\s+)?(?P<societe>.{2,60})$)",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:;|\s/\s|\||\s+and its\s.*|\s+&\s+contributors|,?\s+contributors)\s*")
_TEAM = re.compile(
    r"^\s*(?:team\s*id[\s:=]*([A-Z0-9]{10})\s*$"
    r"|(?:developer id application|apple (?:mac )?(?:distribution|development)|3rd party mac developer"
    r" application):\s*[^(]{1,80}\(([A-Z0-9]{10})\))",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\s*<[^>]{0,200}>\s*")
_CERTIFICATE = re.compile(r"\b(?:CN|O)\s*=\s*\"?([^,\"]+)", re.IGNORECASE)

_COPYRIGHT = re.compile(
    r"(?:(?:copyright|\(c\)|©)\s*)+(?:[\d\s,–-]+[\s,])?(?:by\s+)?(\w.{1,80}?)"
    r"(?:[\s,]+(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?[.,]?(?:\s+(?:all rights|tous droits).*)?$",
    re.IGNORECASE,
)

# Who packs a Linux package or a container image: never the vendor of what is inside.
_DISTRIBUTIONS_WORDS = """
debian ubuntu canonical fedora redhat centos almalinux rocky suse opensuse alpine arch archlinux
epel rpmfusion raspbian kali mint nixos gentoo mageia openmandriva devuan homebrew flathub
snapcraft launchpad cloudlinux amazonlinux koji remi dag
"""
_DISTRIBUTIONS = frozenset(_DISTRIBUTIONS_WORDS.split())
_DISTRIBUTION_PHRASES = (
    "red hat", "rpm fusion", "rocky enterprise", "oracle america", "amazon.com", "amazon linux",
    "docker official", "arch linux", "linux mint", "novell",
)  # fmt: skip
PACKAGED = frozenset(["dpkg", "rpm", "apk", "pacman", "nix", "homebrew", "snap", "flatpak"])
"""Kinds whose publisher is the distribution, which packs but does not make."""


@lru_cache(maxsize=16_384)
def key(publisher: str) -> str:
    """Comparable form of a publisher: no case, accents, punctuation or legal suffix."""
    text = unaccented(plain(_MAIL.sub(" ", publisher[:600])))
    text = _DOTTED.sub(lambda found: found.group().replace(".", "").replace(" ", "") + " ", text)
    tokens = _APART.sub(" ", text).split()
    while len(tokens) > 1 and tokens[-1] in _SUFFIX_SET:
        # "Groupe X" is often the vendor's own name: only trailing words are dropped.
        if tokens[-1] in _WEAK and len(tokens) == 2:
            break
        tokens.pop()
    if len(tokens) > 1 and tokens[0] == "the":
        tokens = tokens[1:]
    return " ".join(tokens)


@lru_cache(maxsize=16_384)
def pieces(publisher: str) -> tuple[str, ...]:
    """Every company named in one string, first the whole string, as comparable keys.

    "Ciril, a Carlyle company" gives ciril a carlyle company, ciril, carlyle.
    """
    text = publisher[:600]
    found: list[str] = [key(text)]
    found += [key(one) for one in _CERTIFICATE.findall(text)]
    notice = _COPYRIGHT.search(text)
    if notice:
        found.append(key(notice.group(1)))
    inside = _PARTS.search(text)
    if inside:
        found.append(key(text[: inside.start()]))
        found += [key(one) for one in inside.groups() if one]
    found += [key(one) for one in _SPLIT.split(text) if one]
    if "," in text:
        found.append(key(text.split(",", 1)[0]))
    bracket = re.search(r"^(.{2,80}?)\s*\(", text)
    if bracket:
        found.append(key(bracket.group(1)))
    found += [_bare(one) for one in found]
    return tuple(dict.fromkeys(one for one in found if one))


def _bare(one: str) -> str:
    """The same company without a leading legal form or a last "group" ("sarl x", "x groupe")."""
    tokens = one.split()
    if len(tokens) > 1 and tokens[-1] in _WEAK:
        tokens.pop()
    if len(tokens) > 1 and tokens[0] in _SUFFIX_SET:
        tokens = tokens[1:]
    return " ".join(tokens)


_NOBODY_WORDS = """
unknown|inconnu|n/a|na|none|null|publisher|vendor|editeur|company|your company|my company|user
default company name|company name|default|manufacturer|to be filled by o.e.m.|microsoft user|admin
organization|organisation|home|windows user|utilisateur windows|test|www|setup|author|owner
"""
_NOBODY = frozenset(_NOBODY_WORDS.replace("\n", "|").split("|"))


def is_told(publisher: str) -> bool:
    """Say whether a tidy publisher names somebody: not a placeholder, a number or an address."""
    text = unaccented(plain(publisher)).strip(" .")
    return len(text) > 1 and text not in _NOBODY and any(map(str.isalpha, text))


def team_id(publisher: str) -> str:
    """Apple Team ID written as a publisher, or nothing.

    Shapes: "TeamID UBF8T346G9", "Developer ID Application: Microsoft Corporation (UBF8T346G9)".
    """
    found = _TEAM.match(publisher[:160])
    return (found.group(1) or found.group(2)).upper() if found else ""


@lru_cache(maxsize=16_384)
def is_distribution(kind: str, publisher: str) -> bool:
    """Say whether this publisher only packs (Debian, Fedora, Docker Official Images…)."""
    if kind not in PACKAGED and kind != "container":
        return False
    text = plain(publisher)
    if any(phrase in text for phrase in _DISTRIBUTION_PHRASES):
        return True
    return any(one in _DISTRIBUTIONS for one in re.split(r"[^\w]+", text))
