"""Hard identifiers: bundle id, AppX package, UpgradeCode, CPE, package URL."""

import re
from collections.abc import Iterator, Mapping, Sequence

from vigie_classifiers.index import Block, Index
from vigie_classifiers.model import Vendor
from vigie_classifiers.publisher import key
from vigie_classifiers.question import Question
from vigie_classifiers.tables import squeezed
from vigie_classifiers.vocabulary import GENERIC

_CPE = re.compile(r"^cpe:(?:2\.3:|/)[aoh]:([^:]+):([^:]+)", re.IGNORECASE)
_HINTS = (
    ("upgrade_code", "upgrade"),
    ("bundle_id", "bundle"),
    ("package_family", "appx"),
    ("purl", "purl"),
)
_SCHEMES = {"macos": "bundle", "android": "bundle", "windows": "appx"}
"""Kinds whose raw names may be an identifier themselves ("com.apple.Safari")."""
_REVERSED = frozenset(["android", "flatpak", "macos"])
MAY_BE = frozenset([*_SCHEMES, "cpe"])
"""Kinds whose raw names may be an identifier."""
_DOTTED = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:_\w+)?")
_APPX_TAIL = re.compile(r"_[0-9a-z]{13}$")
_GUID = re.compile(r"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")


def identified(
    index: Index, kind: str, name: str, hints: Mapping[str, str]
) -> list[tuple[str, str, Sequence[Block]]]:
    """Steps of rule "identifier": one for each identifier of this name that the base knows."""
    if not hints and " " in name:
        return []
    found: list[tuple[str, str, Sequence[Block]]] = []
    for one in _all(kind, name, hints):
        for each in _shorter(one.lower()):
            numbers = index.identifiers.get(each)
            if numbers:
                blocks = [index.blocks[number] for number in numbers]
                found.append(("identifier", one.partition(":")[2], blocks))
                break
    return found


def spelt_by_cpe(index: Index, text: str) -> list[Block]:
    """Product whose vendor and name a CPE spells, without an entry of its own."""
    parts = _CPE.match(text)
    maker, product = parts.groups() if parts else text.partition(":")[::2]
    own = index.vendor_products.get(_vendor_of_cpe(index, maker), {})
    number = own.get(squeezed(product.lower()))
    return [] if number is None else [index.blocks[number]]


def _vendor_of_cpe(index: Index, maker: str) -> str:
    """Vendor id behind the vendor part of a CPE, dated ones included."""
    known = maker.lower()
    return index.cpe_vendors.get(known, "") or index.publishers.get(
        key(known.replace("_", " ")), ""
    )


def vendor_in_identifier(index: Index, question: Question) -> Vendor | None:
    """Vendor that an identifier names: CPE vendor, or domain turned round ("org.gnome.Maps")."""
    text = question.forms[0].text
    vendor = ""
    if question.kind == "cpe":
        found = _CPE.match(text)
        vendor = _vendor_of_cpe(index, found.group(1) if found else text.partition(":")[0])
    elif question.kind in _REVERSED and " " not in text and text.count(".") > 1:
        parts = text.lower().split(".")
        at = 2 if parts[:2] in (["com", "github"], ["io", "github"]) else 1
        word = parts[at]
        if len(word) > 2 and word not in GENERIC:
            vendor = index.publishers.get(key(word), "")
    return index.vendors.get(vendor)


def _all(kind: str, name: str, hints: Mapping[str, str]) -> Iterator[str]:
    """Identifiers with their schemes, those of the hints first."""
    if hints:
        for hint, scheme in _HINTS:
            if value := hints.get(hint, ""):
                yield f"{scheme}:{_bare(scheme, value)}"
        if found := _CPE.match(hints.get("cpe", "")):
            yield f"cpe:{found.group(1)}:{found.group(2)}"
    if kind == "cpe":
        found = _CPE.match(name)
        yield f"cpe:{found.group(1)}:{found.group(2)}" if found else f"cpe:{name}"
    elif kind == "windows" and name[0:1] == "{":
        if _GUID.fullmatch(name):
            yield f"upgrade:{name}"
    elif kind in _SCHEMES and "." in name and _DOTTED.fullmatch(name):
        yield f"{_SCHEMES[kind]}:{_bare(_SCHEMES[kind], name)}"


def _bare(scheme: str, value: str) -> str:
    """The identifier without what changes with each version or publisher key."""
    if scheme == "appx":
        return _APPX_TAIL.sub("", value.split("_", 1)[0] if value.count("_") > 1 else value)
    return re.split("[@?#]", value, maxsplit=1)[0] if scheme == "purl" else value


def _shorter(one: str) -> Iterator[str]:
    """The identifier, then its starts as entries write them: "bundle:com.adobe.*"."""
    yield one
    scheme, _colon, value = one.partition(":")
    if scheme not in ("bundle", "appx"):
        return
    parts = value.split(".")
    for length in range(len(parts), 1, -1):
        yield f"{scheme}:{'.'.join(parts[:length])}.*"
