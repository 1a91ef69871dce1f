"""A person's way, in a real browser: wizard, enrolment of this machine, overview, product, export."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import check, chromium, watch
from tests.support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def agent(state: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vigie_agent", "--state-dir", str(state), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def sign_in(page: Page, server: Server, password: str) -> None:
    page.goto(f"{server.address}/")
    expect(page).to_have_url(re.compile(r"/connexion"))
    check(page, "connexion")
    page.get_by_label("Adresse").fill("admin@ville.example")
    page.get_by_label("Mot de passe").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Adresse ou mot de passe incorrect")).to_be_visible()
    page.get_by_label("Mot de passe").fill(password)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(r"/connexion"))


def first_steps(page: Page, server: Server, state: Path) -> None:
    page.goto(f"{server.address}/premiers-pas")
    check(page, "premiers-pas-1")
    page.get_by_label("Nom de la collectivité").fill("Ville d'Essai <b>")
    page.get_by_label("Appareils connus").fill("beaucoup")
    page.get_by_role("button", name="Continuer").click()
    assert page.locator("[aria-invalid=true]").count() == 1
    page.get_by_label("Appareils connus").fill("12")
    page.get_by_role("button", name="Continuer").click()
    check(page, "premiers-pas-2")
    page.get_by_role("button", name="Continuer").click()
    check(page, "premiers-pas-3")
    page.get_by_role("button", name="Créer la clé").click()
    check(page, "premiers-pas-4")
    found = re.search(r"vgk_[\w-]+", page.content())
    assert found
    agent(state, "enrol", server.address, "--key", found[0])
    agent(state, "run")
    # The page asks by itself, every two seconds.
    expect(page.get_by_text("1 machine a envoyé son rapport")).to_be_visible()
    page.get_by_role("button", name="Aller à la vue d'ensemble").click()


def wait_for_counts(page: Page, server: Server) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        page.goto(f"{server.address}/produits")
        if page.locator("tbody tr").count() > 3:
            return
        time.sleep(1)
    raise AssertionError("no product after a minute")


def test_from_the_wizard_to_the_table(tmp_path: Path) -> None:
    server = Server(tmp_path / "data")
    server.vigie("migrate")
    password = server.secret("user", "add", "admin@ville.example", "--role", "administrator")
    with server, chromium() as page:
        sign_in(page, server, password)
        complaints = watch(page)
        _nothing_yet(page, server)
        first_steps(page, server, tmp_path / "agent")
        wait_for_counts(page, server)
        for path, name in (
            ("/", "vue-d-ensemble"),
            ("/produits", "produits"),
            ("/appareils", "appareils"),
            ("/agents", "agents"),
            ("/export", "export"),
            ("/methode", "methode"),
            ("/reperes", "reperes"),
            ("/comptes", "comptes"),
            ("/comptes/moi", "mon-compte"),
            ("/produits?q=zzzz", "produits-aucun"),
            ("/jetons", "jetons"),
            ("/journal", "journal"),
            ("/reglages", "reglages"),
        ):
            answer = page.goto(server.address + path)
            assert answer
            assert answer.status == 200, path
            check(page, name)
        _overview(page, server)
        _products(page, server)
        _devices(page, server)
        _baselines(page, server)
        _export(page, server, tmp_path)
        _keyboard(page, server)
        _english(page, server)
        assert not complaints


def _nothing_yet(page: Page, server: Server) -> None:
    """Before the first report, each page says so and leads to an agent."""
    for path, name in (("/", "vide"), ("/produits", "vide-produits"), ("/export", "vide-export")):
        page.goto(server.address + path)
        expect(page.get_by_role("link", name="Installer un agent")).to_be_visible()
        check(page, name)


def _overview(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/")
    expect(page.locator("header").get_by_text("Ville d'Essai <b>")).to_be_visible()
    expect(page.get_by_role("heading", name="Infrastructure")).to_be_visible()
    assert page.locator("[data-chart] canvas, [data-chart] svg").count() >= 1


def _products(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/produits?q=debian")
    page.get_by_role("link", name="Debian", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Debian")
    expect(page.get_by_text("Communauté (libre)").first).to_be_visible()
    check(page, "produit")


def _devices(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/appareils")
    page.locator("tbody a").first.click()
    expect(page.get_by_text("dpkg").first).to_be_visible()
    check(page, "appareil")


def _baselines(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/reperes")
    page.get_by_label("Nom").first.fill("Départ")
    page.get_by_role("button", name=re.compile("Figer")).click()
    page.goto(f"{server.address}/reperes")
    page.get_by_role("link", name="Départ").first.click()
    check(page, "repere")


def _export(page: Page, server: Server, folder: Path) -> None:
    page.goto(f"{server.address}/export")
    for suffix in ("xlsx", "ods", "csv", "json"):
        with page.expect_download() as waited:
            page.locator(f"a[href*='tiebreak.{suffix}']").first.click()
        path = folder / f"tableau.{suffix}"
        waited.value.save_as(path)
        assert path.stat().st_size > 1000


def _keyboard(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/produits")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    seen: set[str] = set()
    for _press in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.textContent.trim().slice(0, 40)"))
    assert "Filtrer" in seen
    page.get_by_label("Politique").focus()
    page.get_by_label("Politique").select_option("seat")
    expect(page).to_have_url(re.compile("politique=seat"))


def _english(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/?lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    check(page, "overview-en")
    page.goto(f"{server.address}/?lang=fr")
