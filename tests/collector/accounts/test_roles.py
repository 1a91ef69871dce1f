"""Who may do what, page by page."""

from collections.abc import Callable

import pytest

from tests.support.people import Person, text_of

Make = Callable[..., Person]

PAGES = {
    "/agents": "reader",
    "/comptes/moi": "reader",
    "/comptes": "administrator",
    "/jetons": "administrator",
    "/journal": "administrator",
    "/reglages": "administrator",
    "/premiers-pas": "administrator",
    "/premiers-pas/attente": "administrator",
}
FORMS = {
    "/agents": "operator",
    "/agents/cles/1/revocation": "operator",
    "/agents/1/revocation": "operator",
    "/comptes": "administrator",
    "/comptes/1/role": "administrator",
    "/comptes/1/desactivation": "administrator",
    "/comptes/1/activation": "administrator",
    "/comptes/1/mot-de-passe": "administrator",
    "/jetons": "administrator",
    "/jetons/1/revocation": "administrator",
    "/reglages": "administrator",
    "/premiers-pas/organisation": "administrator",
    "/premiers-pas/politique": "administrator",
    "/premiers-pas/cle": "administrator",
    "/premiers-pas/fin": "administrator",
}
ROLES = ("reader", "operator", "administrator")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_its_pages_and_sends_its_forms(person: Make, role: str) -> None:
    someone = person(role)
    for path, needed in PAGES.items():
        allowed = ROLES.index(role) >= ROLES.index(needed)
        answer = someone.get(path)
        assert answer.status_code == (200 if allowed else 403), path
        if not allowed:
            assert "voyez un administrateur" in text_of(answer)
            assert 'id="menu"' in answer.text
    for path, needed in FORMS.items():
        if ROLES.index(role) < ROLES.index(needed):
            assert someone.post(path).status_code == 403, path


def test_the_menu_shows_what_the_role_may_open(person: Make) -> None:
    assert 'href="/comptes"' not in person("reader").get("/agents").text
    assert 'href="/comptes"' in person("administrator").get("/agents").text


def test_no_form_works_without_its_csrf_value(person: Make) -> None:
    someone = person()
    other = person("administrator", "autre@ville.fr").csrf
    for path in [*FORMS, "/deconnexion", "/comptes/moi/mot-de-passe"]:
        for data in ({}, {"csrf": "faux"}, {"csrf": other}, {"csrf": "é"}):
            answer = someone.client.post(path, data=data)
            assert answer.status_code == 403, path
            assert "Formulaire périmé : rien n'a été changé." in text_of(answer)


def test_htmx_sends_the_value_in_a_header(person: Make) -> None:
    someone = person()
    assert f'hx-headers=\'{{"X-CSRF-Token": "{someone.csrf}"}}\'' in someone.get("/agents").text
    answer = someone.client.post("/agents", headers={"X-CSRF-Token": someone.csrf})
    assert answer.status_code == 400
    assert "Donnez un nom" in text_of(answer)


def test_visitors_are_sent_to_sign_in(person: Make) -> None:
    someone = person()
    someone.client.cookies.clear()
    for path in PAGES:
        assert someone.get(path).headers["location"].startswith("/connexion"), path
    for path in FORMS:
        assert someone.client.post(path).headers["location"] == "/connexion", path
    answer = someone.client.get("/premiers-pas/attente", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (
        401,
        "/connexion?suite=/premiers-pas/attente",
    )
