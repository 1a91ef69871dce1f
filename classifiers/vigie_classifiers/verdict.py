"""What a raw name was found to be, and why. Words are made when somebody reads them, not before."""

from dataclasses import dataclass

from vigie_classifiers.forms import IDENTIFIERS
from vigie_classifiers.model import Product, Vendor
from vigie_classifiers.normalise import version_inside
from vigie_classifiers.reasons import Evidence, Reason, evidence_of
from vigie_classifiers.told import harmless, told_name, without_maker
from vigie_classifiers.vocabulary import edition

__all__ = ["Evidence", "Verdict"]


@dataclass(slots=True, eq=False)
class Verdict:
    """The product and vendor behind one distinct (kind, name, publisher). Read only."""

    found: Product | None = None
    maker: Vendor | None = None
    """Vendor of the product, or the vendor alone when the product is not known."""
    confidence: float = 0.0
    """0 to 1; 0 when abstaining."""
    why: tuple[str, str, str] = ("unknown", "", "")
    """Rule that decided, what it met, knowledge file behind it."""
    also: tuple[Reason, ...] = ()
    """Further reasons, shared by many verdicts."""
    name: str = ""
    """The raw name, cleaned."""
    kind: str = ""
    source_package: str = ""
    named: str = ""
    """Name of the product that the pattern of a family cut out of the raw name."""
    told_version: str = ""
    """Version that the machine gave apart from the name."""
    told_vendor: str = ""
    """Publisher as the machine wrote it, when the base does not know it."""

    @property
    def product_id(self) -> str:
        """Id of the product, or nothing."""
        return self.found.id if self.found else ""

    @property
    def product(self) -> str:
        """Name of the product, without version and edition.

        As the base has it; as the machine told it when only the family or the vendor is known.
        """
        if self.found and not self.found.family:
            return self.found.name
        if self.found is None and self.maker is None and not self.told_vendor:
            return ""
        told = harmless(self.named) or told_name(self.kind, self.name, self.source_package)
        maker = self.maker.name if self.maker else self.told_vendor
        if maker and told:
            told = without_maker(told, maker)
        return told or (self.found.name if self.found else "")

    @property
    def family(self) -> str:
        """Name of the family that recognised it, or nothing."""
        return self.found.name if self.found and self.found.family else ""

    @property
    def vendor_id(self) -> str:
        """Id of the vendor, or nothing."""
        return self.maker.id if self.maker else ""

    @property
    def vendor(self) -> str:
        """Name of the vendor; a project without a company bears its product's name."""
        if self.maker is None:
            return self.told_vendor
        return (self.maker.many and self.product) or self.maker.name

    @property
    def category(self) -> str:
        """Category of the closed list."""
        return self.found.category if self.found else ""

    @property
    def type(self) -> str:
        """product, component, driver, patch or language_pack."""
        return self.found.type if self.found else ""

    @property
    def open_source(self) -> str:
        """Judged on what is shipped: yes, no, unknown."""
        return self.found.open_source if self.found else "unknown"

    @property
    def edition(self) -> str:
        """Edition that the raw name tells, or nothing."""
        return edition(self.name, self.found.name) if self.found else ""

    @property
    def version(self) -> str:
        """Version that the machine gave, else the one that the raw name tells."""
        if self.told_version or self.kind in IDENTIFIERS:
            return self.told_version
        return version_inside(self.name)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The chain of reasons as data, the one that decided first."""
        return (Reason(*self.why), *self.also)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The chain of reasons, in the reader's language."""
        return tuple(evidence_of(one, self.product, self.vendor) for one in self.reasons)

    def __eq__(self, other: object) -> bool:
        """Say whether both say the same for the same reasons."""
        if not isinstance(other, Verdict):
            return NotImplemented
        return self._told() == other._told()

    def __hash__(self) -> int:
        """Equal verdicts hash alike."""
        return hash(self._told())

    def _told(self) -> tuple[object, ...]:
        return self.product_id, self.vendor_id, self.name, self.confidence, self.why, self.also
