"""Each kind reads its names in its own way."""

import pytest
from vigie_classifiers import KINDS
from vigie_classifiers.forms import forms


@pytest.mark.parametrize(
    ("kind", "raw", "form"),
    [
        ("windows", "7-Zip 23.01 (x64)", "7-Zip 23.01 (x64)"),
        ("macos", "Google Chrome.app", "Google Chrome"),
        ("macos", "Mail_1", "Mail"),
        ("homebrew", "homebrew/core/python@3.12", "python"),
        ("dpkg", "libssl3:amd64", "libssl3"),
        ("rpm", "openssl-libs-3.0.7-27.el9.x86_64", "openssl-libs"),
        ("apk", "musl", "musl"),
        ("pacman", "linux-lts", "linux-lts"),
        ("nix", "0123456789abcdfghijklmnpqrsvwxyz-git-2.44.0", "git"),
        ("snap", "snapd", "snapd"),
        ("flatpak", "org.gnome.Maps", "org.gnome.Maps"),
        ("appimage", "Joplin-2.14.AppImage", "Joplin-2.14.AppImage"),
        ("android", "com.android.chrome", "com.android.chrome"),
        ("server", "Nexus Repository", "Nexus Repository"),
        ("container", "docker.io/library/redis:7.2@sha256:" + "0" * 64, "redis"),
        ("container", "quay.io/prometheus/node-exporter:v1.7.0", "prometheus/node-exporter"),
        ("os", "Ubuntu 22.04.4 LTS", "Ubuntu 22.04.4 LTS"),
        ("spn", "MSSQLSvc/sql01.exemple.fr:1433", "MSSQLSvc"),
        ("cpe", "cpe:2.3:a:apache:http_server:2.4.57:*:*:*:*:*:*:*", "apache:http_server"),
        ("cpe", "cpe:/a:sun:jre:1.6.0", "sun:jre"),
        ("banner", "Server: nginx/1.24.0 (Ubuntu)", "nginx"),
        ("banner", "220-FileZilla Server 0.9.60 beta", "FileZilla Server"),
        ("nmap", "PostgreSQL DB", "PostgreSQL"),
        ("cloud", "AmazonEC2", "AmazonEC2"),
        ("licence", "SPE_E3", "SPE_E3"),
        ("dns", "v=spf1 mx include:spf.mailjet.com -all", "spf.mailjet.com"),
        ("dns", "10 mx1.exemple.fr.", "mx1.exemple.fr"),
        ("hardware", "Dell Inc. OptiPlex 7080", "Dell Inc. OptiPlex 7080"),
        ("browser_extension", "Keepa - Amazon Price Tracker", "Keepa"),
    ],
)
def test_forms(kind: str, raw: str, form: str) -> None:
    found = forms(kind, raw)
    assert found[0] == raw
    assert not form or form in found


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_without_anything_has_one_empty_form(kind: str) -> None:
    assert forms(kind, "  ") == ("",)
