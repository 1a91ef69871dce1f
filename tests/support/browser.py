"""Headless Chromium, closed to the outside, with axe and a folder of screenshots."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request, sync_playwright

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "screenshots"
"""Kept as a CI artefact; git ignores it."""
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES = ((1280, 900), (390, 844))


@contextmanager
def chromium() -> Generator[Page]:
    """A page in a fresh profile."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: make test installs it (Debian package chromium)"
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        page.set_default_timeout(30_000)
        yield page
        browser.close()


def watch(page: Page) -> list[str]:
    """A list that fills with what the page complains about: script errors, refused sources, failed loads."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))

    def on_console(message: ConsoleMessage) -> None:
        # A form refused on purpose answers 400, which Chromium logs as an error.
        if message.type in ("error", "warning") and "status of 400" not in message.text:
            complaints.append(f"{page.url}: {message.text}")

    def on_failed(request: Request) -> None:
        # Leaving a page aborts what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"failed: {request.url}: {request.failure}")

    page.on("console", on_console)
    page.on("requestfailed", on_failed)
    return complaints


def check(page: Page, name: str) -> None:
    """Takes a screenshot at both sizes, and asserts that axe finds nothing and nothing overflows."""
    SCREENSHOTS.mkdir(exist_ok=True)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(350)  # charts draw themselves again
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{name} at {width} px is {overflow} px too wide"
        # Through the debugger, since the page's own policy refuses any script that is not ours.
        page.evaluate(AXE.read_text(encoding="utf-8") + "; 0")
        found: Any = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        told = [
            f"{each['id']}: {each['help']} {[node['target'] for node in each['nodes']][:3]}"
            for each in found["violations"]
        ]
        assert not told, f"{name} at {width} px:\n" + "\n".join(told)
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
