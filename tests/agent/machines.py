"""Frozen machines: builds the files of a machine under a folder, always the same for a seed."""

import random
from pathlib import Path

WORDS = [
    "gtk",
    "qt5",
    "perl",
    "python3",
    "ruby",
    "java",
    "boost",
    "avahi",
    "cairo",
    "dbus",
    "glib",
    "gnome",
    "gst",
    "harfbuzz",
    "icu",
    "jpeg",
    "kde",
    "krb5",
    "ldap",
    "llvm",
    "mesa",
    "ncurses",
    "nss",
    "openssl",
    "pango",
    "pam",
    "pcre",
    "png",
    "pulse",
    "readline",
    "sasl",
    "sqlite",
    "ssh",
    "systemd",
    "tiff",
    "udev",
    "usb",
    "vorbis",
    "webkit",
    "x11",
    "xcb",
    "xml2",
    "zstd",
    "apt",
    "bash",
    "cron",
    "curl",
    "docker",
    "exim",
    "fonts",
    "git",
    "grub",
    "haproxy",
    "imagemagick",
    "iptables",
    "kmod",
    "less",
    "locale",
    "man",
    "nginx",
    "postgresql",
    "redis",
    "rsync",
    "samba",
]
TAILS = ("", "-common", "-dev", "-data", "-bin", "-doc", "-core", "-utils", "0", "1", "2", "6")
FILLER = (
    " some words of a description that the agent reads over and never keeps, as long as usual in\n"
)


def dpkg_status(packages: int, seed: int = 7) -> str:
    """Give a status file as dpkg writes it, with names and versions of a realistic variety."""
    pick = random.Random(seed)
    names: set[str] = set()
    while len(names) < packages:
        stem = "-".join(pick.sample(WORDS, pick.choice((1, 1, 2, 2, 3))))
        digits = pick.choice(
            ("", "", f"{pick.randint(0, 20)}", f"{pick.randint(0, 9)}.{pick.randint(0, 40)}")
        )
        names.add(f"{pick.choice(('lib', 'lib', ''))}{stem}{digits}{pick.choice(TAILS)}")
    stanzas: list[str] = []
    for name in sorted(names):
        version = (
            f"{pick.choice(('', '', '', '1:', '2:'))}{pick.randint(0, 40)}.{pick.randint(0, 30)}"
            f"{pick.choice(('', f'.{pick.randint(0, 40)}'))}{pick.choice(('', '+dfsg', '+ds'))}"
            f"-{pick.randint(1, 12)}{pick.choice(('', '', f'+deb12u{pick.randint(1, 9)}', '+b1'))}"
        )
        team = pick.choice(WORDS).capitalize()
        outside = pick.random() < 0.08
        address = f"packages@{team.lower()}.example" if outside else "team@lists.debian.org"
        source = (
            f"Source: {pick.choice(WORDS)}{pick.randint(1, 9)}\n" if pick.random() < 0.5 else ""
        )
        stanzas.append(
            f"Package: {name}\nStatus: install ok installed\nPriority: optional\nSection: libs\n"
            f"Installed-Size: {pick.randint(10, 90000)}\nMaintainer: {team} Team <{address}>\n"
            f"Architecture: {pick.choice(('amd64', 'amd64', 'all'))}\nMulti-Arch: same\n{source}"
            f"Version: {version}\nDepends: libc6 (>= 2.36), {', '.join(pick.sample(WORDS, 6))}\n"
            f"Description: {name} in one line\n{FILLER * 8}"
            f"Homepage: https://www.{team.lower()}.example/{name}\n"
        )
    return "\n".join(stanzas)


def write(root: Path, files: dict[str, str]) -> None:
    """Write the files of a machine."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


DEBIAN_STATUS = """\
Package: openssh-server
Status: install ok installed
Maintainer: Debian OpenSSH Maintainers <debian-ssh@lists.debian.org>
Architecture: amd64
Source: openssh
Version: 1:9.2p1-2+deb12u3
Homepage: https://www.openssh.com/

