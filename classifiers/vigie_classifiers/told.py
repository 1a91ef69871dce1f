"""The name of a product as the machine told it, when the base knows its maker or family only.

"Ashampoo Photo Optimizer 8" from Ashampoo names itself: what is left without version, architecture
and language is the product's name, in the case that the machine wrote.
"""

import re

from vigie_classifiers.forms import forms
from vigie_classifiers.normalise import plain_of_tidy, tidy
from vigie_classifiers.publisher import key
from vigie_classifiers.tails import light_of_plain

_APP = re.compile(r"\.app$|_\d$", re.IGNORECASE)
_INSTALLER = re.compile(
    r"\s+(?:setup|installer|installation|trial|demo|démo|essai|preview|beta|free edition"
    r"|(?:désinstallation|uninstall|deinstallation)(?: seulement| only)?)$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"[\W\d_]*(?:v|kb|version|build|release)?[\W\d_]*|\W*[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\W*"
    r"|[0-9a-f]{16,64}",
    re.IGNORECASE,
)
"""Numbers, GUIDs and digests name nothing."""
_LEFT_WORD = re.compile(r"\s+(?:for|pour|de|by|par|with|avec|on|-)$", re.IGNORECASE)
_PACKAGE_PART = re.compile(
    r"-(?:dev|devel|doc|docs|dbg|dbgsym|debuginfo|common|data|bin|libs?|static|headers|locale|l10n"
    r"|i18n|lang|gtk[234]?|qt[456]?|python3?|java|javadoc|filesystem|selinux|doc-html|examples)$"
)
_SONAME = re.compile(r"-?\d[\d.]*[a-z]?(?:-\d[\d.]*)?$")
_TYPELIB = re.compile(r"^gir1\.2-(?P<name>.+)-\d[\d.]*$")
_CPAN = re.compile(r"^perl-([A-Z][\w-]+)$")
_LANGUAGE_MODULE = re.compile(
    r"^(?:python3?|python2|perl|ruby|rubygem|php|php-pear|node|nodejs|golang|golang-github|ghc|erlang"
    r"|lua|ocaml|r-cran|rust)-(?P<name>.+)$"
)
_PACKAGES = frozenset(["dpkg", "rpm", "apk", "pacman", "nix"])
DISPLAYED = frozenset(["windows", "macos", "server", "cloud", "licence", "appimage"])
"""Kinds whose raw names are written for people: without a version they name the product."""
_DOTTED = frozenset(["android", "flatpak", "snap", "homebrew"])


def told_name(kind: str, text: str, source_package: str) -> str:
    """Name of the product in that raw name; nothing for banners, SPN and the like.

    The source package names a package best.

    Args:
        kind: one of `model.KINDS`.
        text: the raw name, tidy.
        source_package: as the machine told it, or nothing.
    """
    if kind in _PACKAGES:
        found = harmless(source_package) or package_stem(text)
    elif kind == "container":
        found = text.rsplit("/", 1)[-1].split(":", 1)[0].split("@", 1)[0]
    elif kind == "browser_extension":
        found = forms(kind, text)[-1]
    elif kind in _DOTTED:
        found = text.rsplit(".", 1)[-1] if text.count(".") > 1 and " " not in text else text
    elif kind in DISPLAYED and not _NO_NAME.fullmatch(text):
        found = displayed(text)
    else:
        return ""
    return harmless(found)


def harmless(text: str) -> str:
    """A text that a machine told, tidy, without what a sheet would take for a formula's start."""
    return tidy(text).lstrip("=+-@'\" ")


def without_maker(name: str, maker: str) -> str:
    """A told name without " - Maker" at its end; nothing when it is made of its maker alone."""
    own = key(maker)
    if key(name) == own:
        return ""
    head, dash, tail = name.rpartition(" - ")
    return head if dash and head and key(tail) == own else name


def displayed(text: str) -> str:
    """A display name without version, architecture, language and installer words."""
    text = harmless(_APP.sub("", text).replace("_", " "))
    for _round in range(3):
        key = plain_of_tidy(text)
        light = light_of_plain(key)
        short = light[-1]
        if "(" in short or "[" in short:
            short = min(_bracketless(short), short, key=len)
        # The keys are starts of the plain name: the same start of the raw one keeps its case.
        text = text[: len(short)].rstrip(" -,_:") if len(key) == len(text) else short
        shorter = _LEFT_WORD.sub("", _INSTALLER.sub("", text))
        if shorter == text:
            break
        text = shorter
    return text


def _bracketless(key: str) -> str:
    """The key before a last bracket that is not its start."""
    start = max(key.rfind("("), key.rfind("["))
    return key[:start].rstrip() if start > 0 and key[-1] in ")]" else key


def package_stem(name: str) -> str:
    """Upstream name that a binary package's name suggests: "libgupnp-1.0-4" gives "gupnp".

    Distributions cut one source into `libNAMEversion`, `NAME-dev`, `NAME-libs`, `gir1.2-NAME-1.0`.
    """
    cpan = _CPAN.match(name)
    if cpan:  # rpm keeps the case: perl-Archive-Extract is Archive::Extract
        return cpan.group(1).replace("-", "::")
    stem = name.lower().split(":", 1)[0]
    module = _TYPELIB.match(stem) or _LANGUAGE_MODULE.match(stem)
    if module:
        return module.group("name")
    for _round in range(3):
        shorter = _PACKAGE_PART.sub("", stem)
        if shorter == stem:
            break
        stem = shorter
    if stem.startswith("lib") and len(stem) > 5:
        if stem.endswith("-perl"):
            return stem[3:-5]
        if stem.endswith(("-java", "-ruby", "-cil")):
            return stem[3:].rsplit("-", 1)[0]
        core = _SONAME.sub("", stem)
        stem = core if len(core) > 4 else stem
    return stem
