"""`check` finds each kind of fault, and says in which file."""

from datetime import date
from pathlib import Path

import pytest
from vigie_classifiers.check import check

DAY = date(2026, 6, 1)
PRODUCT = "mairisoft/paie-claire.toml"
VENDOR = "mairisoft/vendor.toml"


def test_the_small_base_is_sound(base_copy: Path) -> None:
    faults, _base = check(base_copy, DAY)
    assert [str(one) for one in faults] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (PRODUCT, 'id = "paie-claire"', 'id = "paie"', "nom du fichier"),
        (PRODUCT, "licence =", "licnece =", "clé inconnue"),
        (PRODUCT, 'vendor = "mairisoft"', 'vendor = "personne"', "n'existe pas"),
        (PRODUCT, "logiciel/metier-autre", "bureautique", "categories.toml"),
        (PRODUCT, 'type = "product"', 'type = "chose"', "Choisissez parmi"),
        (PRODUCT, 'open_source = "no"', 'open_source = "yes"', "open_source"),
        (PRODUCT, 'open_source = "no"', 'open_source = "unknown"', "demande open_source"),
        (
            PRODUCT,
            "[[match]]",
            '[[alternatives]]\nproduct = "rien"\nbasis = "general knowledge"\n[[match]]',
            "l'alternative",
        ),
        (PRODUCT, 'basis = "general knowledge"', 'identifiers = ["x:y"]', "identifiers"),
        (PRODUCT, 'basis = "general knowledge"', "", "ni basis"),
        (PRODUCT, 'kinds = ["windows", "macos"]', 'kinds = ["minitel"]', "minitel"),
        (PRODUCT, 'kinds = ["windows", "macos"]', 'kinds = ["macos"]', "exemple"),
        (PRODUCT, 'seen = "Paie Claire Serveur 12.3"', 'seen = "Paie Claire 13"', "contre-ex"),
        (PRODUCT, 'names = ["Paie Claire"]', "patterns = ['(a']", "RE2"),
        (PRODUCT, 'names = ["Paie Claire"]', 'names = ["Courrier"]', "appartient déjà"),
        (VENDOR, 'country = "FR"', 'country = "Allemagne"', "capitales"),
        (VENDOR, 'id = "mairisoft"', 'id = "mairi"', "nom du dossier"),
        (VENDOR, '"Mairisoft SAS"', '"Filiale"', "alias"),
        (VENDOR, "independent = true", 'siren = "12"', "neuf chiffres"),
    ],
)
def test_one_fault_at_a_time(base_copy: Path, file: str, old: str, new: str, said: str) -> None:
    path = base_copy / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    faults, _base = check(base_copy, DAY)
    assert any(said in one.text for one in faults), [str(one) for one in faults]


@pytest.mark.parametrize(
    ("control", "said"),
    [
        ('parent = "mairisoft"\nkind = "majority"\nbasis = "general knowledge"', "lui-même"),
        ('parent = "personne"\nkind = "majority"\nbasis = "general knowledge"', "n'existe pas"),
        ('parent = "autre"\nkind = "total"\nbasis = "general knowledge"', "Choisissez parmi"),
        ('parent = "autre"\nkind = "majority"', "ni basis ni source"),
        ('parent = "autre"\nkind = "minority"\ncapital_pct = 140\nbasis = "general knowledge"',
         "pourcentage"),
        ('parent = "autre"\nkind = "majority"\nsource = "https://a.fr"\nchecked = 2030-01-01',
         "futur"),
        ('parent = "autre"\nkind = "majority"\nsince = 2031-01-01\nbasis = "general knowledge"',
         "announced"),
        ('parent = "filiale"\nkind = "majority"\nbasis = "general knowledge"', ""),
    ],
)  # fmt: skip
def test_control_links(base_copy: Path, control: str, said: str) -> None:
    with (base_copy / VENDOR).open("a", encoding="utf-8") as stream:
        stream.write("\n[[control]]\n" + control + "\n")
    faults, _base = check(base_copy, DAY)
    if said:
        assert any(said in one.text and one.file == VENDOR for one in faults)
    else:
        assert faults == []


def test_a_circle_of_control_is_told(base_copy: Path) -> None:
    with (base_copy / "grandgroupe/vendor.toml").open("a", encoding="utf-8") as stream:
        stream.write(
            '\n[[control]]\nparent = "filiale"\nkind = "majority"\nbasis = "general knowledge"\n'
        )
    faults, _base = check(base_copy, DAY)
    assert any("tourne en rond" in one.text for one in faults)


def test_a_product_without_example(base_copy: Path) -> None:
    path = base_copy / "mairisoft/courrier.toml"
    path.write_text(path.read_text("utf-8").split("[[examples]]")[0], "utf-8")
    faults, _base = check(base_copy, DAY)
    assert [one.file for one in faults] == ["mairisoft/courrier.toml"]


def test_a_local_folder_is_checked_on_top_of_the_shipped_base(tmp_path: Path) -> None:
    folder = tmp_path / "microsoft"
    folder.mkdir()
    (folder / "notre-outil.toml").write_text(
        'id = "notre-outil"\nname = "Notre outil"\nvendor = "microsoft"\n'
        'category = "logiciel/metier-autre"\nbasis = "general knowledge"\n'
        '[[match]]\nkinds = ["windows"]\nnames = ["Notre outil maison"]\n'
        '[[examples]]\nkind = "windows"\nseen = "Notre outil maison"\n',
        "utf-8",
    )
    faults, base = check(tmp_path, DAY)
    assert [str(one) for one in faults] == []
    assert "notre-outil" in base.products


@pytest.mark.parametrize(("name", "faults"), [("PAIE CLAIRÉ", 1), ("Paie Claire (agent)", 0)])
def test_one_name_is_one_product(base_copy: Path, name: str, faults: int) -> None:
    text = (base_copy / PRODUCT).read_text("utf-8")
    head = text.split("[[match]]")[0].replace('id = "paie-claire"', 'id = "paie-claire-service"')
    path = base_copy / "mairisoft/paie-claire-service.toml"
    path.write_text(head.replace('"Paie Claire"', f'"{name}"'), "utf-8")
    found, _base = check(base_copy, DAY)
    assert [one.file for one in found] == ["mairisoft/paie-claire-service.toml"] * faults
    assert all("« paie-claire »" in one.text for one in found)
