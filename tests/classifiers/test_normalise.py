"""Properties and examples of the normaliser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vigie_classifiers.normalise import MAX_NAME, plain, tidy, unaccented, words
from vigie_classifiers.tails import heavy, light


@given(st.text(max_size=80))
def test_plain_is_idempotent(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(max_size=80))
def test_tidy_is_idempotent(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(alphabet="éàçÉ A1.-(x64)v®™\u202e\u200b\u00a0", max_size=40))
def test_no_key_grows_nor_keeps_invisible_marks(text: str) -> None:
    for key in (*light(text), *heavy(text)):
        assert len(key) <= MAX_NAME
        assert not set(key) & set("\u202e\u200b\u00a0\0")


@given(st.text(alphabet="abc é", min_size=1, max_size=20), st.sampled_from(["12.3", "v2.1.0"]))
def test_a_version_at_the_end_changes_nothing(name: str, version: str) -> None:
    if any(one.isalpha() for one in name):
        assert plain(name) in light(f"{name} {version}")


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("LibreOffice 24.8.4.2", "libreoffice"),
        ("7-Zip 23.01 (x64)", "7-zip"),
        ("Mozilla Firefox (x64 fr)", "mozilla firefox"),
        ("Notepad++ (64-bit x64)", "notepad++"),
        ("Adobe Acrobat Reader DC - Français", "adobe acrobat reader dc"),
        ("PuTTY release 0.78 (64-bit)", "putty"),
        ("WinRAR 6.24 (64 bits)", "winrar"),
        ("Microsoft 365 Apps pour les PME - fr-fr", "microsoft 365 apps pour les pme"),
        ("Visual Studio 2022", "visual studio 2022"),
        ("365", "365"),
        ("Pilote\u00a0d’impression — v3", "pilote d'impression"),
    ],
)
def test_light_key(raw: str, key: str) -> None:
    assert light(raw)[-1] == key


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("Microsoft Visio Professionnel 2019 - fr-fr", "microsoft visio professionnel"),
        ("QGIS 3.34.3 'Prizren'", "qgis"),
        ("Mozilla Firefox 115.0.2 ESR (x86 fr)", "mozilla firefox"),
        ("Café Éditions (poste client)", "cafe editions"),
        ("Kaspersky Endpoint Security 11 for Windows", "kaspersky endpoint security"),
    ],
)
def test_heavy_key(raw: str, key: str) -> None:
    assert heavy(raw)[-1] == key


def test_keys_go_from_the_least_stripped_to_the_boldest() -> None:
    assert light("Microsoft 365 12.1 (x64 fr-FR)") == (
        "microsoft 365 12.1 (x64 fr-fr)", "microsoft 365 12.1", "microsoft 365", "microsoft",
    )  # fmt: skip


def test_accents_stay_in_the_main_key() -> None:
    assert plain("Éditeur Français") == "éditeur français"
    assert unaccented(plain("Éditeur Français")) == "editeur francais"
    assert words("Éditeur-Français") == ("editeur", "francais")
