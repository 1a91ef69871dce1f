"""The connector csv_inventory: what it reads, what it drops, what it says of a bad file."""

from pathlib import Path

import pytest
from vigie_agent.report import observations_digest
from vigie_connectors.catalogue import connector
from vigie_connectors.connector import State
from vigie_connectors.csv_inventory import CsvInventory
from vigie_connectors.csv_inventory.parse import parse
from vigie_connectors.errors import ActionRequired

SAMPLE = Path(__file__).parent / "sample.csv"


def test_one_report_per_device() -> None:
    state: State = {}
    reports = list(connector("csv_inventory").read({"path": str(SAMPLE)}, state))
    assert [report.device.name for report in reports] == ["PC-ACCUEIL", "SRV-FICHIERS"]
    office = reports[0].software
    assert office is not None
    assert [row.name for row in office] == ["LibreOffice 24.8.4.2", "Mozilla Firefox (x64 fr)"]
    assert office[0].publisher == "The Document Foundation"
    samba = reports[1].software
    assert samba is not None
    assert (samba[0].kind, samba[0].version) == ("dpkg", "2:4.17.12")


def test_a_line_without_a_device_is_told_and_harms_no_other() -> None:
    report = next(CsvInventory().read({"path": str(SAMPLE)}, {}))
    assert report.probes[0].status == "partial"
    assert report.probes[0].reason == "ligne 5 : poste absent"


def test_the_same_file_gives_the_same_digest() -> None:
    one, two = (
        [observations_digest(r) for r in CsvInventory().read({"path": str(SAMPLE)}, {})]
        for _ in range(2)
    )
    assert one == two


def test_a_file_already_read_gives_nothing_until_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "parc.csv"
    path.write_bytes(SAMPLE.read_bytes())
    state: State = {}
    assert len(list(CsvInventory().read({"path": str(path)}, state))) == 2
    assert list(CsvInventory().read({"path": str(path)}, state)) == []
    path.write_bytes(SAMPLE.read_bytes() + b"PC-NEUF;windows;7-Zip;;24\n")
    assert len(list(CsvInventory().read({"path": str(path)}, state))) == 3


def test_the_test_verb_says_what_it_found() -> None:
    assert CsvInventory().test({"path": str(SAMPLE)}) == "2 postes, 3 lignes de logiciels."


@pytest.mark.parametrize(
    "content",
    [
        "device,kind,name,publisher,version\nA,rpm,gimp,Équipe GIMP,2\n".encode(),
        "device\tname\tpublisher\nA\tgimp\tÉquipe GIMP\n".encode("cp1252"),
        "\ufeffORDINATEUR;Éditeur;Nom;date\nA;Équipe GIMP;gimp;hier\n".encode(),
        b"name;device;publisher\r\ngimp;A;\xc3\x89quipe GIMP\r\n\r\n;;\r\n",
    ],
)
def test_separators_headings_and_encodings(content: bytes) -> None:
    rows = parse(content, default_kind="rpm").devices["A"]
    assert [(row["kind"], row["name"], row["publisher"]) for row in rows] == [
        ("rpm", "gimp", "Équipe GIMP")
    ]


def test_an_unknown_kind_takes_the_default() -> None:
    assert parse(b"device;kind;name\nA;win32;x\n").devices["A"][0]["kind"] == "windows"


def test_a_quoted_separator_and_a_short_line() -> None:
    rows = parse(b'device;name;publisher\nA;"x;y"\nA;z;"Z ""SA"""\n').devices["A"]
    assert [(row["name"], row["publisher"]) for row in rows] == [("x;y", ""), ("z", 'Z "SA"')]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Colonne absente du CSV : device, name"),
        (b"a;b\n1;2\n", "Colonne absente du CSV : device, name"),
        (b"device;version\nA;1\n", "Colonne absente du CSV : name"),
        (b"PK\x03\x04\0\0", "n'est pas du texte CSV"),
        (b"device;name\nA;" + b"x" * 200_000 + b"\n", "CSV illisible à la ligne 2"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(ActionRequired, match=said):
        parse(content)


def test_an_absent_file_and_a_missing_setting(tmp_path: Path) -> None:
    with pytest.raises(ActionRequired, match=r"illisible .* vérifiez le chemin"):
        CsvInventory().test({"path": str(tmp_path / "absent.csv")})
    with pytest.raises(ActionRequired, match="Aucun fichier indiqué"):
        CsvInventory().test({})


def test_an_unknown_connector_is_named_with_the_known_ones() -> None:
    with pytest.raises(ActionRequired, match="« csv » inconnu : choisissez parmi csv_inventory"):
        connector("csv")
