"""Reads the knowledge base: shipped files, then an organisation's own, which win."""

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from vigie_classifiers.errors import KnowledgeError
from vigie_classifiers.model import Files, Product, Replaced, Vendor
from vigie_classifiers.other_catalogue import FILE, Proposals, add
from vigie_classifiers.shape import read
from vigie_classifiers.texts import _

SHIPPED = Path(__file__).parent / "knowledge"
ENGINE = "3"
"""Raised when the same base would give other verdicts: part of the digest."""

Table = dict[str, object]


@dataclass(frozen=True, slots=True)
class Raw:
    """One file of the base: path relative to its folder, whether local, its TOML table."""

    path: str
    local: bool
    table: Table


@dataclass(frozen=True, slots=True)
class Base:
    """Everything read, before it is indexed."""

    digest: str
    vendors: dict[str, Vendor]
    products: dict[str, Product]
    categories: dict[str, str]
    files: Files


def read_base(local: Path | None = None, only: Path | None = None) -> Base:
    """Read the shipped base and, if given, the local folder, from their TOML files.

    Args:
        local: folder of the same layout whose entries replace or add to the shipped ones.
        only: another folder instead of the shipped base (tests, `check PATH`).

    Raises:
        KnowledgeError: a file cannot be read or does not have the shape of the model.
    """
    shipped = only or SHIPPED
    found = [(path, False, shipped) for path in files_of(shipped)]
    if local is not None and local.is_dir():
        found += [(path, True, local) for path in files_of(local)]
    contents = [(path, is_local, root, path.read_bytes()) for path, is_local, root in found]
    rows = [
        Raw(
            path=_short(path, root),
            local=is_local,
            table=parse(content, ("local/" if is_local else "") + _short(path, root)),
        )
        for path, is_local, root, content in contents
    ]
    return assemble(rows, _digest(contents))


@lru_cache(maxsize=2_048)
def read_product(path: Path, where: str) -> Product | None:
    """One product from its file, or nothing when it cannot be read."""
    try:
        return read(Product, parse(path.read_bytes(), where), where)
    except (OSError, KnowledgeError):
        return None


def files_of(root: Path) -> list[Path]:
    """TOML files of one base, sorted; raises KnowledgeError when the folder is not there."""
    if not root.is_dir():
        raise KnowledgeError(
            _("{root} : ce dossier de connaissances n'existe pas. Vérifiez le chemin.").format(
                root=root
            )
        )
    heads = (root / "categories.toml", root / FILE)
    return [one for one in heads if one.is_file()] + sorted(root.glob("*/*.toml"))


def parse(content: bytes, where: str) -> Table:
    """Read one TOML text; raises KnowledgeError with the line."""
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(
            _("{where} : ce fichier n'est pas du TOML en UTF-8 ({error}). Corrigez-le.").format(
                where=where, error=error
            )
        ) from None


def assemble(rows: Iterable[Raw], digest: str) -> Base:
    """Build the records, local ones last so that they replace shipped ones of the same id."""
    vendors: dict[str, Vendor] = {}
    products: dict[str, Product] = {}
    categories: dict[str, str] = {}
    files = Files()
    proposals: list[Proposals] = []
    local: set[str] = set()
    for row in rows:
        where = ("local/" if row.local else "") + row.path
        name = row.path.rsplit("/", 1)[-1]
        if row.path == "categories.toml":
            categories.update(_categories(row.table, where))
        elif row.path == FILE:
            proposals.append(read(Proposals, row.table, where))
        elif name == "vendor.toml":
            vendor = read(Vendor, row.table, where)
            vendors[vendor.id] = vendor
            files.vendors[vendor.id] = where
        else:
            product = read(Product, row.table, where)
            shipped = products.get(product.id)
            if row.local:
                if shipped and product.id not in local:
                    file = files.products[product.id]
                    files.replaced[product.id] = replacement(shipped, product, file)
                local.add(product.id)
            products[product.id] = product
            files.products[product.id] = where
    for one in proposals:
        add(products, one)
    files = replace(files, local=frozenset(local))
    return Base(digest, vendors, products, categories, files)


def replacement(shipped: Product, local: Product, file: str) -> Replaced:
    """Tell what a local product repeats of the shipped one, read in that file."""
    return Replaced(
        file=file,
        matches=tuple(at for at, one in enumerate(local.match) if one in shipped.match),
        name=(shipped.name, shipped.vendor, shipped.family)
        == (local.name, local.vendor, local.family),
        identifiers=tuple(one for one in local.identifiers if one in shipped.identifiers),
    )


def _categories(table: Table, where: str) -> dict[str, str]:
    labels: dict[str, str] = {}
    for slug, label in table.items():
        if not isinstance(label, str):
            raise KnowledgeError(
                _("{where} : la catégorie « {slug} » doit avoir un texte pour libellé.").format(
                    where=where, slug=slug
                )
            )
        labels[slug] = label
    return labels


def _short(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _digest(contents: list[tuple[Path, bool, Path, bytes]]) -> str:
    total = hashlib.sha256(f"engine {ENGINE}\n".encode())
    for path, is_local, root, content in contents:
        total.update(f"{int(is_local)} {_short(path, root)} {len(content)}\n".encode())
        total.update(content)
    return f"sha256:{total.hexdigest()}"
