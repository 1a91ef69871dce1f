"""Precedence of the steps, witnesses, and names that must not match."""

import pytest
from vigie_classifiers import Knowledge


def rule(knowledge: Knowledge, kind: str, name: str, publisher: str = "") -> str:
    return knowledge.classify(kind, name, publisher).evidence[0].rule


def test_exact_name_with_its_publisher(small: Knowledge) -> None:
    verdict = small.classify("windows", "Paie Claire", "Mairisoft SAS")
    assert (verdict.product_id, verdict.vendor_id, verdict.confidence) == (
        "paie-claire", "mairisoft", 0.97,
    )  # fmt: skip
    assert verdict.evidence[0].source == "mairisoft/paie-claire.toml"
    assert verdict.evidence[1].rule == "publisher-agrees"


def test_steps_in_order(small: Knowledge) -> None:
    assert rule(small, "windows", "PAIE  CLAIRE") == "exact-name"
    assert rule(small, "windows", "Paie Claire 12.3 (x64 fr-FR)") == "normalised-name"
    assert rule(small, "windows", "Mise à jour pour Mairisoft 12 (KB1)") == "pattern"
    assert rule(small, "windows", "Paie Claire (mairie de Saint-Ici)") == "heavy-name"
    assert rule(small, "windows", "Paie Claire Trésorerie", "Mairisoft") == "prefix"
    assert rule(small, "dpkg", "python3-inconnu") == "family"
    assert rule(small, "windows", "Tout autre chose", "Mairisoft") == "vendor-only"
    assert rule(small, "windows", "Mairisoft Tout Autre") == "vendor-in-name"
    assert rule(small, "windows", "Tout autre chose") == "unknown"


def test_confidence_falls_with_the_witness(small: Knowledge) -> None:
    def confidence(name: str, publisher: str = "") -> float:
        return small.classify("windows", name, publisher).confidence

    values = [
        confidence("Paie Claire", "Mairisoft"),
        confidence("Paie Claire"),
        confidence("Paie Claire", "Revendeur inconnu"),
        confidence("Tout autre chose", "Mairisoft"),
        confidence("Tout autre chose"),
    ]
    assert values == sorted(values, reverse=True)
    assert values[-1] == 0


def test_version_and_edition_are_taken_out(small: Knowledge) -> None:
    verdict = small.classify("windows", "Paie Claire 12.3 Standard", "Mairisoft")
    assert (verdict.version, verdict.edition) == ("12.3", "Standard")
    assert small.classify("windows", "Paie Claire 12.3", "", "12.3.4").version == "12.3.4"


def test_one_common_word_needs_a_witness(small: Knowledge) -> None:
    assert small.classify("windows", "Courrier").product_id == ""
    assert small.classify("windows", "Courrier", "Quelqu'un d'autre").product_id == ""
    assert small.classify("windows", "Courrier", "Mairisoft").product_id == "courrier"


def test_publishers_tell_twins_apart(small: Knowledge) -> None:
    assert small.classify("windows", "Agenda", "Filiale SA").product_id == "agenda"
    assert small.classify("windows", "Agenda", "Autre Éditeur GmbH").product_id == "agenda-autre"
    assert small.classify("windows", "Agenda", "Un troisième").product_id == ""


def test_the_parent_may_sign_as_publisher(small: Knowledge) -> None:
    assert small.classify("windows", "Agenda", "Grand Groupe Inc.").product_id in ("", "agenda")
    assert small.classify("windows", "Inconnu au bataillon", "Grand Groupe").vendor_id == (
        "grandgroupe"
    )


def test_a_client_is_never_its_server(small: Knowledge) -> None:
    assert small.classify("windows", "Paie Claire Serveur 2", "Mairisoft").product_id == (
        "paie-claire-serveur"
    )
    assert small.classify("windows", "Paie Claire Agent 2", "Mairisoft").product_id == ""


def test_a_library_is_never_its_server(small: Knowledge) -> None:
    assert small.classify("dpkg", "redis", "Debian").product_id == "redis"
    assert small.classify("dpkg", "python3-redis", "Debian").product_id == "modules-python"
    assert small.classify("windows", "Redis").product_id == ""


def test_the_distribution_is_never_the_vendor(small: Knowledge) -> None:
    for publisher in ("Debian", "Ubuntu", "Fedora Project", "Red Hat, Inc."):
        assert small.classify("dpkg", "redis", publisher).vendor_id == "commune-libre"
        assert small.classify("rpm", "rien-de-connu", publisher).vendor_id == ""


def test_source_package_is_the_second_chance(small: Knowledge) -> None:
    assert small.classify("dpkg", "truc1").product_id == ""
    verdict = small.classify("dpkg", "truc1", source_package="outils-libres")
    assert verdict.product_id == "outils-libres"
    assert verdict.confidence < 0.9


@pytest.mark.parametrize(
    ("image", "product"),
    [
        ("redis", "redis"),
        ("redis:7.2", "redis"),
        ("docker.io/library/redis:7.2", "redis"),
        ("redis@sha256:" + "0" * 64, "redis"),
        ("quelquun/redis", ""),
    ],
)
def test_container_images(small: Knowledge, image: str, product: str) -> None:
    assert small.classify("container", image).product_id == product


def test_hints_bring_a_witness(small: Knowledge) -> None:
    hinted = small.classify("macos", "Paie Claire.app", hints={"team_id": "AAAAAAAAAA"})
    assert (hinted.product_id, hinted.confidence) == ("paie-claire", 0.97)
    assert small.classify("macos", "Paie Claire.app", "TeamID AAAAAAAAAA").confidence == 0.97
    title = small.classify("windows", "pc.exe", hints={"title": "Paie Claire"})
    assert title.product_id == "paie-claire"


def test_a_stranger_signature_refuses(small: Knowledge) -> None:
    """The vendor's own Team IDs are known: the same name signed by another is another thing."""
    assert small.classify("macos", "Paie Claire.app", "TeamID ZZZZZZZZZZ").product_id == ""


def test_a_publisher_without_letters_is_absent(small: Knowledge) -> None:
    assert small.classify("macos", "Paie Claire", "1.6").confidence == 0.9


def test_numbers_that_belong_to_a_name_are_kept(knowledge: Knowledge) -> None:
    """Only a raw name loses its numbers: a product called X 365 never answers to X."""
    assert knowledge.classify("cloud", "Microsoft", "Microsoft").product_id == ""


def test_an_unknown_kind_abstains(small: Knowledge) -> None:
    assert small.classify("minitel", "Paie Claire", "").product_id == ""
