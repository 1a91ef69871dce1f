"""The shape of the knowledge base: vendors, who controls them, products, how they are recognised.

These are plain records. `shape.read` builds them from TOML tables and refuses unknown keys.
"""

from dataclasses import dataclass, field
from datetime import date

_KINDS_WORDS = """
windows macos homebrew dpkg rpm apk pacman snap flatpak nix appimage android server container os
spn cpe banner nmap cloud licence dns hardware browser_extension
"""
KINDS = _KINDS_WORDS.split()
"""Where a raw name was read. A name is only ever compared with names of its own kind."""

TYPES = ("product", "component", "driver", "patch", "language_pack")
OPEN_SOURCE = ("yes", "no", "unknown")
HOSTINGS = ("", "on_premises", "saas", "both")
VENDOR_KINDS = ("company", "foundation", "community", "public", "cooperative")
CONTROL_KINDS = ("majority", "joint", "minority", "veto", "announced")
GENERAL_KNOWLEDGE = "general knowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page that somebody read, on the day it was read."""

    url: str
    checked: date
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One dated link from a vendor to a parent. Never overwritten: a new fact is a new link."""

    parent: str
    kind: str
    """majority, joint, minority, veto or announced (signed, not closed)."""
    capital_pct: float | None = None
    votes_pct: float | None = None
    since: date | None = None
    """First day of the control; None = not known, counts as always true."""
    until: date | None = None
    """First day on which it no longer holds."""
    basis: str = ""
    source: str = ""
    checked: date | None = None
    says: str = ""

    def valid(self, on: date) -> bool:
        """Say whether the link holds on that day (since <= day < until)."""
        if self.since is not None and on < self.since:
            return False
        return self.until is None or on < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """Who makes products, and who controls it."""

    id: str
    name: str
    country: str
    """Operational seat, ISO 3166 alpha-2; ZZ = community without a seat; empty = unknown."""
    kind: str = "company"
    incorporated: str = ""
    """Country of registration, when it differs from the seat."""
    aliases: tuple[str, ...] = ()
    """Publishers as machines write them."""
    team_ids: tuple[str, ...] = ()
    cpe: tuple[str, ...] = ()
    """Vendor parts of CPE names, those of companies it took over included: "oracle", "sun"."""
    siren: str = ""
    basis: str = ""
    control_unknown: bool = False
    float: bool = False
    """Listed, with dispersed holders."""
    independent: bool = False
    """Held by its founders, its members or its own State."""
    control: tuple[Control, ...] = ()
    sources: tuple[Source, ...] = ()
    many: bool = False
    """True when the entry stands for many unrelated makers ("Auteurs indépendants"): each product
    is then its own project, and bears its name."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One way to recognise a product, for the kinds it lists."""

    kinds: tuple[str, ...]
    names: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    precedence: int = 50
    """When the patterns of two products match the same name, the higher one wins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A raw name that must find its product (or, among the counter-examples, must not)."""

    kind: str
    seen: str
    publisher: str = ""
    source_package: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another product that could serve instead, and what it would not do."""

    product: str
    lacks: str = ""
    """What it does not cover, as one French sentence."""
    used_by: str = ""
    """Public bodies or support in France, only where a source says so."""
    source: str = ""
    checked: date | None = None
    basis: str = ""
    credit: str = ""
    """Whose catalogue proposes it and under which licence; empty = the base itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Until when the maker mends one release of a product."""

    release: str
    """As the maker names it, and as names write it: "22H2", "2012 R2", "12"."""
    until: date
    """Last day of the maker's standard security updates."""
    basis: str = ""
    source: str = ""
    checked: date | None = None


IDENTIFIER_SCHEMES = ("appx", "bundle", "cpe", "purl", "upgrade")
"""Hard identifiers: AppX package name, Apple bundle id, CPE vendor:product, package URL without
version, MSI UpgradeCode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One thing that an IT department would replace separately."""

    id: str
    name: str
    vendor: str
    category: str
    type: str = "product"
    licence: str = ""
    """SPDX expression, "proprietary", or empty when unknown."""
    open_source: str = "unknown"
    """Judged on what is shipped: yes, no, unknown."""
    family: bool = False
    """True when the entry stands for many products of one maker ("Logiciels Ashampoo"): each is
    then named after what the machine says, or after the group `product` of the pattern."""
    hosting: str = ""
    technology_origin: str = ""
    identifiers: tuple[str, ...] = ()
    """Hard identifiers, each with its scheme: "bundle:org.videolan.vlc"; `*` may end it."""
    wikidata: str = ""
    """Item of Wikidata, "Q171477": how other catalogues are joined."""
    alternatives: tuple[Alternative, ...] = ()
    support: tuple[Support, ...] = ()
    basis: str = ""
    note: str = ""
    match: tuple[Match, ...] = ()
    examples: tuple[Example, ...] = ()
    not_examples: tuple[Example, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What a local product keeps of the shipped one of the same id: that part stays shipped."""

    file: str
    """Where the shipped product was read."""
    matches: tuple[int, ...] = ()
    """Positions of its [[match]] blocks that repeat shipped ones."""
    name: bool = False
    """True when name, vendor and family are the shipped ones."""
    identifiers: tuple[str, ...] = ()
    """Hard identifiers that both have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where each record was read: id to path relative to its base ("local/" for local entries)."""

    vendors: dict[str, str] = field(default_factory=dict[str, str])
    products: dict[str, str] = field(default_factory=dict[str, str])
    local: frozenset[str] = frozenset()
    """Ids of the products that the organisation wrote itself; they win over the shipped ones."""
    replaced: dict[str, Replaced] = field(default_factory=dict[str, Replaced])
    """Local products that stand in place of a shipped one, by id."""
