"""The knowledge base in memory: what the rest of Vigie asks its questions to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from vigie_classifiers import compiled
from vigie_classifiers.collection import without_collection
from vigie_classifiers.hardware import is_mac
from vigie_classifiers.index import Index
from vigie_classifiers.loader import Base
from vigie_classifiers.matcher import decide
from vigie_classifiers.model import Files, Product, Vendor
from vigie_classifiers.normalise import tidy
from vigie_classifiers.origin import Origin, trace
from vigie_classifiers.policies import assess
from vigie_classifiers.question import Publisher, publisher_of
from vigie_classifiers.tables import Tables
from vigie_classifiers.verdict import Verdict

_MEMO_LIMIT = 200_000
"""Distinct names kept in memory; beyond, the memo starts again from nothing."""
_PUBLISHERS_LIMIT = 50_000
"""The same for distinct publishers."""


class Knowledge:
    """One version of the base; the same digest always gives the same verdicts."""

    def __init__(self, base: Base, tables: Tables | None = None) -> None:
        self.digest: str = base.digest
        self.vendors: Mapping[str, Vendor] = base.vendors
        self.products: Mapping[str, Product] = base.products
        self.categories: Mapping[str, str] = base.categories
        self.files: Files = base.files
        self._index = Index(base, tables)
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
            if len(self._memo) >= _MEMO_LIMIT:
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
        return Knowledge(*compiled.read(local, cache))