Package: linux-image-6.1.0-28-amd64
Status: hold ok installed
Maintainer: Debian Kernel Team <debian-kernel@lists.debian.org>
Architecture: amd64
Source: linux-signed-amd64 (6.1.119+1)
Version: 6.1.119-1

Package: apache2
Status: deinstall ok config-files
Version: 2.4.62-1

Package: half
Status: install reinstreq half-installed
Version: 1

Package: microsoft-edge-stable
Status: install ok installed
Maintainer: Microsoft Edge for Linux Team <EdgeLinuxDev@microsoft.com>
Architecture: amd64
Version: 131.0.2903.51-1
Homepage: https://www.microsoft.com/edge
Description: browser
 Package: not-a-package
"""

TCP = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1
   1: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4343 1
   2: 0100007F:9C40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4444 1
   3: 0A00A8C0:0016 0B00A8C0:D000 01 00000000:00000000 00:00000000 00000000     0        0 4545 1
"""


def debian(root: Path) -> Path:
    """Build a small Debian server made of a Dell machine; give its root."""
    write(
        root,
        {
            "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian"\n'
            'VERSION_ID="12"\nVERSION_CODENAME=bookworm\nID=debian\n',
            "etc/hostname": "srv-paie\n",
            "etc/hosts": "127.0.0.1 localhost\n192.0.2.7 srv-paie.ville.example srv-paie\n",
            "etc/machine-id": "0123456789abcdef0123456789abcdef\n",
            "proc/sys/kernel/osrelease": "6.1.0-28-amd64\n",
            "proc/cpuinfo": "".join(
                f"processor\t: {n}\nvendor_id\t: GenuineIntel\nmodel name\t: Xeon Gold\n"
                f"physical id\t: 0\ncore id\t\t: {n // 2}\nflags\t\t: fpu vme\n\n"
                for n in range(4)
            ),
            "proc/meminfo": "MemTotal:       16316412 kB\nMemFree: 1 kB\n",
            "proc/net/tcp": TCP,
            "proc/4021/environ": "SECRET=1",
            "sys/class/dmi/id/sys_vendor": "Dell Inc.\n",
            "sys/class/dmi/id/product_name": "PowerEdge R640\n",
            "sys/class/dmi/id/product_uuid": "4C4C4544-0042-4C10-8052-B6C04F5A3333\n",
            "sys/class/dmi/id/product_serial": "6BLRZ33\n",
            "sys/class/dmi/id/chassis_type": "23\n",
            "sys/block/sda/size": "2343174144\n",
            "sys/block/sda/device/model": "PERC H740P Mini\n",
            "sys/block/loop0/size": "8\n",
            "sys/class/net/eno1/address": "B0:7B:25:AA:BB:01\n",
            "sys/class/net/eno1/device/vendor": "0x8086\n",
            "sys/class/net/docker0/address": "02:42:00:00:00:01\n",
            "var/lib/dpkg/status": DEBIAN_STATUS,
            "var/lib/dpkg/info/openssh-server.list": "/.\n/lib/systemd/system/ssh.service\n"
            "/usr/sbin/sshd\n",
            "usr/lib/systemd/system/ssh.service": "[Unit]\nDescription=OpenBSD Secure Shell server\n"
            "[Service]\nType=notify\nExecStart=/usr/sbin/sshd -D $SSHD_OPTS\n",
            "sys/fs/cgroup/system.slice/ssh.service/cgroup.procs": "1\n",
            "run/systemd/system/.keep": "",
        },
    )
    wants = root / "etc/systemd/system/multi-user.target.wants"
    wants.mkdir(parents=True)
    (wants / "ssh.service").symlink_to("/usr/lib/systemd/system/ssh.service")
    process = root / "proc/4021"
    (process / "fd").mkdir(parents=True)
    (process / "fd/3").symlink_to("socket:[4242]")
    (process / "exe").symlink_to("/usr/sbin/sshd")
    return root
