"""From a report to the rows that are counted: software, operating system, hardware, containers, extensions."""

from vigie_agent.report import Report, Software

from vigie_collector.intake.dictionary import Seen

_SECTION_OF = {
    "os": "operating_system",
    "hardware": "hardware",
    "container": "containers",
    "browser_extension": "browser_extensions",
}
KINDS = frozenset(
    (
        "windows", "macos", "homebrew", "dpkg", "rpm", "apk", "pacman", "snap", "flatpak", "nix", "appimage",
        "android", "server", "container", "os", "spn", "cpe", "banner", "nmap", "cloud", "licence", "dns",
        "hardware", "browser_extension",
    )
)  # fmt: skip
"""Kinds of names that the classifiers read."""
SHOWN_SECTIONS = (
    "hardware", "operating_system", "services", "listening_ports", "containers", "browser_extensions",
    "network_services", "directory_facts", "dns_facts", "charges",
)  # fmt: skip
"""Sections kept as they came, to be shown on the device's page."""


def section_of(kind: str) -> str:
    """The section of a report that replaces rows of a kind."""
    return _SECTION_OF.get(kind, "software")


def rows_of(report: Report, most: int) -> tuple[list[tuple[Seen, str]], list[str]]:
    """The (seen, source package) rows of a report, each once, and what was left out, in machine words.

    Args:
        report: the report.
        most: rows of software kept.
    """
    rows: dict[Seen, str] = {}
    left_out: list[str] = []
    software = report.software or []
    if len(software) > most:
        left_out.append(f"software[{most}:]")
        software = software[:most]
    for item in software:
        if item.kind in KINDS:
            rows[_software(item)] = item.source_package
        else:
            left_out.append(f"software.kind={item.kind[:32]}")
    system = report.operating_system
    if system and system.name:
        rows[_plain("os", system.name, "", system.version)] = ""
    machine = report.hardware
    if machine and (machine.maker or machine.model):
        rows[_plain("hardware", f"{machine.maker} {machine.model}".strip(), machine.maker)] = ""
    for container in report.containers or []:
        if container.image:
            name, tag = _image(container.image)
            rows[_plain("container", name, container.vendor, container.version or tag)] = ""
    for extension in report.browser_extensions or []:
        name = extension.name or extension.id
        if name:
            rows[_plain("browser_extension", name, extension.publisher, extension.version)] = ""
    return list(rows.items()), sorted(set(left_out))


def _software(item: Software) -> Seen:
    return Seen(
        item.kind,
        item.name,
        item.publisher,
        item.version[:128],
        item.architecture[:32],
        item.repository,
        item.scope[:16],
    )


def _plain(kind: str, name: str, publisher: str, version: str = "") -> Seen:
    return Seen(kind, name[:512], publisher[:256], version[:128], "", "", "")


def _image(image: str) -> tuple[str, str]:
    """Name and tag of a container image: `registry:5000/team/app:1.2@sha256:…`."""
    without_digest = image.partition("@")[0]
    name, _colon, tag = without_digest.rpartition(":")
    if not name or "/" in tag:  # no tag: the colon, if any, was a port's
        return without_digest, ""
    return name, tag


def replaced(report: Report) -> "Replaced":
    """Which rows already known a report may end."""
    failed = {probe.name for probe in report.probes if probe.status in ("failed", "partial")}
    sections = {
        name
        for name in ("software", "operating_system", "hardware", "containers", "browser_extensions")
        if getattr(report, name) is not None
    }
    # A list from elsewhere tells the system or the machine as rows of its software.
    told = {item.kind for item in report.software or ()}.intersection(_SECTION_OF)
    return Replaced(frozenset(sections), frozenset(failed), frozenset(told))


class Replaced:
    """Answers whether an absent row is gone, or merely was not read.

    A section that is absent changes nothing, unless the software list tells rows of its kind; within a section, a probe
    that failed (it has the name of its kind) ends nothing of its kind.
    """

    def __init__(
        self, sections: frozenset[str], failed: frozenset[str], told: frozenset[str]
    ) -> None:
        self._sections = sections
        self._failed = failed
        self._told = told

    def covers(self, kind: str) -> bool:
        """Whether rows of this kind that the report lacks are gone."""
        read = section_of(kind) in self._sections or kind in self._told
        return read and kind not in self._failed
