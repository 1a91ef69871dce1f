"""What a report can hold: one small frozen class for each kind of raw fact.

Names are kept raw, as the source wrote them. There is no field for a person: no user name, no
home path, no command line, no environment.
"""

from dataclasses import dataclass, field

from vigie_agent.limits import LONG, NAME, SHORT, number, text

PORT = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Who the machine is: several witnesses, none of which is proof alone."""

    name: str = text()
    """Host name, short."""
    fqdn: str = text()
    """Full name in the DNS, when the machine knows it."""
    machine_id: str = text(128)
    """HMAC-SHA256 of /etc/machine-id, specific to Vigie, in hexadecimal; never the raw one."""
    dmi_uuid: str = text(128)
    """UUID written in the firmware, raw (it may be a maker's filler)."""
    serial: str = text()
    """Serial number written in the firmware, raw."""
    macs: list[str] = field(default_factory=list[str], metadata={"max_items": 64, "max_length": 64})
    """Addresses of the physical network cards, lower case, sorted."""
    kind: str = text(32)
    """workstation, laptop, server, virtual, network, printer, phone, or "" when not known."""
    tag: str = text()
    """Label given at enrolment (site, service)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """One physical disk."""

    name: str = text(64)
    """Name in the system: sda, nvme0n1."""
    model: str = text()
    """Model as the disk says it."""
    size_gib: int = number()
    """Size in GiB, rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """The machine itself."""

    maker: str = text()
    """Maker of the machine, raw."""
    model: str = text()
    """Model of the machine, raw."""
    family: str = text()
    """Family of models, raw."""
    board_maker: str = text()
    """Maker of the main board."""
    board_model: str = text()
    """Model of the main board."""
    bios_vendor: str = text()
    """Vendor of the firmware."""
    bios_version: str = text()
    """Version of the firmware."""
    cpu_maker: str = text()
    """Maker of the processor, as it says itself (GenuineIntel)."""
    cpu_model: str = text()
    """Model of the processor."""
    cpu_cores: int = number()
    """Physical cores, all sockets together."""
    cpu_threads: int = number()
    """Logical processors."""
    memory_mib: int = number()
    """Memory in MiB."""
    disks: list[Disk] = field(default_factory=list[Disk], metadata={"max_items": 256})
    """Physical disks."""
    virtualisation: str = text(64)
    """Hypervisor or container runtime under this system, "" on bare metal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingSystem:
    """The system, counted once whatever the number of its packages."""

    name: str = text()
    """Name for people: Debian GNU/Linux 12 (bookworm)."""
    id: str = text(64)
    """Identifier of the distribution: debian."""
    version: str = text(128)
    """Version: 12."""
    codename: str = text(64)
    """Code name: bookworm."""
    edition: str = text(128)
    """Edition or variant: Server, Pro."""
    build: str = text(128)
    """Build number."""
    kernel: str = text(128)
    """Release of the kernel."""
    architecture: str = text(32)
    """Architecture: x86_64."""
    family: str = text(32)
    """linux, windows, macos, or another family."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """One installed software, as its package manager or registry names it."""

    kind: str = text(32)
    """Where the name comes from: dpkg, rpm, windows, macos, snap, flatpak and others."""
    name: str = text(NAME, required=True)
    """Raw name."""
    publisher: str = text(SHORT)
    """Raw publisher or vendor; for a distribution package, its packager when useful."""
    version: str = text(128)
    """Raw version."""
    architecture: str = text(32)
    """Architecture of the package."""
    source_package: str = text()
    """Source package, when its name differs from the package's."""
    repository: str = text()
    """Repository that the package comes from."""
    homepage: str = text(NAME)
    """Home page of the upstream project."""
    scope: str = text(16)
    """machine, or user for an installation in somebody's own folder (never whose)."""
    installed_on: str = text(10)
    """Day of installation, YYYY-MM-DD."""
    product_code: str = text(128)
    """Windows Installer product code."""
    upgrade_code: str = text(128)
    """Windows Installer upgrade code."""
    bundle_id: str = text()
    """macOS bundle identifier."""
    team_id: str = text(32)
    """Apple Team ID of the signer."""
    package_family: str = text()
    """Windows package family name (MSIX)."""
    purl: str = text(NAME)
    """Package URL, when the source gives one."""
    cpe: str = text(NAME)
    """CPE name, when the source gives one."""
    signer: str = text()
    """Subject of the signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service that the system starts."""

    name: str = text(required=True)
    """Name of the service."""
    description: str = text(NAME)
    """Description by its packager; absent for units written on the machine."""
    state: str = text(32)
    """running, stopped, failed or another word of the system; "" when not known."""
    start: str = text(32)
    """enabled, disabled, static, masked, automatic and so on."""
    package: str = text()
    """Package that owns the service."""
    executable: str = text()
    """Name of the file that it runs, without path and arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListeningPort:
    """One port that a process of this machine waits on."""

    protocol: str = text(16)
    """tcp or udp."""
    address: str = text(16)
    """any, loopback or specific; never the address itself."""
    port: int = number(PORT)
    """Port number."""
    process: str = text()
    """Name of the process, without path and arguments."""
    package: str = text()
    """Package that owns the executable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """One container of a runtime of this machine."""

    runtime: str = text(64)
    """docker, podman, containerd."""
    name: str = text()
    """Name of the container."""
    image: str = text(NAME)
    """Image as asked for."""
    image_digest: str = text(128)
    """Digest of the image."""
    state: str = text(32)
    """running, exited and so on."""
    vendor: str = text()
    """Label org.opencontainers.image.vendor."""
    title: str = text()
    """Label org.opencontainers.image.title."""
    version: str = text(128)
    """Label org.opencontainers.image.version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserExtension:
    """One browser extension, whoever installed it."""

    browser: str = text(64)
    """Browser that carries it."""
    id: str = text(required=True)
    """Identifier in the browser's store."""
    name: str = text(NAME)
    """Name shown by the browser."""
    version: str = text(128)
    """Version."""
    publisher: str = text()
    """Author, as declared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkService:
    """One service seen on the network by a scan."""

    address: str = text(64)
    """Address of the host."""
    mac: str = text(64)
    """MAC address of the host, lower case."""
    port: int = number(PORT)
    """Port number."""
    protocol: str = text(16)
    """tcp or udp."""
    service: str = text(64)
    """Service as the scanner names it."""
    product: str = text()
    """Product as the scanner names it."""
    version: str = text(128)
    """Version as the scanner names it."""
    banner: str = text(LONG)
    """Raw banner."""
    cpe: str = text(NAME)
    """CPE name given by the scanner."""
    host_name: str = text()
    """Name of the host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryFact:
    """One fact read in a directory (Active Directory, LDAP)."""

    kind: str = text(64)
    """computer, domain, package, service and so on."""
    name: str = text(NAME, required=True)
    """Name of the object."""
    product: str = text(NAME)
    """Raw product name."""
    version: str = text(128)
    """Raw version."""
    publisher: str = text()
    """Raw publisher."""
    host: str = text()
    """Machine that the fact is about."""
    attributes: dict[str, str] = field(
        default_factory=dict[str, str], metadata={"max_items": 64, "max_length": LONG}
    )
    """Other attributes, from the connector's allow-list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsFact:
    """One record of a domain that tells of a service."""

    domain: str = text(NAME, required=True)
    """Domain asked."""
    record_type: str = text(16)
    """MX, TXT, NS, CNAME, CAA and so on."""
    value: str = text(LONG)
    """Raw value."""
    provider: str = text()
    """Provider's domain, when the record names one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One line of a bill, with the words of FOCUS."""

    provider: str = text()
    """Who provides the service."""
    publisher: str = text()
    """Who publishes it."""
    invoice_issuer: str = text()
    """Who bills it."""
    account: str = text()
    """Account or contract billed."""
    service: str = text(NAME)
    """Service billed."""
    service_category: str = text()
    """Category of the service."""
    sku: str = text()
    """Article."""
    region: str = text(128)
    """Region of the service."""
    period_start: str = text(32)
    """First day charged, ISO 8601."""
    period_end: str = text(32)
    """End of the period, excluded, ISO 8601."""
    billed_cost: str = text(40)
    """Cost billed, a decimal number as text."""
    effective_cost: str = text(40)
    """Cost after commitments, a decimal number as text."""
    tax: str = text(40)
    """Tax, a decimal number as text."""
    currency: str = text(8)
    """ISO 4217 code."""
    quantity: str = text(40)
    """Quantity, a decimal number as text."""
    unit: str = text(64)
    """Unit of the quantity."""
    charge_category: str = text(64)
    """Usage, Purchase, Tax, Credit or Adjustment."""
    description: str = text(LONG)
    """Description on the bill."""


__all__ = [
    "BrowserExtension",
    "Charge",
    "Container",
    "Device",
    "DirectoryFact",
    "Disk",
    "DnsFact",
    "Hardware",
    "ListeningPort",
    "NetworkService",
    "OperatingSystem",
    "Service",
    "Software",
]
