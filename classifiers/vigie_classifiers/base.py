"""The knowledge base in memory: what the rest of Vigie asks its questions to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from vigie_classifiers import compiled
from vigie_classifiers.collection import without_collection
from vigie_classifiers.hardware import is_mac
from vigie_classifiers.index import Index
from vigie_classifiers.loader import SHIPPED, Base, read_product
from vigie_classifiers.matcher import decide
from vigie_classifiers.model import Files, Product, Vendor
from vigie_classifiers.normalise import tidy
from vigie_classifiers.origin import Origin, trace
from vigie_classifiers.overlay import lay
from vigie_classifiers.policies import assess
from vigie_classifiers.question import Publisher, publisher_of
from vigie_classifiers.tables import Tables
from vigie_classifiers.verdict import Verdict

_MEMO_LIMIT = 200_000
"""Distinct names kept in memory; beyond, the memo starts again from nothing."""
_LAID_MEMO_LIMIT = 2_000
"""The same for the layer of one organisation: there may be hundreds of them."""
_PUBLISHERS_LIMIT = 50_000
"""The same for distinct publishers."""


class Knowledge:
    """One version of the base; the same digest always gives the same verdicts."""

    def __init__(
        self, base: Base, tables: Tables | None = None, index: Index | None = None
    ) -> None:
        self._base = base
        self.digest: str = base.digest
        self.vendors: Mapping[str, Vendor] = base.vendors
        self.products: Mapping[str, Product] = base.products
        self.categories: Mapping[str, str] = base.categories
        self.files: Files = base.files
        self.below: Knowledge | None = None
        """The base that this one is laid over, if any."""
        self.folder: Path | None = None
        """Folder of local entries that were loaded with it."""
        self._index = index or Index(base, tables)
        self._memo_limit = _LAID_MEMO_LIMIT if index else _MEMO_LIMIT
        self._memo: dict[tuple[object, ...], Verdict] = {}
        self._publishers: dict[tuple[str, str], Publisher] = {}

    def classify(
        self,
        kind: str,
        name: str,
        publisher: str = "",
        version: str = "",
        *,
        source_package: str = "",
        hints: Mapping[str, str] | None = None,
    ) -> Verdict:
        """Find the product and vendor behind one raw name.

        Args:
            kind: where the name was read, one of `model.KINDS`; another kind abstains.
            name: the raw name; only its first 512 characters count.
            publisher: as the machine writes it.
            version: as the machine writes it; else what the name itself says.
            source_package: dpkg or rpm source package.
            hints: other identifiers: bundle_id, team_id, package_family, upgrade_code, purl, cpe,
                mac (of hardware), signer, vendor, title, image.
        """
        asked = (
            (kind, name, publisher, source_package, tuple(sorted(hints.items())))
            if hints
            else (kind, name, publisher, source_package)
        )
        verdict = self._memo.get(asked)
        if verdict is None:
            verdict = self._decide(kind, name, publisher, source_package, hints or {})
            if len(self._memo) >= self._memo_limit:
                self._memo.clear()
            self._memo[asked] = verdict
        return replace(verdict, told_version=tidy(version)) if version else verdict

    def _decide(
        self, kind: str, name: str, publisher: str, source_package: str, hints: Mapping[str, str]
    ) -> Verdict:
        if kind == "hardware" and not publisher and is_mac(name):
            hints = {**hints, "mac": name}
        maker = None if hints else self._publishers.get((kind, publisher))
        if maker is None:
            maker = publisher_of(self._index, kind, publisher, hints)
            if not hints:  # far fewer publishers than names
                if len(self._publishers) >= _PUBLISHERS_LIMIT:
                    self._publishers.clear()
                self._publishers[kind, publisher] = maker
        return decide(self._index, kind, name, maker, publisher, source_package, hints)

    def with_local(
        self, vendors: Iterable[Vendor], products: Iterable[Product], digest: str
    ) -> "Knowledge":
        """Lay an organisation's own records over this base, which stays as it is and is shared.

        The answers are those of a base loaded together with a folder of the same records.

        Args:
            vendors: whole records; those of a known id stand in place of it.
            products: the same; [[match]] blocks that repeat those of this base stay as they are.
            digest: of the result: it must change with the records.
        """
        own = list(products)
        whole = {one.id: found for one in own if (found := self.whole(one.id))}
        base, index = lay(self._base, self._index, whole, vendors, own, digest)
        made = Knowledge(base, index=index)
        made.below = self
        return made

    def whole(self, product_id: str) -> Product | None:
        """A product with its [[match]] blocks and examples, which memory does not keep.

        They are read in the file of the product; None when the base has no such product.
        """
        product = self.products.get(product_id)
        if product is None or product.match or product.examples:
            return product
        file = self.files.products.get(product_id, "")
        own = file.startswith("local/")
        root = self.folder if own else SHIPPED
        if root is None:
            return product
        return read_product(root / file.removeprefix("local/"), file) or product

    def names(self, kind: str) -> Iterator[tuple[str, set[str]]]:
        """Exact names of one kind (plain), each with the ids of its products."""
        for name, numbers in self._index.exact.get(kind, {}).items():
            yield name, {self._index.blocks[one].product.id for one in numbers}

    def maker_of(self, kind: str, publisher: str) -> str:
        """Id of the vendor that a publisher points at, or nothing."""
        return publisher_of(self._index, kind, publisher, {})[0]

    def forget(self) -> None:
        """Empty the memo (used to measure cold speed)."""
        self._memo.clear()
        self._publishers.clear()

    def origin(
        self, vendor_id: str | None, policy: str, on: date, product_id: str | None = None
    ) -> Origin:
        """Say where a vendor stands under one policy on one day.

        Args:
            vendor_id: id of the base; None or unknown answers "unknown".
            policy: one of `POLICIES`.
            on: the day asked; control links count when since <= day < until.
            product_id: given alone, its vendor is used.
        """
        if not vendor_id and product_id:
            product = self.products.get(product_id)
            vendor_id = product.vendor if product else None
        return assess(trace(self.vendors, vendor_id or "", on), policy)


def load(local: Path | None = None, cache: Path | None = None) -> Knowledge:
    """Load the shipped base, with an organisation's own entries which win.

    Args:
        local: folder of the same layout as the shipped base; ignored when it does not exist.
        cache: folder that keeps a compiled copy, so that later loads take a fraction of the time.

    Raises:
        KnowledgeError: a file is wrong; the message names it and says what to do.
    """
    with without_collection():
        knowledge = Knowledge(*compiled.read(local, cache))
    knowledge.folder = local
    return knowledge
