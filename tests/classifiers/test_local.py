"""An organisation's own entries: laid over the shared base, they answer as a loaded folder does."""

import csv
from datetime import date
from pathlib import Path

import pytest
from vigie_classifiers import Knowledge
from vigie_classifiers.base import Knowledge as Base
from vigie_classifiers.check import check
from vigie_classifiers.check_local import faults_of
from vigie_classifiers.loader import read_base
from vigie_classifiers.local import (
    Entry,
    Facts,
    corrected,
    digest_of,
    entry_of,
    laid,
    recognition,
    records,
    table_of,
)
from vigie_classifiers.model import Control, Match, Product, Vendor
from vigie_classifiers.toml_text import files_of

DAY = date(2026, 6, 1)
GENERAL = "general knowledge"
TOWN = Vendor(id="ville-editeur", name="Ville Éditeur", country="FR", basis=GENERAL)
PAROLE = Product(
    id="parole", name="Parole", vendor="ville-editeur", category="logiciel/metier-citoyen",
    licence="proprietary", open_source="no", basis=GENERAL,
)  # fmt: skip
ENTRIES = (
    Entry(
        vendors=(TOWN,),
        products=(PAROLE,),
        recognitions=(recognition("parole", "windows", "PRL 3.2", "Ville \"Éditeur\" <x>"),),
    ),
    Entry(recognitions=(recognition("libreoffice", "windows", "Bureautix 3", "Mairie SA"),)),
    Entry(recognitions=(recognition("gimp", "windows", "SIG"),), note="vu au cadastre"),
    Entry(facts=(Facts(vendor="sage", country="FR"),)),
)  # fmt: skip


