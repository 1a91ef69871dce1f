"""What every answer tells the browser, pages of errors and static files included."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from vigie_collector.settings import load_settings
from vigie_collector.web import site
from vigie_collector.web.security import HEADERS

from tests.support.people import Person, text_of

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def bare(tmp_path: Path) -> TestClient:
    """An application that fails on purpose."""
    app = FastAPI()
    app.state.settings = load_settings(data_dir=tmp_path, secure_cookies=True)
    site.install(app, app.state.settings)

    @app.get("/casse")
    @app.get("/api/v1/casse")
    def broken() -> None:
        raise RuntimeError("secret de la trace")

    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


@pytest.mark.parametrize(
    "path",
    ["/connexion", "/", "/rien", "/api/v1/me", "/api/v1/rien", "/health", "/static/app/site.css"],
)
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_an_unexpected_error_shows_a_sentence_and_no_trace(bare: TestClient) -> None:
    for path in ("/casse", "/api/v1/casse"):
        answer = bare.get(path)
        assert answer.status_code == 500
        assert "secret de la trace" not in answer.text
        assert "Traceback" not in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert bare.get("/api/v1/casse").json()["error"] == "internal_error"
    assert "Erreur interne du collecteur" in text_of(bare.get("/casse"))


def test_https_is_remembered_when_cookies_need_it(bare: TestClient) -> None:
    assert bare.get("/rien").headers["strict-transport-security"] == "max-age=31536000"


def test_pages_carry_nothing_that_the_policy_refuses(person: Callable[..., Person]) -> None:
    someone = person()
    for path in ("/connexion", "/agents", "/comptes", "/jetons", "/reglages", "/premiers-pas"):
        page = someone.get(path).text
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style", page), path
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), path
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page), path


def test_static_files_are_kept_by_their_hash(client: TestClient) -> None:
    address = re.findall(
        r'href="(/static/app/site\.css\?v=[0-9a-f]{16})"', client.get("/connexion").text
    )
    kept = client.get(address[0])
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/app/site.css").headers["cache-control"] == "no-cache"
    for path in ("/static/../settings.py", "/static/%2e%2e/%2e%2e/settings.py"):
        assert client.get(path).status_code == 404


def test_a_form_over_the_limit_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/connexion", data={"email": "x" * (2 << 20), "password": "y"})
    assert answer.status_code == 413
    assert "Envoi trop grand" in text_of(answer)
    answer = client.post("/api/v1/enrolments", content=b"{" + b" " * (2 << 20), headers=JSON)
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")


def test_addresses_of_forms_lead_back_to_their_page(person: Callable[..., Person]) -> None:
    someone = person()
    answer = someone.get("/premiers-pas/cle?lang=en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/premiers-pas?lang=en")
    assert someone.get("/deconnexion").status_code == 405


def test_refused_shapes_are_one_sentence(client: TestClient) -> None:
    answer = client.post("/api/v1/enrolments", content=b"{oups", headers=JSON)
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_json")
    assert "JSON valide" in answer.json()["message"]
    answer = client.post("/api/v1/enrolments", json={"key": 12})
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_shape")
    assert "body.key" in answer.json()["message"] or "key" in answer.json()["message"]


def test_htmx_gets_a_fragment(client: TestClient) -> None:
    answer = client.get("/rien", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert "<html" not in answer.text
    assert "Cette adresse n'existe pas" in text_of(answer)
