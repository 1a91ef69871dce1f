"""Reads files of a base as entries of the organisation: each file that is sound is kept, each fault is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlmodel import Session
from vigie_classifiers import Knowledge, KnowledgeError, Product, Vendor
from vigie_classifiers.check_local import faults_of
from vigie_classifiers.loader import parse
from vigie_classifiers.local import Entry, Recognition, records
from vigie_classifiers.shape import read

from vigie_collector.accounts.audit import record
from vigie_collector.accounts.viewer import Viewer
from vigie_collector.clock import today
from vigie_collector.local_knowledge.building import checked_text
from vigie_collector.local_knowledge.rereading import reread
from vigie_collector.local_knowledge.service import add_row, entries_of
from vigie_collector.local_knowledge.shelf import Shelf
from vigie_collector.texts import _

Read = TypeVar("Read")


@dataclass(slots=True)
class Imported:
    """What an import did, by file."""

    kept: list[str] = field(default_factory=list[str])
    unchanged: list[str] = field(default_factory=list[str])
    """Files that say what is known already."""
    faults: list[str] = field(default_factory=list[str])
    """« file : what is wrong and what to write »."""


def import_files(
    session: Session, shelf: Shelf, viewer: Viewer, files: Mapping[str, bytes], reason: str
) -> Imported:
    """Keeps the records of TOML files, one entry a file.

    Args:
        session: not committed here.
        shelf: of the collector.
        viewer: who imports.
        files: content by `<vendor>/<file>.toml`.
        reason: kept with each entry.

    Raises:
        BadInput: no reason.
    """
    why = checked_text(reason, 1024, _("Raison"))
    done = Imported()
    shipped = shelf.shipped
    before = shelf.of(session, viewer.organisation_id)
    entries = entries_of(session, viewer.organisation_id)
    new: list[tuple[str, Entry]] = []
    vendors = {path: one for path, one in files.items() if path.endswith("/vendor.toml")}
    for path, said in _vendor_entries(shipped, entries, vendors, done):
        entries.append(said)
        new.append((path, said))
    for path in sorted(files.keys() - vendors.keys()):
        entry = _read(path, done, lambda where: _product_entry(shipped, entries, files, where))
        if entry is None:
            continue
        found = faults_of(shipped, entries, entry, today())
        if found:
            done.faults += [f"{path} : {text}" for _file, text in found]
        else:
            entries.append(entry)
            new.append((path, entry))
    for path, said in new:
        add_row(session, viewer, "file", path, said, why)
        done.kept.append(path)
    if new:
        session.flush()
        record(
            session, viewer, viewer.organisation_id, "knowledge.imported", str(len(new)), why
        )  # fmt: skip
        whole = Entry(
            vendors=tuple(one for _path, said in new for one in said.vendors),
            products=tuple(one for _path, said in new for one in said.products),
            recognitions=tuple(one for _path, said in new for one in said.recognitions),
        )
        after = shelf.fresh(session, viewer.organisation_id)
        reread(session, viewer.organisation_id, whole, before, after)
    return done


def _vendor_entries(
    shipped: Knowledge, entries: list[Entry], files: Mapping[str, bytes], done: Imported
) -> list[tuple[str, Entry]]:
    """Vendors may name each other: they are checked together, the faulty ones left out until none is."""
    known = records(shipped, entries).vendors
    found: dict[str, Vendor] = {}
    for path in files:
        vendor = _read(path, done, lambda where: _vendor(files[where], where))
        if vendor is None:
            continue
        if vendor in (known.get(vendor.id), shipped.vendors.get(vendor.id)):
            done.unchanged.append(path)
        else:
            found[path] = vendor
    while found:
        faults = faults_of(shipped, entries, Entry(vendors=tuple(found.values())), today())
        if not faults:
            break
        paths = {f"local/{path}": path for path in found}
        wrong = {paths[file] for file, _text in faults if file in paths} or set(found)
        for file, text in faults:
            done.faults.append(f"{paths.get(file, file or ', '.join(found))} : {text}")
        found = {path: one for path, one in found.items() if path not in wrong}
    return [(path, Entry(vendors=(one,))) for path, one in found.items()]


def _read(path: str, done: Imported, reading: Callable[[str], Read]) -> Read | None:
    try:
        return reading(path)
    except KnowledgeError as error:
        text = str(error)
        done.faults.append(text if text.startswith(path) else f"{path} : {text}")
    except _Known:
        done.unchanged.append(path)
    return None


class _Known(Exception):  # not an error
    """The file says nothing new."""


def _vendor(content: bytes, path: str) -> Vendor:
    vendor = read(Vendor, parse(content, path), path)
    if vendor.id != path.split("/", maxsplit=1)[0]:
        raise KnowledgeError(
            _("{path} : id = « {id} » n'est pas le nom du dossier. Renommez l'un des deux.").format(
                path=path, id=vendor.id[:80]
            )
        )
    return vendor


def _product_entry(
    shipped: Knowledge, entries: list[Entry], files: Mapping[str, bytes], path: str
) -> Entry:
    """The entry of a product file; only what it adds when the base has the rest."""
    product = read(Product, parse(files[path], path), path)
    if f"{product.vendor}/{product.id}.toml" != path:
        raise KnowledgeError(
            _("{path} : écrivez id = « {id} » et vendor = « {vendor} », ou déplacez le fichier.").format(
                path=path, id=path.split("/")[1].removesuffix(".toml"), vendor=path.split("/", maxsplit=1)[0]
            )
        )  # fmt: skip
    present = records(shipped, entries).products.get(product.id) or shipped.whole(product.id)
    if present is None:
        return Entry(products=(product,))
    if _facts(present) == _facts(product) and set(present.match) <= set(product.match):
        added = tuple(one for one in product.match if one not in present.match)
        if not added:
            raise _Known
        examples = tuple(one for one in product.examples if one not in present.examples)
        said = Recognition(product=product.id, match=added, examples=examples)
        return Entry(recognitions=(said,))
    return Entry(products=(product,))


def _facts(product: Product) -> Product:
    return replace(product, match=(), examples=(), not_examples=(), note="")