def write(folder: Path, entries: tuple[Entry, ...], knowledge: Knowledge) -> Path:
    found = records(knowledge, entries)
    for path, text in files_of(found.vendors, found.products).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def names() -> list[tuple[str, str, str, str]]:
    rows: list[tuple[str, str, str, str]] = []
    for path in sorted((Path(__file__).parent / "yardstick").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += [
                (
                    row["kind"],
                    row["raw_name"],
                    row.get("raw_publisher", ""),
                    row.get("source_package", "") or "",
                )
                for row in csv.DictReader(file)
            ]
    own = [("PRL 3.2", 'Ville "Éditeur" <x>'), ("PRL 4", 'Ville "Éditeur" <x>'), ("PRL", "")]
    own += [("Bureautix 4", "Mairie SA"), ("SIG", ""), ("SIG", "Autre"), ("Sage Paie", "Sage")]
    own += [("LibreOffice 24.8", "The Document Foundation"), ("Parole", "Ville Éditeur")]
    return rows + [("windows", name, publisher, "") for name, publisher in own]


def test_entries_over_the_base_answer_as_a_loaded_folder(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    over = laid(knowledge, ENTRIES)
    loaded = Base(read_base(write(tmp_path / "local", ENTRIES, knowledge)))
    asked = names()
    assert len(asked) > 600
    for kind, name, publisher, package in asked:
        mine = over.classify(kind, name, publisher, source_package=package)
        theirs = loaded.classify(kind, name, publisher, source_package=package)
        assert mine == theirs, (kind, name, publisher)
        assert [one.source for one in mine.evidence] == [one.source for one in theirs.evidence]
        assert over.origin(mine.vendor_id, "majority", DAY) == loaded.origin(
            theirs.vendor_id, "majority", DAY
        )
    assert list(over.products) == list(loaded.products)
    for one in loaded.files.local:
        assert over.products[one] == loaded.products[one]
    assert dict(over.vendors) == dict(loaded.vendors)


def test_the_shared_base_stays_as_it_is(knowledge: Knowledge) -> None:
    before = knowledge.classify("windows", "Bureautix 3", "Mairie SA")
    over = laid(knowledge, ENTRIES)
    assert over.classify("windows", "Bureautix 3", "Mairie SA").product_id == "libreoffice"
    knowledge.forget()
    assert knowledge.classify("windows", "Bureautix 3", "Mairie SA") == before
    assert "parole" not in knowledge.products
    assert knowledge.vendors["sage"].country != "FR"
    assert laid(knowledge, ()) is knowledge


def test_one_word_that_a_person_named_is_enough(knowledge: Knowledge) -> None:
    verdict = laid(knowledge, ENTRIES).classify("windows", "SIG", "Un Autre Éditeur")
    assert (verdict.product_id, verdict.confidence) == ("gimp", 0.97)
    assert verdict.evidence[0].source.startswith("local/")


def test_a_name_of_ours_does_not_steal_longer_ones(knowledge: Knowledge) -> None:
    ours = laid(knowledge, [Entry(recognitions=(recognition("gimp", "windows", "Adobe Acrobat"),))])
    assert ours.classify("windows", "Adobe Acrobat").product_id == "gimp"
    longer = ("windows", "Adobe Acrobat Reader DC", "Adobe")
    assert ours.classify(*longer).product_id == knowledge.classify(*longer).product_id


def test_the_exported_folder_is_accepted(knowledge: Knowledge, tmp_path: Path) -> None:
    folder = write(tmp_path / "local", ENTRIES, knowledge)
    assert (folder / "ville-editeur" / "vendor.toml").is_file()
    assert "PRL 3.2" in (folder / "ville-editeur" / "parole.toml").read_text("utf-8")
    faults, base = check(folder, DAY)
    assert [str(one) for one in faults] == []
    assert base.products["parole"] == records(knowledge, ENTRIES).products["parole"]


def test_an_entry_survives_json(knowledge: Knowledge) -> None:
    link = Control(parent="sage", kind="majority", since=date(2020, 1, 2), basis=GENERAL)
    entry = Entry(vendors=(TOWN,), facts=(Facts(vendor="sage", control=(link,)),), note="n")
    assert entry_of(table_of(entry), "x") == entry
    assert digest_of(knowledge.digest, [entry]) != knowledge.digest
    assert digest_of(knowledge.digest, []) == knowledge.digest


@pytest.mark.parametrize(("since", "until"), [(date(2020, 1, 1), date(2020, 1, 1)), (None, None)])
def test_a_link_of_ours_ends_the_shipped_one(since: date | None, until: date | None) -> None:
    old = Control(parent="a", kind="majority", since=date(2010, 1, 1), basis=GENERAL)
    vendor = Vendor(id="x", name="X", country="FR", control=(old,), control_unknown=True)
    new = Control(parent="b", kind="majority", since=since, basis=GENERAL)
    after = corrected(vendor, Facts(vendor="x", control=(new,)))
    assert [one.parent for one in after.control] == (["a", "b"] if until else ["b"])
    assert after.control[0].until == until
    assert not after.control_unknown


def bad(knowledge: Knowledge, entry: Entry, before: tuple[Entry, ...] = ()) -> str:
    found = faults_of(knowledge, before, entry, DAY)
    assert found, "no fault"
    return " / ".join(text for _file, text in found)


def test_clashes_are_told_in_one_sentence(knowledge: Knowledge) -> None:
    named = Entry(recognitions=(recognition("gimp", "windows", "Zorglub 3", "Mairie SA"),))
    other = Entry(recognitions=(recognition("libreoffice", "windows", "Zorglub 3", "Mairie SA"),))
    assert "est déjà « LibreOffice » dans vos entrées" in bad(knowledge, named, (other,))
    assert "ni un produit ni un éditeur" in bad(
        knowledge, Entry(recognitions=(recognition("absent", "windows", "Zorglub"),))
    )
    assert "catégorie" in bad(
        knowledge, Entry(vendors=(TOWN,), products=(replace_category("x/y"),))
    )
    assert "ISO 3166" in bad(knowledge, Entry(facts=(Facts(vendor="sage", country="Allemagne"),)))
    loop = Control(parent="sage", kind="majority", basis=GENERAL)
    mine = Vendor(id="tour", name="Tour", country="FR", basis=GENERAL, control=(loop,))
    back = Control(parent="tour", kind="majority", basis=GENERAL)
    assert "tourne en rond" in bad(
        knowledge, Entry(vendors=(mine,), facts=(Facts(vendor="sage", control=(back,)),))
    )
    assert "512" in bad(
        knowledge, Entry(recognitions=(recognition("gimp", "windows", "n", "p" * 10_000),))
    )
    assert "déjà dans vos entrées" in bad(knowledge, Entry(vendors=(TOWN,)), ENTRIES)
    wild = Match(kinds=("windows",), patterns=(".*",))
    product = Product(
        id="large", name="Large", vendor="sage", category="logiciel/metier-citoyen",
        basis=GENERAL, match=(wild,),
    )  # fmt: skip
    assert "n'importe quel nom" in bad(knowledge, Entry(products=(product,)))


def replace_category(slug: str) -> Product:
    return Product(id="y", name="Y", vendor="ville-editeur", category=slug, basis=GENERAL)
