"""One raw name, prepared once for all the steps: its forms, its keys, what its publisher says."""

from collections.abc import Mapping

from vigie_classifiers.forms import VOCABULARIES, forms
from vigie_classifiers.hardware import maker_of_mac
from vigie_classifiers.index import Index
from vigie_classifiers.normalise import folded_words, plain_of_tidy
from vigie_classifiers.publisher import PACKAGED, is_distribution, pieces, team_id
from vigie_classifiers.tails import heavy_of_light, light_of_plain


class Form:
    """One way to write the name, with its keys made when a step first asks for them."""

    __slots__ = ("_folded", "_heavy", "_light", "families", "plain", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = plain_of_tidy(text)
        self.families: list[int] | None = None
        """Blocks of the patterns that match it, once asked."""
        self._folded: str | None = None
        self._light: list[str] | None = None
        self._heavy: list[str] | None = None

    @property
    def light(self) -> list[str]:
        """Keys without version, architecture, locale; the plain name first."""
        if self._light is None:
            self._light = light_of_plain(self.plain)
        return self._light

    @property
    def folded(self) -> str:
        """Folded words of the whole form, one blank apart."""
        if self._folded is None:
            self._folded = folded_words(self.plain)
        return self._folded

    @property
    def heavy(self) -> list[str]:
        """Folded keys, the boldest last."""
        if self._heavy is None:
            self._heavy = heavy_of_light(self.light, self.folded)
        return self._heavy

    @property
    def words(self) -> list[str]:
        """Folded words of the whole form."""
        return self.folded.split()


class Question:
    """One raw name of one kind."""

    __slots__ = (
        "closed",
        "forms",
        "kind",
        "publisher",
        "publishers",
        "signed",
        "source_package",
        "vendor",
    )

    def __init__(
        self, kind: str, name: str, maker: "Publisher", publisher: str, source_package: str = ""
    ) -> None:
        self.kind = kind
        self.publisher = publisher
        """As the machine wrote it."""
        self.source_package = source_package
        self.closed = kind in VOCABULARIES
        """True when names of this kind come from a closed vocabulary."""
        self.forms = [Form(one) for one in forms(kind, name)]
        self.vendor, self.publishers, self.signed = maker


Publisher = tuple[str, tuple[str, ...], bool]
"""Vendor id that the publisher points at, or nothing; comparable keys of its companies, none when
absent or a packer; True when it is a signature: a stranger's one is no accident."""


def publisher_of(index: Index, kind: str, publisher: str, hints: Mapping[str, str]) -> Publisher:
    """What the best witness says of who made it: signature, publisher, vendor, signer."""
    if hints.get("mac", ""):
        publisher = publisher or maker_of_mac(hints["mac"])
    team = team_id(publisher) or hints.get("team_id", "").upper()
    if team:
        return index.team_ids.get(team, ""), (team.lower(),), True
    if kind in ("dns", "banner", "nmap", "spn"):
        publisher = ""  # what stands there is a record type or a port, not a maker
    for one in (publisher, hints.get("vendor", ""), hints.get("signer", "")):
        if not any(map(str.isalpha, one[:600])) or is_distribution(kind, one):
            continue
        keys = pieces(one)
        vendor = index.vendor_of(keys)
        if not vendor and kind in PACKAGED:
            continue  # an unknown packager (a person, a mirror) says nothing of the vendor
        return vendor, keys, False
    return "", (), False
