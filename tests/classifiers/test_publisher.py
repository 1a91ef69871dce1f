"""Publishers: legal suffixes, several companies in one string, packers."""

import pytest
from vigie_classifiers.publisher import is_distribution, key, pieces, team_id


@pytest.mark.parametrize(
    ("raw", "comparable"),
    [
        ("VMware, Inc.", "vmware"),
        ("Microsoft Corporation", "microsoft"),
        ("JVS-Mairistem SAS", "jvs mairistem"),
        ("Dupont S.A.R.L.", "dupont"),
        ("SAP SE", "sap"),
        ("The GIMP Team", "gimp team"),
        ("Arpège", "arpege"),
        ("Google LLC", "google"),
        ("Famatech Corp.", "famatech"),
        ("", ""),
    ],
)
def test_key(raw: str, comparable: str) -> None:
    assert key(raw) == comparable


@pytest.mark.parametrize(
    ("raw", "piece"),
    [
        ("Ciril, a Carlyle company", "ciril"),
        ("Ciril, a Carlyle company", "carlyle"),
        ("Sage (groupe Machin)", "machin"),
        ("CN=Adobe Inc., O=Adobe Inc., C=US", "adobe"),
        ("Tim Kosse; FileZilla project", "filezilla project"),
        ("Cegid Group", "cegid"),
        ("SARL Dupont", "dupont"),
        ("6.0, © Copyright 2000-2009 Apple Inc., all rights reserved.", "apple"),
        ("2.6, (c) 2004 Python Software Foundation.", "python software foundation"),
    ],
)
def test_pieces(raw: str, piece: str) -> None:
    assert piece in pieces(raw)


def test_a_distribution_packs_and_does_not_make() -> None:
    assert is_distribution("dpkg", "Debian GCC Maintainers <debian-gcc@lists.debian.org>")
    assert is_distribution("rpm", "Fedora Project")
    assert is_distribution("container", "Docker Official Images")
    assert not is_distribution("rpm", "Google LLC")
    assert not is_distribution("windows", "Canonical")


def test_team_id() -> None:
    assert team_id("TeamID 2BUA8C4S2C") == "2BUA8C4S2C"
    assert team_id("Teamwork") == ""


@pytest.mark.parametrize(
    ("publisher", "team"),
    [
        ("TeamID UBF8T346G9", "UBF8T346G9"),
        ("team id: ubf8t346g9", "UBF8T346G9"),
        (
            "Developer ID Application: Microsoft Corporation (UBF8T346G9), Developer ID",
            "UBF8T346G9",
        ),
        ("Microsoft Corporation (UBF8T346G9)", ""),
        ("TeamID court", ""),
    ],
)
def test_signatures(publisher: str, team: str) -> None:
    assert team_id(publisher) == team


@pytest.mark.parametrize(
    "notice",
    [
        "Copyright Apple Inc. 2007",
        "© 2009 Apple Inc. All rights reserved.",
        "4.0.4, Copyright © 2000-2009 Apple Inc.",
        "(c) 2004, Apple Inc",
    ],
)
def test_copyright_notices(notice: str) -> None:
    assert "apple" in pieces(notice)


def test_a_maker_whose_name_begins_with_a_digit() -> None:
    assert "1password" in pieces("Copyright 2020 1Password")
