"""Alternatives that another catalogue proposes, kept apart in one file of a local folder.

`vigie-classify sill` writes `sill.toml`; the loader adds its alternatives to those of the products.
"""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from vigie_classifiers.model import Alternative, Product
from vigie_classifiers.texts import _

FILE = "sill.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One free product that the catalogue names beside another product of the base."""

    of: str
    """Id of the product that could be replaced."""
    product: str
    used_by: str = ""
    source: str = ""
    checked: date | None = None
    lacks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """The whole file."""

    credit: str = ""
    """Whose catalogue it is, and under which licence."""
    alternatives: tuple[Proposal, ...] = ()


def add(products: dict[str, Product], given: Proposals) -> None:
    """Add the proposals to the products; what the base says of the same pair stays.

    A product that the base does not know any more is passed over (`check` tells it).
    """
    for one in given.alternatives:
        product = products.get(one.of)
        if product is None or one.product not in products or one.of == one.product:
            continue
        added = Alternative(
            product=one.product,
            lacks=one.lacks,
            used_by=one.used_by,
            source=one.source,
            checked=one.checked,
            credit=given.credit,
        )
        products[one.of] = replace(
            product, alternatives=tuple(_merged(product.alternatives, added))
        )


def _merged(known: tuple[Alternative, ...], added: Alternative) -> Iterator[Alternative]:
    """Known alternatives, with the new one in its place or at the end."""
    found = False
    for one in known:
        if one.product != added.product:
            yield one
            continue
        found = True
        yield (
            one if one.used_by else replace(added, lacks=one.lacks or added.lacks, basis=one.basis)
        )
    if not found:
        yield added


def faults(products: dict[str, Product], given: Proposals) -> Iterator[str]:
    """Proposals that point nowhere, one sentence each."""
    for one in given.alternatives:
        for each in (one.of, one.product):
            if each not in products:
                yield _(
                    "« {product} » n'est plus un produit de la base. "
                    "Relancez vigie-classify sill pour refaire ce fichier."
                ).format(product=each)


def write(folder: Path, given: Proposals) -> Path:
    """Write the file of a local folder, whole or not at all; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".sill-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(f"{line}\n" for line in _lines(given))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(folder / FILE)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return folder / FILE


def _lines(given: Proposals) -> Iterable[str]:
    yield "# Écrit par vigie-classify sill : ne le modifiez pas, il est refait à chaque import."
    yield f"credit = {_text(given.credit)}"
    for one in given.alternatives:
        yield "\n[[alternatives]]"
        yield f"of = {_text(one.of)}"
        yield f"product = {_text(one.product)}"
        yield f"used_by = {_text(one.used_by)}"
        yield f"source = {_text(one.source)}"
        if one.checked:
            yield f"checked = {one.checked.isoformat()}"
        yield f"lacks = {_text(one.lacks)}"


def _text(value: str) -> str:
    """A TOML basic string: JSON's escapes are among TOML's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
