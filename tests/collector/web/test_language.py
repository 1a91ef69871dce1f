"""French by default, English on demand, and no sentence left untranslated."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from vigie_classifiers import Knowledge
from vigie_collector.texts import language, use_language
from vigie_collector.web import filters
from vigie_collector.web.templating import typeset

from tests.support.people import Person, text_of


def test_english_is_kept_in_a_cookie(person: Callable[..., Person]) -> None:
    someone = person()
    assert '<html lang="fr"' in someone.get("/agents").text
    assert '<html lang="en"' in someone.get("/agents?lang=en").text
    assert '<html lang="en"' in someone.get("/agents").text
    assert '<html lang="en"' in someone.get("/agents?lang=xx").text
    assert '<html lang="fr"' in someone.get("/agents?lang=fr").text


def test_the_browsers_own_language_does_not_decide(client: TestClient) -> None:
    page = client.get("/connexion", headers={"Accept-Language": "en-GB"})
    assert '<html lang="fr"' in page.text
    assert "Se connecter" in text_of(page)


def test_switches_keep_the_rest_of_the_address(person: Callable[..., Person]) -> None:
    page = person().get("/agents?q=pc&etat=active&politique=wide").text
    assert 'href="/agents?q=pc&amp;etat=active&amp;politique=wide&amp;lang=en"' in page
    assert '<input type="hidden" name="etat" value="active">' in page
    assert '<option value="wide" selected>' in page
    assert 'href="/produits?politique=wide"' in page


def test_a_page_first_read_in_french_is_english_for_the_next(
    person: Callable[..., Person],
) -> None:
    someone = person()
    assert "Europe large" in someone.get("/methode?lang=fr").text
    assert "Europe large" not in someone.get("/methode?lang=en").text


def test_values_are_written_in_the_readers_language() -> None:
    before = language()
    try:
        use_language("fr")
        assert filters.moment(1_795_467_840) == "23 novembre 2026 à 22:04"
        assert filters.number(1234567) == "1\u202f234\u202f567"
        assert filters.percent(0.125) == "12,5\u00a0%"
        assert filters.percent(0.0001) == "< 0,1\u00a0%"
        assert filters.percent(0.9999) == "> 99,9\u00a0%"
        assert (filters.percent(0), filters.percent(1)) == ("0\u00a0%", "100\u00a0%")
        assert filters.country("DE") == "Allemagne"
        assert (filters.country(""), filters.country("ZZ")) == ("inconnu", "communauté")
        assert filters.capital(filters.country("")) == "Inconnu"
        assert filters.duration(-93_784) == "− 1 j 2 h"
        assert [filters.gap(each) for each in (1200, -8, 0)] == ["+1\u202f200", "−8", "0"]
        use_language("en")
        assert filters.moment(1_795_467_840) == "23 November 2026 at 22:04"
        assert filters.percent(0.125) == "12.5%"
        assert filters.country("DE") == "Germany"
    finally:
        use_language(before)


def test_unknown_is_never_european() -> None:
    assert filters.origin_label("") == filters.origin_label("unknown") == "Inconnu"
    assert filters.origin_label("n'importe quoi") == "Inconnu"


_ROOM = Path(filters.__file__).parents[1]


def _sentences() -> set[str]:
    from babel.messages.extract import extract_from_dir

    found: set[str] = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        _ROOM,
        [("**.py", "python"), ("**/templates/**.html", "jinja2")],
        {"**/templates/**.html": {"trimmed": "false"}},
        keywords={"_": None, "gettext": None, "ngettext": (1, 2)},
    ):
        found |= {message} if isinstance(message, str) else set(message)
    return found


def test_every_sentence_and_category_has_its_english(knowledge: Knowledge) -> None:
    from babel.messages.pofile import read_po

    with (_ROOM / "locale/en/LC_MESSAGES/vigie_collector.po").open("rb") as file:
        catalogue = read_po(file)
    known: dict[str, str | None] = {}
    for entry in catalogue:
        ids = entry.id if isinstance(entry.id, (list, tuple)) else (entry.id,)
        strings = entry.string if isinstance(entry.string, (list, tuple)) else (entry.string,)
        known |= dict(zip(ids, strings, strict=False))
    wanted = _sentences() | set(knowledge.categories.values())
    missing = {sentence for sentence in wanted if not known.get(sentence)}
    assert missing == set()


def test_translations_keep_the_places_of_values() -> None:
    from babel.messages.pofile import read_po

    with (_ROOM / "locale/en/LC_MESSAGES/vigie_collector.po").open("rb") as file:
        catalogue = read_po(file)
    place = re.compile(r"%\(\w+\)s|\{\w+\}")
    for entry in catalogue:
        if isinstance(entry.id, str) and entry.string and isinstance(entry.string, str):
            assert set(place.findall(entry.id)) == set(place.findall(entry.string)), entry.id


@pytest.mark.parametrize("path", ["/connexion", "/rien"])
def test_pages_without_a_sign_in_have_their_landmarks(client: TestClient, path: str) -> None:
    page = client.get(path).text
    for mark in ('<main id="contenu"', "<header", "<footer", 'href="#contenu"', "<h1"):
        assert mark in page


def test_french_spaces_are_tied_and_values_stay() -> None:
    use_language("fr")
    assert typeset("Vu « ici » : %(count)s ; 5 %% ?") == (
        "Vu «\u00a0ici\u00a0»\u00a0: %(count)s\u00a0; 5\u00a0%%\u00a0?"
    )
    try:
        use_language("en")
        assert typeset("Seen : here") == "Seen : here"
    finally:
        use_language("fr")
