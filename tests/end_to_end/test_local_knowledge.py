"""A person qualifies a name in a real browser, by keyboard; a command takes the files elsewhere."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from vigie_classifiers.check import check as check_base

from tests.support.browser import check, chromium, watch
from tests.support.fleet import report_of
from tests.support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "Zorglubix Cadastre 3.1"


def open_name(page: Page, server: Server) -> None:
    """From the list of products to the form, as a person goes."""
    page.goto(f"{server.address}/produits?q=zorglubix")
    page.locator("tbody a").first.click()
    check(page, "produit-inconnu")
    page.get_by_role("link", name=f"Qualifier ce nom : {NAME}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)


def test_from_an_unknown_name_to_files(tmp_path: Path) -> None:
    server = Server(tmp_path / "data")
    server.vigie("migrate")
    password = server.secret("user", "add", "admin@ville.example", "--role", "administrator")
    software = [
        {"kind": "windows", "name": NAME, "publisher": "Mairie Éditions"},
        {"kind": "windows", "name": "LibreOffice 24.8", "publisher": "The Document Foundation"},
    ]
    report = tmp_path / "reports.json"
    report.write_text(json.dumps([report_of("pc-1", software)]), "utf-8")
    server.vigie("import", str(report), "--yes")
    with server, chromium() as page:
        page.goto(f"{server.address}/connexion")
        page.get_by_label("Adresse").fill("admin@ville.example")
        page.get_by_label("Mot de passe").fill(password)
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(re.compile(r"/connexion"))
        page.goto(f"{server.address}/connaissance")
        complaints = watch(page)
        check(page, "connaissance-vide")
        wait_for_names(page, server)
        open_name(page, server)
        check(page, "qualifier")
        page.get_by_role("radio", name="Un autre produit de la base").focus()
        page.keyboard.press("Space")
        page.get_by_role("textbox", name="Autre produit").fill("produit qui n'existe pas")
        page.get_by_label("Raison").fill("contrat 2024")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("absent de la base")
        check(page, "qualifier-refus")
        page.get_by_role("textbox", name="Autre produit").fill("LibreOffice")
        page.get_by_label("Raison").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("les noms concernés sont relus")).to_be_visible()
        check(page, "connaissance")
        page.goto(f"{server.address}/produits/product:libreoffice")
        expect(page.get_by_text("connaissance locale").first).to_be_visible()
        check(page, "produit-connaissance-locale")
        page.get_by_role("link", name="Corriger cet éditeur").click()
        check(page, "corriger-editeur")
        page.goto(f"{server.address}/connaissance?lang=en")
        expect(page.get_by_role("heading", level=1)).to_have_text("Local knowledge")
        assert not complaints
    archive = tmp_path / "own.zip"
    assert "1 fichier" in server.vigie("knowledge", "export", "-o", str(archive))
    folder = tmp_path / "own"
    with zipfile.ZipFile(archive) as found:
        found.extractall(folder)
    assert check_base(folder)[0] == []
    assert "contrat 2024" in (folder / "document-foundation" / "libreoffice.toml").read_text(
        "utf-8"
    )
    for given in (folder, archive):
        told = server.vigie("knowledge", "import", str(given), "--reason", "reprise")
        assert "0 fichier(s) gardé(s), 1 déjà connu(s), 0 faute(s)" in told


def wait_for_names(page: Page, server: Server) -> None:
    """Until the worker has counted the names of the report."""
    for _round in range(60):
        page.goto(f"{server.address}/produits?q=zorglubix")
        if page.locator("tbody a").count():
            return
        page.wait_for_timeout(1_000)
    raise AssertionError("the name was never counted")
