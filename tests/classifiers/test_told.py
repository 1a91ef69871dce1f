"""Products that the machine names itself, when the base knows their family or their maker only."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vigie_classifiers import KINDS, Knowledge, Verdict
from vigie_classifiers.normalise import MAX_NAME
from vigie_classifiers.told import displayed, package_stem, told_name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Ashampoo Photo Optimizer 8", "Ashampoo Photo Optimizer"),
        ("Clash for Windows 0.11.8", "Clash for Windows"),
        ("CubicSDR 0.2.5 Installer", "CubicSDR"),
        ("Éditeur d'Étiquettes 2.1 (64 bits)", "Éditeur d'Étiquettes"),
        ("OBSBOT_Center.app", "OBSBOT Center"),
        ("Videoteca OK 5.0 Demo", "Videoteca OK"),
        ("7", "7"),
    ],
)
def test_display_names(raw: str, name: str) -> None:
    assert displayed(raw) == name


@pytest.mark.parametrize(
    ("package", "stem"),
    [
        ("libgupnp-1.0-4", "libgupnp"),
        ("libnotify-bin", "libnotify"),
        ("gir1.2-xkl-1.0", "xkl"),
        ("python3-requests", "requests"),
        ("libfile-which-perl", "file-which"),
        ("postgresql-common", "postgresql"),
        ("sensible-utils", "sensible-utils"),
        ("perl-Archive-Extract", "Archive::Extract"),
        ("duplicity", "duplicity"),
    ],
)
def test_packages(package: str, stem: str) -> None:
    assert package_stem(package) == stem


def test_the_source_package_names_a_package_best() -> None:
    assert told_name("dpkg", "libgupnp-1.0-4", "gupnp") == "gupnp"


@given(st.sampled_from(KINDS), st.text(max_size=60))
def test_it_never_fails_nor_grows(kind: str, text: str) -> None:
    assert len(told_name(kind, text, "")) <= MAX_NAME


def test_a_family_names_each_product_after_the_machine(small: Knowledge) -> None:
    verdict = small.classify("windows", "Mairisoft Utilitaire Cachet 4.2", "Mairisoft")
    assert (verdict.product_id, verdict.product) == (
        "utilitaires-mairisoft", "Mairisoft Utilitaire Cachet",
    )  # fmt: skip
    assert verdict.family == "Utilitaires Mairisoft"


def test_the_group_of_a_pattern_names_the_product(small: Knowledge) -> None:
    assert small.classify("windows", "Mairisoft Outil Tampon 3", "Mairisoft").product == "Tampon"


def test_a_known_maker_is_enough(small: Knowledge) -> None:
    verdict = small.classify("windows", "Registre des Halles 7.1", "Mairisoft")
    assert (verdict.product_id, verdict.product) == ("", "Registre des Halles")
    assert (verdict.vendor_id, verdict.confidence) == ("mairisoft", 0.6)


def test_an_unknown_maker_is_told_and_never_placed(small: Knowledge) -> None:
    verdict = small.classify("windows", "Registre des Halles 7.1", "Halles & Fils SARL")
    assert (verdict.product, verdict.vendor) == ("Registre des Halles", "Halles & Fils SARL")
    assert (verdict.vendor_id, verdict.confidence) == ("", 0.4)
    assert verdict.evidence[0].rule == "told"


@pytest.mark.parametrize("publisher", ["", "Unknown", "N/A", "1.2.3", "Default Company Name", "?"])
def test_nobody_is_nobody(small: Knowledge, publisher: str) -> None:
    verdict = small.classify("windows", "Registre des Halles 7.1", publisher)
    assert (verdict.product, verdict.vendor, verdict.confidence) == ("", "", 0)


def test_a_maker_of_many_gives_each_project_its_own_name(world: Callable[[str], Knowledge]) -> None:
    knowledge = world('[auteurs]\ncountry = "ZZ"\nkind = "community"\nmany = true')
    maker = knowledge.vendors["auteurs"]
    alone = Verdict(None, maker, 0.6, name="duplicity", kind="dpkg")
    assert (alone.product, alone.vendor, alone.vendor_id) == ("duplicity", "duplicity", "auteurs")


def test_the_slogan_of_an_extension_is_not_its_name() -> None:
    assert told_name("browser_extension", "Proton Pass: Free Password Manager", "") == "Proton Pass"
    assert told_name("browser_extension", "Keepa - Amazon Price Tracker", "") == "Keepa"
    assert told_name("browser_extension", "uBlock Origin", "") == "uBlock Origin"


def test_the_maker_at_the_end_is_not_the_product(small: Knowledge) -> None:
    assert small.classify("windows", "Horizon - Mairisoft", "Mairisoft SAS").product == "Horizon"
