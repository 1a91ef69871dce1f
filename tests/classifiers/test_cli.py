"""vigie-classify: columns, bad input, exit codes. The real command runs in the real process."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from vigie_classifiers.cli import main

HEADER = "id,product,vendor,vendor_country,ultimate_parent,parent_country,open_source,category,type,confidence"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    said = capsys.readouterr()
    return code, said.out, said.err


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("mark", [",", ";"])
def test_csv_in_and_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], start: str, mark: str
) -> None:
    lines = [
        ["id", "kind", "raw_name", "raw_publisher", "version"],
        ["1", "windows", "LibreOffice 24.8.4.2", "The Document Foundation", "24.8.4.2"],
        ["2", "windows", "Microsoft Edge", "Microsoft Corporation", ""],
        ["3", "windows", "Nom que personne ne connaît", "", ""],
    ]
    file = tmp_path / "liste.csv"
    file.write_text(start + "\r\n".join(mark.join(one) for one in lines), "utf-8")
    code, out, err = run(capsys, str(file))
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == HEADER
    first, second, third = rows(out)
    assert (first["id"], first["product"], first["open_source"]) == ("1", "LibreOffice", "yes")
    assert (second["vendor_country"], second["parent_country"]) == ("US", "US")
    assert (third["product"], third["vendor"], third["confidence"]) == ("", "", "0")
    assert 0.8 < float(first["confidence"]) <= 1


def test_a_bad_row_is_told_and_still_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "liste.csv"
    file.write_text(
        "id,kind,raw_name,raw_publisher,version\n1,minitel,Firefox,,\n2,windows,,,\n"
        "3,windows,7-Zip 23.01 (x64),Igor Pavlov,23.01,de trop\n4\n",
        "utf-8",
    )
    code, out, err = run(capsys, str(file))
    assert code == 0
    assert [one["id"] for one in rows(out)] == ["1", "2", "3", "4"]
    assert rows(out)[2]["product"] == "7-Zip"
    assert "ligne 2" in err
    assert "minitel" in err
    assert "ligne 3" in err
    assert "trop de colonnes" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b,c\n1,2,3\n", "il manque la colonne kind, raw_name"),
        (b"", "il manque la colonne"),
        (b"\xff\xfe\x00\x01", "UTF-8"),
    ],
)
def test_a_wrong_file_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    file = tmp_path / "liste.csv"
    file.write_bytes(content)
    code, out, err = run(capsys, str(file))
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_missing_file(capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = run(capsys, "/nulle/part.csv")
    assert code == 2
    assert "/nulle/part.csv" in err


def test_standard_input_in_a_real_process() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vigie_classifiers.cli", "-"],
        input=b"id,kind,raw_name,raw_publisher,version\n1,dpkg,bash,Debian,5.2\n",
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0
    assert done.stderr == b""
    assert rows(done.stdout.decode())[0]["confidence"] != "0"


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(
        capsys, "explain", "VMware Tools", "--publisher", "VMware, Inc.", "--kind", "windows",
        "--date", "2024-01-01",
    )  # fmt: skip
    assert code == 0
    assert "VMware → Broadcom (US)" in out
    assert "Origine selon le siège : extra-européen" in out
    assert "exposition possible" in out
    before = run(
        capsys, "explain", "VMware Tools", "--publisher", "VMware, Inc.", "--kind", "windows",
        "--date", "2023-11-21", "--policy", "majority",
    )[1]  # fmt: skip
    assert "→ Broadcom" not in before
    assert "le siège" not in before.split("Origine")[1]


def test_explain_before_and_after_an_acquisition(capsys: pytest.CaptureFixture[str]) -> None:
    name = ("explain", "VMware Workstation 16", "--policy", "majority", "--date")
    before = run(capsys, *name, "2023-11-21")[1]
    after = run(capsys, *name, "2023-11-22")[1]
    assert "Produit : VMware Workstation" in before
    assert "Lu comme : windows" in before
    assert "→ Broadcom" not in before
    assert "VMware → Broadcom (US) : contrôle majoritaire" in after
    assert "depuis le 2023-11-22" in after
    assert "Maison mère ultime au 2023-11-22 : Broadcom (US)" in after


def test_explain_long_before_anything_existed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "explain", "VMware Workstation 16", "--date", "1850-01-01")
    assert code == 0
    assert "→" not in out.split("Éditeur")[1].split("Maison")[0]


def test_explain_an_unknown_name(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "explain", "Zorglub Ultra")
    assert code == 0
    assert "Aucune règle ne reconnaît ce nom" in out
    assert "Confiance : 0.00" in out


def test_explain_a_bad_date(capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = run(capsys, "explain", "Firefox", "--date", "demain")
    assert code == 2
    assert "AAAA-MM-JJ" in err


def test_coverage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "parc.csv"
    file.write_text(
        "kind,raw_name,raw_publisher,machines\nwindows,Zorglub Ultra,,3\n"
        "windows,Bidule Machin,,9\nwindows,LibreOffice 24.8,The Document Foundation,12\n",
        "utf-8",
    )
    code, out, _err = run(capsys, "coverage", str(file))
    assert code == 0
    assert "24 installations : 12 avec un produit (50.0 %)" in out
    assert out.index("Bidule") < out.index("Zorglub")


def test_check_exit_codes(base_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", str(base_copy))[0] == 0
    file = base_copy / "autre/vendor.toml"
    file.write_text(file.read_text("utf-8").replace('"DE"', '"Allemagne"'), "utf-8")
    code, out, _err = run(capsys, "check", str(base_copy))
    assert code == 1
    assert out.startswith("autre/vendor.toml : country")
    assert run(capsys, "check", "/nulle/part")[0] == 2


def test_local_entries_win(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "local" / "microsoft"
    folder.mkdir(parents=True)
    (folder / "zorglub.toml").write_text(
        'id = "zorglub"\nname = "Zorglub"\nvendor = "microsoft"\n'
        'category = "logiciel/metier-autre"\nbasis = "general knowledge"\n'
        '[[match]]\nkinds = ["windows"]\nnames = ["Zorglub Ultra"]\n'
        '[[examples]]\nkind = "windows"\nseen = "Zorglub Ultra"\n',
        "utf-8",
    )
    out = run(capsys, "explain", "Zorglub Ultra", "--local", str(tmp_path / "local"))[1]
    assert "local/microsoft/zorglub.toml" in out


def test_without_argument_it_shows_help(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys)
    assert code == 2
    assert "coverage" in out


def test_an_unknown_name_is_told_its_near_products(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "explain", "Libre Ofice Sute", "--kind", "windows")[1]
    assert "Produits proches" in out
    assert ": libreoffice" in out


def test_a_copy_is_kept_for_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIGIE_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert main(["explain", "Firefox"]) == 0
    assert len(list((tmp_path / "vigie").glob("knowledge-*.msgpack"))) == 1


def test_a_copy_that_cannot_be_kept_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "vigie").write_text("in the way")
    monkeypatch.setenv("VIGIE_CACHE_DIR", str(tmp_path / "vigie"))
    code, out, err = run(capsys, "explain", "Firefox", "--kind", "macos")
    assert code == 0
    assert "Copie compilée non gardée" in err
    assert "Mozilla" in out
