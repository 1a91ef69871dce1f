"""`/export` and `/methode`, the form of a line with and without htmx, and the files by HTTP."""

import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select
from sqlmodel import Session
from vigie_collector.accounts.tables import AuditEntry
from vigie_collector.exports.columns import HEADERS
from vigie_collector.exports.tables import GridEntry

from tests.collector.inventory.seeds import Seeds
from tests.support.people import Person

FORM = {
    "cle": "product:essai-bureau", "technological_level": "faible", "financial_level": "",
    "strategy": "remplacer", "owner": "DSI <b>", "deadline": "2027-12-31", "note": "",
}  # fmt: skip


def test_the_page(person: Callable[..., Person], filled: Seeds) -> None:
    someone = person()
    assert filled.names
    page = someone.get("/export?politique=seat").text
    for expected in (
        "Essai Bureau",
        "non officielle",
        "Critique (proposé)",
        "tiebreak.ods?policy=seat",
    ):
        assert expected in page
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style", page)
    found = someone.get("/export?q=etat+civil").text
    assert "Essai État civil" in found
    assert "Essai Bureau" not in found
    assert "Essai Filtre" in someone.get("/export?domaine=Infrastructure").text
    assert "illisible" in someone.get("/export?date=demain").text


@pytest.mark.parametrize("query", ["page=x", "q=%00", "domaine=%3Cscript%3E", "date=2024-02-29"])
def test_hostile_addresses(person: Callable[..., Person], filled: Seeds, query: str) -> None:
    someone = person("reader", "lecture@ville.fr")
    assert filled.names
    page = someone.get(f"/export?{query}")
    assert page.status_code == 200
    assert "Modifier" not in page.text


def test_a_line_is_set_without_script(
    person: Callable[..., Person], filled: Seeds, session: Session
) -> None:
    someone = person("operator", "dsi@ville.fr")
    assert "Enregistrer" in someone.get("/export/ligne?cle=product:essai-bureau").text
    answer = someone.post("/export/ligne", **FORM)
    assert answer.status_code == 303
    page = someone.get(answer.headers["location"]).text
    assert "Ligne enregistrée" in page
    assert "Faible (saisi)" in page
    assert "DSI &lt;b&gt;" in page
    entry = session.scalars(select(GridEntry)).one()
    assert (entry.strategy, entry.deadline, entry.updated_by) == (
        "remplacer",
        "2027-12-31",
        "dsi@ville.fr",
    )
    told = session.scalars(select(AuditEntry).where(AuditEntry.action == "grid.changed")).one()  # type: ignore[arg-type]  # SQLModel types the column as its value
    assert told.target == "Essai Bureau"
    assert filled.names


def test_a_line_is_set_with_htmx(person: Callable[..., Person], filled: Seeds) -> None:
    someone = person("operator", "dsi@ville.fr")
    assert filled.names
    someone.client.headers["HX-Request"] = "true"
    assert "<html" not in someone.get("/export/ligne?cle=product:essai-bureau").text
    row = someone.post("/export/ligne", **FORM).text
    assert "<html" not in row
    assert "Faible (saisi)" in row
    wrong = someone.post("/export/ligne", **{**FORM, "deadline": "bientôt"})
    assert "Échéance illisible" in wrong.text
    assert "Essai Bureau" in someone.get("/export/ligne/vue?cle=product:essai-bureau").text


@pytest.mark.parametrize(
    "change", [{"technological_level": "énorme"}, {"strategy": "x"}, {"owner": "x" * 129}]
)
def test_bad_values_change_nothing(
    person: Callable[..., Person], filled: Seeds, session: Session, change: dict[str, str]
) -> None:
    someone = person("operator", "dsi@ville.fr")
    assert someone.post("/export/ligne", **{**FORM, **change}).status_code == 400
    assert session.scalars(select(GridEntry)).all() == []
    assert someone.post("/export/ligne", **{**FORM, "cle": "product:rien"}).status_code == 404
    assert filled.names


def test_a_reader_sets_nothing(person: Callable[..., Person], filled: Seeds) -> None:
    someone = person("reader", "lecture@ville.fr")
    assert filled.names
    assert someone.get("/export/ligne?cle=product:essai-bureau").status_code == 403
    assert someone.post("/export/ligne", **FORM).status_code == 403


def test_method(person: Callable[..., Person], filled: Seeds) -> None:
    someone = person("reader", "lecture@ville.fr")
    assert filled.names
    page = someone.get("/methode").text
    assert "ni une liste d&#39;exclusion" in page
    assert "non officielle" in page


def test_files_by_http(
    api: Callable[[str], Response], client: TestClient, filled: Seeds, session: Session
) -> None:
    assert filled.names
    answer = api("/api/v1/exports/tiebreak.xlsx?policy=seat&date=2026-11-23")
    assert answer.status_code == 200
    assert 'filename="vigie-tiebreak-2026-11-23-seat.xlsx"' in answer.headers["content-disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["Tableau"]
    assert tuple(cell.value for cell in next(sheet.iter_rows())) == HEADERS
    assert api("/api/v1/exports/tiebreak.csv").content.startswith(b"\xef\xbb\xbf")
    assert api("/api/v1/exports/tiebreak.json").json()["policy"] == "majority"
    assert api("/api/v1/exports/tiebreak.ods").content.startswith(b"PK")
    for wrong, status in (("pdf", 404), ("csv?policy=x", 400), ("csv?date=x", 400)):
        told = api(f"/api/v1/exports/tiebreak.{wrong}")
        assert told.status_code == status
        assert told.json()["message"]
    client.cookies.clear()
    assert client.get("/api/v1/exports/tiebreak.csv").status_code == 401
    actions = [each.action for each in session.scalars(select(AuditEntry))]
    assert actions.count("export.downloaded") == 4
