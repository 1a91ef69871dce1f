"""Hard identifiers: each scheme, what they are worth, and when they lie."""

from pathlib import Path

import pytest
from vigie_classifiers.base import Knowledge
from vigie_classifiers.loader import read_base

PRODUCT = """
id = "registre"
name = "Registre des Halles"
vendor = "mairisoft"
category = "logiciel/metier-autre"
basis = "general knowledge"
identifiers = [
    "bundle:fr.mairisoft.registre",
    "bundle:fr.mairisoft.suite.*",
    "appx:Mairisoft.Registre",
    "upgrade:{AC76BA86-7AD7-1036-7B44-AC0F074E4100}",
    "purl:pkg:npm/%40mairisoft/registre",
    "cpe:mairisoft:registre_des_halles",
]
[[match]]
kinds = ["windows"]
names = ["Registre des Halles"]
[[examples]]
kind = "windows"
seen = "Registre des Halles"
"""


@pytest.fixture
def base(base_copy: Path) -> Knowledge:
    (base_copy / "mairisoft" / "registre.toml").write_text(PRODUCT, "utf-8")
    vendor = base_copy / "mairisoft" / "vendor.toml"
    vendor.write_text(
        vendor.read_text("utf-8").replace(
            "country =", 'cpe = ["mairisoft", "ancienne_mairie"]\ncountry =', 1
        ),
        "utf-8",
    )
    return Knowledge(read_base(only=base_copy))


@pytest.mark.parametrize(
    ("kind", "name", "hints"),
    [
        ("macos", "fr.mairisoft.registre", {}),
        ("macos", "Tout autre nom", {"bundle_id": "fr.mairisoft.Registre"}),
        ("macos", "x", {"bundle_id": "fr.mairisoft.suite.etat.civil"}),
        ("windows", "Mairisoft.Registre_8wekyb3d8bbwe", {}),
        ("windows", "x", {"package_family": "Mairisoft.Registre_8wekyb3d8bbwe"}),
        ("windows", "Mairisoft.Registre_1.2.3.4_x64__8wekyb3d8bbwe", {}),
        ("windows", "{ac76ba86-7ad7-1036-7b44-ac0f074e4100}", {}),
        ("windows", "x", {"upgrade_code": "{AC76BA86-7AD7-1036-7B44-AC0F074E4100}"}),
        ("server", "x", {"purl": "pkg:npm/%40mairisoft/registre@1.2.3?arch=x64#sub"}),
        ("cpe", "cpe:2.3:a:mairisoft:registre_des_halles:1.2:*:*:*:*:*:*:*", {}),
        ("cpe", "cpe:/a:mairisoft:registre_des_halles:1.2", {}),
        ("nmap", "x", {"cpe": "cpe:/a:mairisoft:registre_des_halles"}),
    ],
)
def test_each_scheme(base: Knowledge, kind: str, name: str, hints: dict[str, str]) -> None:
    verdict = base.classify(kind, name, hints=hints)
    assert (verdict.product_id, verdict.evidence[0].rule) == ("registre", "identifier")
    assert verdict.confidence >= 0.9


def test_an_identifier_under_another_maker_is_doubted(base: Knowledge) -> None:
    """Identifiers outlive a sale or a rebrand: a maker who contradicts lowers, and is told."""
    hints = {"upgrade_code": "{AC76BA86-7AD7-1036-7B44-AC0F074E4100}"}
    lying = base.classify("windows", "x", "Autre Éditeur GmbH", hints=hints)
    assert lying.confidence < 0.8
    assert any(one.rule == "publisher-differs" for one in lying.evidence)


@pytest.mark.parametrize(
    "name", ["fr.mairisoft", "fr.mairisoft.registres", "fr.mairisoft.suites.x"]
)
def test_a_neighbouring_identifier_is_another(base: Knowledge, name: str) -> None:
    assert base.classify("macos", name).product_id == ""


@pytest.mark.parametrize("maker", ["mairisoft", "ancienne_mairie", "Ancienne_Mairie"])
def test_dated_cpe_vendors_are_aliases(base: Knowledge, maker: str) -> None:
    """A CPE keeps the name of a maker who was bought long ago."""
    spelt = base.classify("cpe", f"cpe:2.3:a:{maker}:paie_claire:9:*:*:*:*:*:*:*")
    assert spelt.product_id == "paie-claire"
    unknown = base.classify("cpe", f"cpe:2.3:a:{maker}:tout_autre:9:*:*:*:*:*:*:*")
    assert (unknown.product_id, unknown.vendor_id) == ("", "mairisoft")


def test_a_reversed_domain_tells_the_maker(base: Knowledge) -> None:
    verdict = base.classify("android", "fr.mairisoft.inconnue")
    assert (verdict.product_id, verdict.vendor_id, verdict.confidence) == ("", "mairisoft", 0.6)
    assert verdict.evidence[0].rule == "vendor-in-identifier"
