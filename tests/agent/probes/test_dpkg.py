from pathlib import Path

from vigie_agent.probes import apt_lists, dpkg
from vigie_agent.probes.probe import Machine

from tests.agent import machines


def test_installed_packages_of_a_frozen_debian(debian: Path) -> None:
    software = dpkg.read(Machine(debian, "linux")).software
    assert software is not None
    assert [(s.name, s.version, s.source_package, s.publisher, s.homepage) for s in software] == [
        ("openssh-server", "1:9.2p1-2+deb12u3", "openssh", "", ""),
        ("linux-image-6.1.0-28-amd64", "6.1.119-1", "linux-signed-amd64", "", ""),
        (
            "microsoft-edge-stable",
            "131.0.2903.51-1",
            "",
            "Microsoft Edge for Linux Team",
            "https://www.microsoft.com/edge",
        ),
    ]


def test_no_address_of_a_packager_is_kept() -> None:
    status = b"Package: a\nStatus: install ok installed\nMaintainer: jeanne@ville.example\n"
    (software,) = dpkg.parse(status.splitlines(keepends=True))
    assert software.publisher == ""


def test_distroless_fragments(tmp_path: Path) -> None:
    machines.write(
        tmp_path,
        {
            "var/lib/dpkg/status.d/tzdata": "Package: tzdata\nVersion: 2024b-0\n",
            "var/lib/dpkg/status.d/tzdata.md5sums": "00  usr/share/zoneinfo\n",
        },
    )
    software = dpkg.read(Machine(tmp_path, "linux")).software
    assert software is not None
    assert [s.name for s in software] == ["tzdata"]


def test_bytes_that_are_not_utf8_and_cut_files_do_not_stop_the_reading() -> None:
    lines = [b"Package: caf\xe9\n", b"Status: install ok installed\n", b"\n", b"Package: cut"]
    assert [s.name for s in dpkg.parse(lines)] == ["caf�"]


def test_a_large_status_file() -> None:
    lines = machines.dpkg_status(930).encode().splitlines(keepends=True)
    assert len(list(dpkg.parse(lines))) == 930


EDGE = """\
Package: microsoft-edge-stable
Version: 132.0
Maintainer: Microsoft Edge for Linux Team <EdgeLinuxDev@microsoft.com>
"""


def repositories(debian: Path, lists: dict[str, str]) -> list[str]:
    machines.write(debian, {f"var/lib/apt/lists/{name}": text for name, text in lists.items()})
    software = dpkg.read(Machine(debian, "linux")).software
    assert software is not None
    return [s.repository for s in software]


def test_the_repository_of_a_package_from_outside_is_its_host(debian: Path) -> None:
    """Another version in the list is the usual case: the machine is not up to date."""
    edge = "packages.microsoft.com_repos_edge_dists_stable_main_binary-amd64_Packages"
    assert repositories(debian, {edge: f"Package: other\nMaintainer: x\n\n{EDGE}"}) == [
        "",
        "",
        "packages.microsoft.com",
    ]


def test_what_is_not_the_packages_repository(debian: Path) -> None:
    another_packager = EDGE.replace("Microsoft Edge for Linux Team", "Someone")
    openssh = "Package: openssh-server\nMaintainer: Debian OpenSSH Maintainers <a@lists.debian.org>"
    lists = {
        "ppa.example_x_dists_y_main_binary-amd64_Packages": another_packager,
        "miroir.example_debian_dists_y_main_binary-amd64_Packages": openssh,
        "ftp.fr.debian.org_debian_dists_y_main_binary-amd64_Packages": EDGE,
        "_srv_depot_dists_y_main_binary-amd64_Packages": EDGE,
        "big.example_dists_y_main_binary-amd64_Packages": EDGE + "x" * apt_lists.MAX_LIST,
        "packages.microsoft.com_repos_edge_dists_stable_InRelease": EDGE,
    }
    assert repositories(debian, lists) == ["", "", ""]


def test_a_list_that_cannot_be_read_hides_no_package(debian: Path) -> None:
    (debian / "var/lib/apt/lists/x.example_dists_y_Packages").mkdir(parents=True)
    assert repositories(debian, {}) == ["", "", ""]
