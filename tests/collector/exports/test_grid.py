"""The grid file: ours is complete and says that it is not official; a wrong one is told in a sentence."""

from pathlib import Path

import pytest
from vigie_classifiers import Knowledge
from vigie_collector.errors import SettingsError
from vigie_collector.exports.grid import DEFAULT, load_grid
from vigie_collector.exports.levels import Facts, technological_level
from vigie_collector.exports.tables import GridEntry


def test_ours_is_not_official_and_places_every_category(knowledge: Knowledge) -> None:
    grid = load_grid(None)
    assert grid.official is False
    assert "non officielle" in grid.title
    placed = {slug for each in grid.domains for slug in each.slugs}
    assert placed == set(knowledge.categories)
    assert grid.place("", "").category == grid.unclassified
    assert grid.place("poste/bureautique", "Bureautique").subdomain == "Bureautique"


def test_another_file_replaces_it(tmp_path: Path) -> None:
    own = tmp_path / "grille.toml"
    own.write_text(
        DEFAULT.read_text("utf-8")
        .replace('"vigie-defaut"', '"ville"')
        .replace('label = "Maintenir"', 'label = "Conserver"'),
        "utf-8",
    )
    grid = load_grid(own)
    assert grid.id == "ville"
    assert grid.strategy_label("maintenir") == "Conserver"
    assert grid.strategy_label("ancienne") == "ancienne"
    own.write_text(own.read_text("utf-8").replace('"ville"', '"ville-2"'), "utf-8")
    assert load_grid(own).id == "ville-2"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "vigie-defaut"', "", "id"),
        ("official = false", "offical = false", "offical"),
        ('level = "critique"', 'level = "enorme"', "enorme"),
        ('slugs = ["poste/securite"]', 'slugs = ["poste/pdf"]', "poste/pdf"),
        ("version =", "version", "grille.toml"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    own = tmp_path / "grille.toml"
    own.write_text(DEFAULT.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_grid(own)
    assert told in caught.value.message
    assert "VIGIE_GRID_FILE" in caught.value.message


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        load_grid(tmp_path / "absente.toml")


@pytest.mark.parametrize(
    ("origin", "open_source", "category", "alternatives", "level"),
    [
        ("unknown", "unknown", "", False, ""),
        ("community", "yes", "poste/bureautique", False, "faible"),
        ("eu", "yes", "infrastructure/systeme", False, "faible"),
        ("extra_european", "yes", "infrastructure/systeme", False, "moderee"),
        ("french", "no", "logiciel/metier-rh", False, "moderee"),
        ("extra_european", "no", "poste/bureautique", False, "critique"),
        ("extra_european", "no", "poste/bureautique", True, "forte"),
        ("contested", "no", "poste/pdf", False, "forte"),
    ],
)
def test_proposed_levels(
    origin: str, open_source: str, category: str, alternatives: bool, level: str
) -> None:
    grid = load_grid(None)
    facts = Facts(origin, open_source, "", category, alternatives)
    proposed = technological_level(grid, facts, None)
    assert proposed.id == level
    assert proposed.because
    assert not proposed.by_person
    assert "proposé" in proposed.label or proposed.label == "À évaluer"


def test_what_a_person_set_wins() -> None:
    entry = GridEntry(
        organisation_id=1, line_key="product:x", technological_level="faible", updated_at=0
    )
    level = technological_level(
        load_grid(None), Facts("extra_european", "no", "", "poste/bureautique", False), entry
    )
    assert (level.id, level.label, level.by_person) == ("faible", "Faible (saisi)", True)
