"""Proves the knowledge base: shape, facts, examples and counter-examples, file by file."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vigie_classifiers.base import Knowledge
from vigie_classifiers.check_facts import check_product, check_vendor, check_whole
from vigie_classifiers.check_names import (
    check_doubles,
    check_examples,
    check_owners,
    check_patterns,
)
from vigie_classifiers.errors import KnowledgeError
from vigie_classifiers.loader import SHIPPED, Base, Raw, assemble, files_of, parse
from vigie_classifiers.model import Product, Vendor
from vigie_classifiers.other_catalogue import FILE, Proposals
from vigie_classifiers.other_catalogue import faults as proposal_faults
from vigie_classifiers.shape import read
from vigie_classifiers.texts import _


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to correct: the file, then what is wrong and what to do."""

    file: str
    text: str

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"{self.file} : {self.text}"


def check(path: Path | None = None, today: date | None = None) -> tuple[list[Fault], Base]:
    """Check the shipped base, another base, or a local folder on top of the shipped one.

    Args:
        path: None = the shipped base. A folder with a categories.toml is a whole base; any other
            folder holds local entries and is checked together with the shipped base.
        today: the day against which dates are judged, the current one by default.

    Returns:
        Faults sorted by file (empty = sound) and the base as read without the faulty files.
    """
    day = today or date.today()  # noqa: DTZ011 - "in the future" for the person who runs it
    whole = path is None or (path / "categories.toml").is_file() or path == SHIPPED
    roots = [(SHIPPED, False), (path, True)] if path and not whole else [(path or SHIPPED, False)]
    faults: list[Fault] = []
    rows: list[Raw] = []
    for root, local in roots:
        for one in files_of(root):
            row = _row(one, root, local=local, faults=faults)
            if row is not None:
                rows.append(row)
    base = assemble(rows, "sha256:check")
    knowledge = Knowledge(base)
    found: list[tuple[str, str]] = []
    for vendor in base.vendors.values():
        found += check_vendor(base, vendor, day)
    for product in base.products.values():
        found += check_product(base, product, day)
        broken = check_patterns(base, product)
        found += broken
    found += check_whole(base)
    found += check_owners(base)
    found += _proposals(base, rows)
    found += check_doubles(base)
    if not any("RE2" in text for _file, text in found):
        for product in base.products.values():
            found += check_examples(knowledge, product)
    faults += [Fault(file, text) for file, text in found]
    if path is not None and not whole:
        faults = [one for one in faults if one.file.startswith("local/")]
    return sorted(set(faults)), base


def _proposals(base: Base, rows: list[Raw]) -> list[tuple[str, str]]:
    """Faults of the files of alternatives that another catalogue proposes."""
    return [
        (where, fault)
        for row in rows
        if row.path == FILE
        for where in [("local/" if row.local else "") + FILE]
        for fault in proposal_faults(base.products, read(Proposals, row.table, where))
    ]


def _row(path: Path, root: Path, *, local: bool, faults: list[Fault]) -> Raw | None:
    """Read one file; what is wrong with its shape or place becomes a fault."""
    relative = path.relative_to(root).as_posix()
    where = ("local/" if local else "") + relative
    try:
        table = parse(path.read_bytes(), where)
        if relative in ("categories.toml", FILE):
            assemble([Raw(relative, local, table)], "")
        elif path.name == "vendor.toml":
            vendor = read(Vendor, table, where)
            if vendor.id != path.parent.name:
                faults.append(
                    Fault(
                        where,
                        _(
                            "l'identifiant « {id} » n'est pas le nom du dossier « {folder} ». "
                            "Renommez l'un des deux."
                        ).format(id=vendor.id, folder=path.parent.name),
                    )
                )
        else:
            faults += _placed(read(Product, table, where), path, where)
    except KnowledgeError as error:
        faults.append(Fault(where, str(error).removeprefix(where).lstrip(" :,")))
        return None
    return Raw(relative, local, table)


def _placed(product: Product, path: Path, where: str) -> list[Fault]:
    faults: list[Fault] = []
    if product.id != path.stem:
        faults.append(
            Fault(
                where,
                _(
                    "l'identifiant « {id} » n'est pas le nom du fichier « {stem} ». "
                    "Renommez l'un des deux."
                ).format(id=product.id, stem=path.stem),
            )
        )
    if product.vendor != path.parent.name:
        faults.append(
            Fault(
                where,
                _(
                    "le fichier est dans le dossier « {folder} » mais l'éditeur est « {vendor} ». "
                    "Déplacez le fichier ou corrigez la clé vendor."
                ).format(folder=path.parent.name, vendor=product.vendor),
            )
        )
    return faults
