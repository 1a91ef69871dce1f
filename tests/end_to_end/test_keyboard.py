"""Without a mouse, as a reader, and on the pages of errors: the same care as on the usual way."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import check, chromium, watch
from tests.support.fleet import report_of
from tests.support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SOFTWARE = [
    {"kind": "windows", "name": "Mozilla Firefox (x64 fr)", "publisher": "Mozilla"},
    {"kind": "windows", "name": "7-Zip 23.01 (x64)", "publisher": "Igor Pavlov"},
    {"kind": "windows", "name": "Logiciel d'essai que nul ne connaît"},
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A collector that knows one machine."""
    folder = tmp_path_factory.mktemp("keyboard")
    made = Server(folder / "data")
    made.vigie("migrate")
    reports = folder / "reports.json"
    reports.write_text(json.dumps([report_of("pc-1", SOFTWARE, device={"kind": "workstation"})]))
    made.vigie("import", str(reports))
    with made:
        yield made


def sign_in(page: Page, server: Server, role: str) -> None:
    address = f"{role}@ville.example"
    password = server.secret("user", "add", address, "--role", role)
    page.goto(f"{server.address}/connexion")
    page.keyboard.type(address)  # the first field is ready
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/connexion"))


def test_a_line_of_the_table_is_filled_in_by_keyboard(server: Server) -> None:
    with chromium() as page:
        sign_in(page, server, "operator")
        complaints = watch(page)
        page.goto(f"{server.address}/export")
        edit = page.get_by_role("link", name="Modifier Mozilla Firefox")
        edit.focus()
        page.keyboard.press("Enter")
        form = page.locator("tbody form")
        expect(form.get_by_label("Dépendance technologique")).to_be_focused()
        check(page, "export-ligne")
        page.set_viewport_size({"width": 390, "height": 844})
        for field in ("Dépendance technologique", "Note"):
            form.get_by_label(field).focus()
            box = form.get_by_label(field).bounding_box()
            assert box
            assert box["x"] >= 0, f"{field} is cut on the left"
            assert box["x"] + box["width"] <= 390, f"{field} is cut on the right"
        page.set_viewport_size({"width": 1280, "height": 900})
        form.get_by_label("Responsable").focus()
        page.keyboard.type("DSI")
        page.keyboard.press("Enter")
        expect(page.get_by_text("DSI", exact=True)).to_be_visible()
        expect(edit).to_be_focused()
        page.keyboard.press("Enter")
        expect(form.get_by_label("Dépendance technologique")).to_be_focused()
        page.get_by_role("button", name="Annuler").focus()
        page.keyboard.press("Enter")
        expect(edit).to_be_focused()
        assert not complaints


def test_a_reader_and_the_pages_of_errors(server: Server) -> None:
    with chromium() as page:
        sign_in(page, server, "reader")
        for path, status, name in (
            ("/", 200, "lecteur-vue-d-ensemble"),
            ("/export", 200, "lecteur-export"),
            ("/comptes", 403, "erreur-403"),
            ("/nulle-part", 404, "erreur-404"),
            ("/appareils/1", 404, "erreur-appareil"),
            ("/produits/product:nulle-part", 404, "erreur-produit"),
        ):
            answer = page.goto(server.address + path)
            assert answer
            assert answer.status == status, path
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert "Traceback" not in page.content()
            check(page, name)
        assert page.get_by_role("link", name="Comptes").count() == 0


def test_an_unknown_product_says_what_is_not_known(server: Server) -> None:
    with chromium() as page:
        sign_in(page, server, "administrator")
        page.goto(f"{server.address}/produits?reconnu=inconnu")
        page.locator("tbody a").first.click()
        expect(page.get_by_text("Aucune règle ne reconnaît ce nom")).to_be_visible()
        check(page, "produit-inconnu")
