"""End of support of the release that a machine runs."""

from datetime import date

import pytest
from vigie_classifiers import Knowledge
from vigie_classifiers.support import support_of


@pytest.mark.parametrize(
    ("name", "version", "release", "until"),
    [
        ("Windows 10 Enterprise 10.0 (19045)", "", "10 22H2", date(2025, 10, 14)),
        ("Windows 11 Professionnel", "10.0.22631", "11 23H2", date(2025, 11, 11)),
        # Enterprise and Education are mended a year longer than Pro.
        ("Windows 11 Entreprise", "10.0.26100", "11 24H2 Entreprise", date(2027, 10, 12)),
        ("Windows 11 Enterprise LTSC 2024", "10.0.26100", "11 LTSC 2024", date(2029, 10, 9)),
        ("Microsoft Windows Server 2012 R2 Standard", "", "2012 R2", date(2023, 10, 10)),
        ("Windows Server 2012 Standard 9200", "", "2012", date(2023, 10, 10)),
        ("Ubuntu 24.04.1 LTS", "", "24.04", date(2029, 5, 31)),
    ],
)
def test_release_and_its_last_day(
    knowledge: Knowledge, name: str, version: str, release: str, until: date
) -> None:
    verdict = knowledge.classify("os", name, "", version)
    found = support_of(knowledge.products[verdict.product_id], name, version)
    assert found is not None
    assert found.release == release
    assert abs((found.until - until).days) <= 61  # distributions count months, not days
    assert found.basis or found.source


@pytest.mark.parametrize("name", ["Windows", "Ubuntu", "Ubuntu 99.04", "FortiOS v7.2.5", ""])
def test_what_is_not_known_stays_unknown(knowledge: Knowledge, name: str) -> None:
    product = knowledge.products.get(knowledge.classify("os", name).product_id)
    assert support_of(product, name) is None
