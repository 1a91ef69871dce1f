"""The SILL export: its shapes over the years, hostile files, and the way back into the base."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from vigie_classifiers import InputError, KnowledgeError, load
from vigie_classifiers.check import check
from vigie_classifiers.cli import main
from vigie_classifiers.loader import read_base
from vigie_classifiers.model import Product
from vigie_classifiers.other_catalogue import Proposal, Proposals, faults, write
from vigie_classifiers.sill import MAX_BYTES, parse
from vigie_classifiers.sill_join import join, used_by

BASE = Path(__file__).parent / "base"
SAMPLE = Path(__file__).parent / "sill" / "sill.json"
DAY = date(2026, 11, 20)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def entry(**more: Any) -> dict[str, Any]:
    return {"id": 7, "name": "Courrier libre", "license": "GPL-3.0-only", **more}


def only(**more: Any) -> Any:
    (found,) = parse(json.dumps([entry(**more)]).encode(), "sill.json")
    return found


def product(name: str, free: str = "no", wikidata: str = "", **more: Any) -> Product:
    told: dict[str, Any] = {
        "id": name.lower().replace(" ", "-"),
        "vendor": "x",
        "category": "poste/bureautique",
        **more,
    }
    return Product(name=name, open_source=free, wikidata=wikidata, **told)


def products(*given: Product) -> dict[str, Product]:
    return {one.id: one for one in given}


def test_the_sample_in_the_real_shape() -> None:
    suite, archive, gone = parse(SAMPLE.read_bytes(), "sill.json")
    assert (suite.name, suite.wikidata, suite.withdrawn) == ("LibreOffice", "Q10135", False)
    assert suite.url == "https://code.gouv.fr/sill/detail?id=33"
    assert [(one.name, one.free) for one in suite.similar] == [
        ("Microsoft Word", False),
        ("Suite Bureautique Oubliée", False),
        ("ONLYOFFICE", True),
    ]
    assert suite.organisations == ("Ministère des Essais", "Ville de Test-sur-Mer")
    assert suite.providers == ("Prestataire A", "Prestataire B")
    assert [one.name for one in archive.similar] == ["WinZip", "WinRAR"]
    assert archive.wikidata == "Q215051"
    assert gone.withdrawn


@pytest.mark.parametrize(
    "keys",
    [
        {"externalId": "Q42", "sourceSlug": "wikidata"},
        {"externalId": "Q42", "externalDataOrigin": "wikidata"},
        {"wikidataId": "Q42"},
        {"wikidataSoftware": {"wikidataId": "Q42"}},
        {"wikidataData": {"id": "Q42"}},
        {"softwareExternalData": {"externalId": "Q42"}},
        {"externalId": "1234", "sourceSlug": "hal", "identifiers": [{"value": "Q42"}]},
    ],
)
def test_the_wikidata_id_of_every_year(keys: dict[str, Any]) -> None:
    assert only(**keys).wikidata == "Q42"


def test_older_names_of_fields() -> None:
    old = {
        "softwareId": 3,
        "softwareName": "Vieux",
        "similarWikidataSoftwares": [
            {"wikidataId": "Q1", "label": {"en": "Old word"}, "isLibreSoftware": False}
        ],
    }
    (found,) = parse(json.dumps({"catalog": [old], "services": []}).encode(), "sill.json")
    assert found.name == "Vieux"
    assert (found.similar[0].name, found.similar[0].wikidata) == ("Old word", "Q1")


def test_an_entry_without_number_is_found_by_its_name() -> None:
    (found,) = parse(b'[{"name": "Caf\xc3\xa9 & cie"}]', "sill.json")
    assert found.url == "https://code.gouv.fr/sill/detail?name=Caf%C3%A9%20%26%20cie"


def test_other_sources_are_no_wikidata_id() -> None:
    assert only(externalId="Q42", sourceSlug="comptoir").wikidata == ""
    assert only(externalId="Q42; rm -rf", wikidataId=12).wikidata == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "JSON"),
        (b"\xff\xfe\x00", "JSON"),
        (b"[" * 200_000, "JSON"),
        (b'[{"name": "A", "id": ' + b"9" * 5_000 + b"}]", "JSON"),
        (b'{"catalog": 3}', "liste de logiciels"),
        (b"null", "liste de logiciels"),
        (b"[3]", "n° 1 : un objet"),
        (b'[{"name": "A"}, {}]', "n° 2, name"),
        (b'[{"name": 3}]', "n° 1, name : un texte"),
        (b'[{"name": {"fr": ["A"]}}]', "n° 1, name : un texte"),
        (b'[{"name": "A", "similarSoftwares": {}}]', "similarSoftwares : une liste"),
        (b'[{"name": "A", "similarExternalSoftwares": [7]}]', "similarExternalSoftwares : un obj"),
        (
            b'[{"name": "A", "similarSoftwares": [{"isLibreSoftware": "no"}]}]',
            "similarSoftwares.isLibreSoftware : true ou false",
        ),
        (
            b'[{"name": "A", "userAndReferentCountByOrganization": {"B": {"userCount": "3"}}}]',
            "userAndReferentCountByOrganization.userCount : un nombre",
        ),
        (b'[{"name": "A", "annuaireCnllServiceProviders": "B"}]', "annuaireCnllServiceProviders"),
    ],
)
def test_hostile_files_are_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(InputError) as raised:
        parse(content, "sill.json")
    assert str(raised.value).startswith("sill.json : ")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_huge_file_is_refused_before_it_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sill.json"
    with file.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert main(["sill", str(file)]) == 2
    assert "64 Mo" in capsys.readouterr().err
    assert main(["sill", str(tmp_path / "absent.json")]) == 2
    assert main(["sill", str(tmp_path)]) == 2


def test_hostile_texts_do_not_leave_the_file(tmp_path: Path) -> None:
    bad = 'A"\n[[alternatives]]\x7f\x00\u202e' + "é" * 5_000 + "\ud800"
    found = only(name=bad, annuaireCnllServiceProviders=[{"name": bad}])
    assert len(found.name) <= 200
    told = used_by(found) + '"\\\x7f\x01'
    pair = Proposal(of="courrier", product="paie-claire", used_by=told, source=found.url)
    write(tmp_path, Proposals(credit="c", alternatives=(pair,)))
    (again,) = read_base(tmp_path, only=BASE).products["courrier"].alternatives
    assert (again.used_by, again.source, again.credit) == (told, found.url, "c")


def test_joined_by_id_before_name() -> None:
    base = products(
        product("Courrier libre", "yes"), product("Autre nom", "yes", "Q7"), product("Postier")
    )
    row = [entry(externalId="Q7", similarSoftwares=[{"name": "Postier", "isLibreSoftware": False}])]
    joined = join(base, parse(json.dumps(row).encode(), "s"), DAY)
    assert (joined.by_id, joined.by_name) == (["Courrier libre"], [])
    assert [(one.of, one.product) for one in joined.proposals] == [("postier", "autre-nom")]


def test_joined_by_name_alone_is_told_apart() -> None:
    base = products(product("courrier LIBRE", "yes"), product("Postier"))
    joined = join(base, [only(externalId="Q7")], DAY)
    assert (joined.by_id, joined.by_name) == ([], ["Courrier libre"])


@pytest.mark.parametrize(
    "given",
    [
        (product("Courrier libre", "yes", "Q8"),),  # another item of Wikidata
        (product("Courrier libre", "yes", type="component"),),
        (product("Courrier libre", "yes", family=True),),
        (product("Courrier libre", "yes"), product("Courrier LIBRE", "yes", id="b")),
    ],
)
def test_a_doubtful_name_is_not_joined(given: tuple[Product, ...]) -> None:
    assert join(products(*given), [only(externalId="Q7")], DAY).absent == ["Courrier libre"]


def test_what_is_no_alternative() -> None:
    similar = [
        {"name": "Libre aussi", "isLibreSoftware": True},
        {"name": "Libre selon nous", "isLibreSoftware": False},
        {"name": "Courrier libre", "isLibreSoftware": None},
        {"name": "Jamais vu", "isLibreSoftware": None},
    ]
    base = products(
        product("Courrier libre", "yes"), product("Libre aussi"), product("Libre selon nous", "yes")
    )
    joined = join(base, [only(similarSoftwares=similar)], DAY)
    assert joined.proposals == []
    assert list(joined.unknown) == ["Jamais vu"]
    assert join(base, [only(similarSoftwares=similar, dereferencing={"time": 1})], DAY).withdrawn


def test_what_is_not_free_as_installed_is_told_and_not_proposed() -> None:
    base = products(product("Courrier libre", "no"), product("Postier"))
    joined = join(base, [only(similarSoftwares=[{"name": "Postier"}])], DAY)
    assert (joined.not_free, joined.proposals) == (["Courrier libre"], [])


def test_round_trip_from_the_file_to_the_product(
    tmp_path: Path,
    cache: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VIGIE_CACHE_DIR", str(cache))
    file, local = tmp_path / "sill.json", tmp_path / "local"
    file.write_bytes(SAMPLE.read_bytes())
    os.utime(file, (1_795_176_000, 1_795_176_000))  # 2026-11-20
    assert main(["sill", str(file)]) == 0
    assert "Rien n'est écrit" in capsys.readouterr().out
    assert main(["sill", str(file), "--into", str(local)]) == 0
    said = capsys.readouterr().out
    assert "par identifiant Wikidata : 2 (LibreOffice, 7zip)" in said
    assert "inconnus de la base : 1 (Suite Bureautique Oubliée)" in said
    assert "Retirés du SILL, laissés de côté : 1 (Vieil outil)" in said

    ours, shipped = load(local, cache).products, load(cache=cache).products
    (libre,) = [one for one in ours["microsoft-word"].alternatives if one.product == "libreoffice"]
    (known,) = [
        one for one in shipped["microsoft-word"].alternatives if one.product == "libreoffice"
    ]
    assert libre.credit == "SILL (DINUM), Licence Ouverte 2.0"
    assert libre.source == "https://code.gouv.fr/sill/detail?id=33"
    assert libre.checked == DAY
    assert libre.used_by.startswith("2 organisations déclarées au SILL : Ministère des Essais")
    assert (libre.lacks, libre.basis) == (known.lacks, known.basis)  # what the base says stays
    zips = [(one.product, one.lacks) for one in ours["winrar"].alternatives if one.credit]
    assert zips == [("7-zip", "")]
    assert load(local, cache).products == ours  # the compiled copy says the same

    found, _base = check(local)
    assert found == []
    arguments = ["--kind", "windows", "--publisher", "Microsoft", "--local", str(local)]
    assert main(["explain", "Microsoft Word 2019", *arguments]) == 0
    assert "  - SILL (DINUM), Licence Ouverte 2.0" in capsys.readouterr().out


def test_a_pair_that_no_longer_fits_is_a_fault_and_stops_nothing(tmp_path: Path) -> None:
    gone = Proposal(of="courrier", product="parti", checked=DAY, source="https://x.invalid")
    write(tmp_path, Proposals(credit="c", alternatives=(gone,)))
    base = read_base(tmp_path, only=BASE)
    assert base.products["courrier"].alternatives == ()
    (fault,) = faults(base.products, Proposals(alternatives=(gone,)))
    assert "parti" in fault


def test_a_broken_file_names_itself(tmp_path: Path) -> None:
    (tmp_path / "sill.toml").write_text("[[alternatives]]\nof = 3\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"local/sill.toml.*texte"):
        read_base(tmp_path, only=BASE)


def test_a_folder_that_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fichier").write_text("", "utf-8")
    assert main(["sill", str(SAMPLE), "--into", str(tmp_path / "fichier")]) == 2
    assert "impossible d'y écrire" in capsys.readouterr().err


def test_many_organisations_are_counted() -> None:
    counts = {f"Organisme {number:02}": {"userCount": number} for number in range(1, 10)}
    told = used_by(only(userAndReferentCountByOrganization={**counts, "other": {"userCount": 99}}))
    assert told == (
        "9 organisations déclarées au SILL : Organisme 09, Organisme 08, Organisme 07 et 6 autres"
    )
