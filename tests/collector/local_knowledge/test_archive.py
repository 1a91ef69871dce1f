"""Export and import: the same files as the shipped base, checked the same way."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_classifiers.check import check
from vigie_collector.accounts.service import create_token
from vigie_collector.inventory.tables import Device
from vigie_collector.organisations.tables import Organisation

from tests.collector.inventory.seeds import Seeds

Call = Callable[..., Any]
ASKED = {"kind": "windows", "name": "Zorglubix 3", "publisher": "Mairie", "reason": "au contrat"}


@pytest.fixture
def call(client: TestClient, session: Session, organisation: Organisation) -> Call:
    """Calls the API with an operator's token."""
    _token, secret = create_token(session, organisation.id, "essai", "operator")
    session.commit()

    def made(method: str, path: str, **more: Any) -> Any:
        return client.request(
            method, f"/api/v1/knowledge{path}", headers={"Authorization": f"Bearer {secret}"}, **more
        )  # fmt: skip

    return made


def unzipped(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def test_what_is_said_by_the_api_is_exported_and_accepted(
    call: Call, seeds: Seeds, knowledge: Knowledge, tmp_path: Path
) -> None:
    seeds.device("pc-1", [("Zorglubix 3", "3", "Mairie")])
    seeds.settle(knowledge)
    made = call("POST", "/names", json={**ASKED, "product": "libreoffice"})
    assert made.status_code == 201, made.text
    assert made.json()["names_changed"] == 1
    new = {
        "name": "Cadastre",
        "category": "logiciel/metier-citoyen",
        "new_vendor": {"name": "Éditeur de Ville", "country": "FR"},
    }
    other = call("POST", "/names", json={**ASKED, "name": "CAD", "new_product": new})
    assert other.status_code == 201, other.text
    answer = call("GET", "/export.zip")
    folder = unzipped(answer.content, tmp_path / "export")
    paths = sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*.toml"))
    assert paths == [
        "document-foundation/libreoffice.toml",
        "editeur-de-ville/cadastre.toml",
        "editeur-de-ville/vendor.toml",
    ]
    text = (folder / paths[0]).read_text("utf-8")
    assert "Zorglubix 3" in text
    assert "au contrat" in text
    assert "token:essai" not in text
    signed = unzipped(call("GET", "/export.zip?authors=true").content, tmp_path / "signed")
    assert "token:essai" in (signed / paths[0]).read_text("utf-8")
    faults, _base = check(folder, date(2030, 1, 1))
    assert [str(one) for one in faults] == []


def test_an_export_is_read_in_again_by_another(
    call: Call, session: Session, organisation: Organisation
) -> None:
    new = {"name": "Cadastre", "category": "logiciel/metier-citoyen", "vendor": "Essai Lyon"}
    assert call("POST", "/names", json={**ASKED, "new_product": new}).status_code == 201
    said = {**ASKED, "name": "Autre Nom", "product": "libreoffice"}
    assert call("POST", "/names", json=said).status_code == 201
    archive = call("GET", "/export.zip").content
    again = call("POST", "/import?reason=retour", content=archive).json()
    assert again["faults"] == []
    assert again["kept"] == []
    assert len(again["unchanged"]) == 2
    for row in call("GET", "/entries").json()["items"]:
        undone = call("POST", f"/entries/{row['id']}/undo", json={"reason": "essai"})
        assert undone.status_code == 200, undone.text
    back = call("POST", "/import?reason=retour", content=archive).json()
    assert (len(back["kept"]), back["faults"]) == (2, [])
    assert session.get(Device, (organisation.id, 1)) is None


def test_each_fault_is_told_and_the_rest_is_kept(call: Call) -> None:
    stream = io.BytesIO()
    good = (
        'id = "bon"\nname = "Bon"\nvendor = "essai-fr"\ncategory = "logiciel/metier-citoyen"\n'
        'basis = "general knowledge"\n[[match]]\nkinds = ["windows"]\nnames = ["Bon Logiciel"]\n'
        '[[examples]]\nkind = "windows"\nseen = "Bon Logiciel"\n'
    )
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x/essai-fr/bon.toml", good)
        archive.writestr(
            "x/essai-fr/faute.toml", good.replace('"bon"', '"faute"') + "licnece = 1\n"
        )
        archive.writestr("x/essai-fr/casse.toml", "id = ")
        archive.writestr("x/essai-fr/place.toml", good)
        archive.writestr("x/pays/vendor.toml", 'id = "pays"\nname = "P"\ncountry = "Allemagne"\n')
    done = call("POST", "/import?reason=essai", content=stream.getvalue()).json()
    assert done["kept"] == ["essai-fr/bon.toml"]
    told = " | ".join(done["faults"])
    for said in ("licnece", "casse.toml", "place.toml", "ISO 3166", "ni basis"):
        assert said in told, told
    assert call("POST", "/import?reason=x", content=b"rien").status_code == 400
    assert call("POST", "/import?reason=", content=stream.getvalue()).status_code == 400


def test_readers_read_and_do_not_write(api: Callable[[str], Any], client: TestClient) -> None:
    assert api("/api/v1/knowledge/entries").json() == {"items": [], "next": None}
    near = api("/api/v1/knowledge/proposals?name=Libre%20Ofice").json()
    assert near[0]["product_id"] == "libreoffice"
    state = api("/api/v1/knowledge/status").json()
    assert state["names"] == state["names_read"] == 0
    refused = client.post("/api/v1/knowledge/names", json={**ASKED, "product": "libreoffice"})
    assert refused.status_code in (401, 403)


def test_dates_and_circles_are_refused(call: Call) -> None:
    for body, said in (
        ({"parent": "essai-fr", "since": "1850-01-01"}, "avant le premier logiciel"),
        ({"parent": "essai-fr", "since": "hier"}, "AAAA-MM-JJ"),
        ({"parent": "essai-fr", "since": "2999-01-01"}, "futur"),
        ({"parent": "essai-filiale"}, "tourne en rond"),
        ({"parent": "essai-us"}, "lui-même"),
        ({"country": "Allemagne"}, "ISO 3166"),
        ({}, "Rien à corriger"),
    ):
        answer = call("POST", "/vendors/essai-us", json={**body, "reason": "essai"})
        assert answer.status_code == 400, answer.text
        assert said in answer.text, answer.text
    assert call("GET", "/entries").json()["items"] == []
