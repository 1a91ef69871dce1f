"""Names that the base does not know: told as machines write them, never as recognised."""

from collections.abc import Callable

import pytest
from httpx2 import Response
from vigie_classifiers import Knowledge

from tests.collector.inventory.seeds import Seeds
from tests.support.people import text_of

Page = Callable[[str], Response]
TOLD = "Nom et éditeur tels que la machine les écrit : Zozo & Filles"


@pytest.fixture
def device_id(seeds: Seeds, knowledge: Knowledge) -> int:
    """A machine with a vendor's unknown products and with an unknown publisher's."""
    made = seeds.device(
        "pc",
        [
            ("Agenda C#Plus 2.1", "2.1", "Éditions Essai SAS"),
            ("Agenda C#Plus 2.2 (x64)", "2.2", "Éditions Essai SAS"),
            ("Carnet 100 %", "1", "Éditions Essai SAS"),
            ("Carnet Zozo 3.1", "3.1", "Zozo & Filles"),
        ],
    )
    seeds.settle(knowledge)
    return made


def test_the_list_shows_them_as_such(page: Page, device_id: int) -> None:
    assert device_id
    text = text_of(page("/produits"))
    assert "Agenda C#Plus Nom tel que la machine l'écrit 1 Essai Lyon" in text
    assert f"Carnet Zozo {TOLD} 1 Inconnu" in text
    vendor = text_of(page("/produits?reconnu=editeur"))
    assert "1 à 2 sur 2" in vendor
    assert "Zozo" in text_of(page("/produits?reconnu=inconnu"))
    assert "Zozo" not in vendor


def test_their_links_hold_what_machines_write(page: Page, device_id: int) -> None:
    assert device_id
    assert "/produits/vendor:essai-fr~agenda%20c%23plus" in page("/produits").text
    text = text_of(page("/produits/vendor:essai-fr~agenda%20c%23plus"))
    assert "Agenda C#Plus 2.2 (x64)" in text
    assert "Éditeur seul" in text
    assert "Nom tel que la machine l'écrit" in text


def test_the_device_shows_them_as_such(page: Page, device_id: int) -> None:
    text = text_of(page(f"/appareils/{device_id}"))
    assert f"Carnet Zozo {TOLD} Éditeur inconnu" in text
    assert "Agenda C#Plus Nom tel que la machine l'écrit Essai Lyon" in text


def test_one_unknown_name_says_what_the_machine_said(
    page: Page, seeds: Seeds, device_id: int
) -> None:
    assert device_id
    name_id = seeds.names["windows|Carnet Zozo 3.1", "Zozo & Filles"]
    text = text_of(page(f"/produits/name:{name_id}"))
    assert "Éditeur Inconnu (écrit : Zozo & Filles)" in text
    assert TOLD in text
    assert "Nom inconnu" in text
    assert "l'origine est inconnue" in text


def test_counted_apart(page: Page, api: Page, device_id: int) -> None:
    assert device_id
    assert "éditeur seul : 3, inconnus : 1" in text_of(page("/"))
    items = {each["product"]: each for each in api("/api/v1/products").json()["items"]}
    assert items["Carnet Zozo"]["told_publisher"] == "Zozo & Filles"
    assert (items["Carnet Zozo"]["vendor"], items["Carnet Zozo"]["origin"]) == ("", "unknown")
    assert all(each["told"] for each in items.values())
    assert items["Agenda C#Plus"]["devices"] == 1
