"""The table's content: one line a product, origins side by side, unknown apart, method and limits told."""

import json
from datetime import date

import pytest
from sqlmodel import Session
from vigie_classifiers import Knowledge
from vigie_collector.clock import now
from vigie_collector.errors import BadInput, SettingsError
from vigie_collector.exports.cells import Cell
from vigie_collector.exports.columns import HEADERS
from vigie_collector.exports.service import Table, build_table, table_bytes
from vigie_collector.exports.tables import GridEntry
from vigie_collector.settings import Settings
from vigie_collector.texts import language, use_language

from tests.collector.exports.conftest import ON
from tests.collector.inventory.seeds import LACKS, Seeds


def by_product(table: Table) -> dict[str, dict[str, Cell]]:
    rows = [dict(zip(HEADERS, cells, strict=True)) for cells in table.sheets[0].rows]
    return {str(row["Produit"]): row for row in rows}


def sheet(table: Table, name: str) -> list[dict[str, Cell]]:
    found = next(each for each in table.sheets if each.name == name)
    return [dict(zip(found.heads, row, strict=True)) for row in found.rows]


def test_one_line_a_product(table: Table) -> None:
    rows = by_product(table)
    assert "Essai Pilote" not in rows, "a driver is no line"
    assert "Essai Paie" not in rows, "a silent machine does not count"
    office = rows["Essai Bureau"]
    assert office["Catégorie"] == "Poste de travail"
    assert office["Domaine"] == "Bureautique et collaboration"
    assert office["Version(s)"] == "2.0 (2), 1.0 (1)"
    assert (office["Postes"], office["Serveurs"]) == (2, 1)
    assert office["Pays contrôle"] == "États-Unis (US)"
    assert office["Origine (politique choisie)"] == "Extra-européen"
    assert "US CLOUD Act" in str(office["Droit applicable / exposition"])
    assert office["Niveau de dépendance technologique"] == "Critique (proposé)"
    assert office["Niveau de dépendance financière"] == "Non renseigné"
    assert office["Coût annuel alloué (€)"] is None
    assert office["Date"] == ON
    assert rows["Essai État civil"]["Alternative(s)"] == "Essai Filtre"


def test_policies_stand_side_by_side(table: Table) -> None:
    filtre = by_product(table)["Essai Filtre"]
    assert filtre["Origine – Siège dans l'UE"] == "Français"
    assert filtre["Origine – Contrôle majoritaire"] == "Extra-européen"
    assert filtre["Maison mère ultime"] == "Essai Boston"


def test_origins_are_those_of_the_day_asked(
    session: Session, filled: Seeds, knowledge: Knowledge, settings: Settings
) -> None:
    table = build_table(
        session, knowledge, settings, filled.organisation_id, "majority", date(2024, 2, 29)
    )
    filtre = by_product(table)["Essai Filtre"]
    assert filtre["Origine (politique choisie)"] != "Extra-européen"
    assert filtre["Date"] == date(2024, 2, 29)


def test_unknown_names_are_lines_apart_and_never_formulas(table: Table) -> None:
    rows = by_product(table)
    hostile = rows["'=CMD|'/C calc'!A0"]
    assert hostile["Origine (politique choisie)"] == "Inconnu"
    assert hostile["Éditeur"] == "Inconnu"
    assert hostile["Catégorie"] == "Non classé"
    assert hostile["Droit applicable / exposition"] == "Inconnu"
    assert next(row for row in sheet(table, "À qualifier"))["Nom"] == "'=CMD|'/C calc'!A0"


def test_sheets(table: Table) -> None:
    assert [each.name for each in table.sheets] == [
        "Tableau", "Synthèse par domaine", "Concentration", "À qualifier", "Méthode",
    ]  # fmt: skip
    for each in table.sheets:
        assert all(len(row) == len(each.heads) for row in each.rows)


def test_synthesis_shares_add_up(table: Table) -> None:
    rows = sheet(table, "Synthèse par domaine")
    whole = rows[-1]
    assert whole["Catégorie"] == "Ensemble"
    assert (whole["Produits"], whole["Machines"]) == (5, 3)
    for policy in ("Siège dans l'UE", "Contrôle majoritaire", "24/39", "Europe large"):
        shares = [
            value for head, value in whole.items()
            if head.startswith(f"{policy} :") and isinstance(value, float)
        ]  # fmt: skip
        assert len(shares) == 5
        assert sum(shares) == pytest.approx(1, abs=0.001)
    assert whole["Contrôle majoritaire : part extra-européen"] == 0.4
    assert whole["Contrôle majoritaire : part inconnu"] == 0.2
    office = next(row for row in rows if row["Domaine"] == "Bureautique et collaboration")
    assert office["Machines"] == 3


def test_concentration(table: Table) -> None:
    rows = sheet(table, "Concentration")
    first = next(row for row in rows if row["Classement"] == "Par produits")
    assert first["Maison mère ultime"] == "Essai Boston"
    assert (first["Produits"], first["Machines"], first["Part des machines"]) == (2, 3, 1.0)
    assert next(row for row in rows if row["Classement"] == "Par machines")["Rang"] == 1


def test_qualification(table: Table) -> None:
    rows = sheet(table, "À qualifier")
    assert ("Produit à préciser (éditeur connu)", "Agenda", "Essai Lyon") in {
        (row["Ce qui manque"], row["Nom"], row["Éditeur"]) for row in rows
    }


def test_method_says_what_it_is_and_is_not(table: Table) -> None:
    text = "\n".join(f"{row['Point']} : {row['Valeur']}" for row in sheet(table, "Méthode"))
    assert "non officielle" in text
    assert "n'est pas publiée" in text
    assert "ni une liste d'exclusion" in text
    assert "Contrôle majoritaire" in text
    assert "3 vus et présents, 1 muets" in text
    assert "1 pilote" in text
    assert table.facts.knowledge_digest in text
    assert "84 %" not in text


def test_what_people_set(
    session: Session, filled: Seeds, knowledge: Knowledge, settings: Settings
) -> None:
    session.add(
        GridEntry(
            organisation_id=filled.organisation_id, line_key="product:essai-bureau",
            technological_level="faible", financial_level="forte", strategy="remplacer", owner="@DSI",
            deadline="2027-12-31", updated_at=now(),
        )
    )  # fmt: skip
    session.commit()
    table = build_table(session, knowledge, settings, filled.organisation_id, "majority", ON)
    office = by_product(table)["Essai Bureau"]
    assert office["Niveau de dépendance technologique"] == "Faible (saisi)"
    assert office["Niveau de dépendance financière"] == "Forte (saisi)"
    assert office["Typologie de stratégie"] == "Remplacer"
    assert office["Responsable"] == "'@DSI"
    assert office["Échéance"] == date(2027, 12, 31)


def test_french_whatever_the_reader(
    session: Session, filled: Seeds, knowledge: Knowledge, settings: Settings
) -> None:
    use_language("en")
    try:
        table = build_table(session, knowledge, settings, filled.organisation_id, "seat", ON)
        assert language() == "en"
    finally:
        use_language("fr")
    assert by_product(table)["Essai Bureau"]["Origine (politique choisie)"] == "Extra-européen"


def test_bad_questions(
    session: Session, filled: Seeds, knowledge: Knowledge, settings: Settings
) -> None:
    with pytest.raises(BadInput, match="seat, majority"):
        build_table(session, knowledge, settings, filled.organisation_id, "vue", ON)
    wrong = settings.model_copy(update={"grid_file": settings.data_dir / "absente.toml"})
    with pytest.raises(SettingsError):
        build_table(session, knowledge, wrong, filled.organisation_id, "seat", ON)


def test_an_empty_organisation_has_a_table(
    session: Session, seeds: Seeds, knowledge: Knowledge, settings: Settings
) -> None:
    table = build_table(session, knowledge, settings, seeds.organisation_id, "wide", ON)
    assert list(table.sheets[0].rows) == []
    assert sheet(table, "Synthèse par domaine")[-1]["Produits"] == 0


def test_told_publishers_versions_and_alternatives(
    session: Session, filled: Seeds, knowledge: Knowledge, settings: Settings
) -> None:
    device = filled.device("d", [("Carnet Zozo 3.1", "3.1", "Zozo & Filles")], kind="workstation")
    filled.install(device, "Windows 10 Pro", "10.0.19045", kind="os")
    filled.install(device, "Windows 10 Entreprise", "10.0.99999", kind="os")
    filled.settle(knowledge)
    table = build_table(session, knowledge, settings, filled.organisation_id, "majority", ON)
    rows = by_product(table)
    assert rows["Carnet Zozo"]["Éditeur"] == "Inconnu (écrit : Zozo & Filles)"
    assert rows["Carnet Zozo"]["Origine (politique choisie)"] == "Inconnu"
    assert rows["Windows"]["Version(s)"] == (
        "10.0.19045 (1 ; plus corrigé depuis le 2025-10-14), 10.0.99999 (1)"
    )
    lines = {each["Produit"]: each for each in json.loads(table_bytes(table, "json"))["lines"]}
    told = lines["Carnet Zozo"]
    assert (told["recognition"], told["told_publisher"]) == ("inconnu", "Zozo & Filles")
    support = {each["version"]: each["support"] for each in lines["Windows"]["versions"]}
    assert support["10.0.99999"] is None
    assert support["10.0.19045"]["until"] == "2025-10-14"
    assert support["10.0.19045"]["ended"]
    assert support["10.0.19045"]["grade"]
    (other,) = lines["Essai État civil"]["alternatives"]
    assert other["product"] == "Essai Filtre"
    assert other["lacks"] == LACKS
    assert (other["seat_country"], other["origin"]) == ("FR", "extra_european")


def test_unrelated_projects_of_one_entry_are_no_parent(
    session: Session, filled: Seeds, knowledge: Knowledge, settings: Settings
) -> None:
    filled.device("d", [("Essai Graphe", "1"), ("Essai Partition", "1")])
    filled.settle(knowledge)
    table = build_table(session, knowledge, settings, filled.organisation_id, "majority", ON)
    graph = by_product(table)["Essai Graphe"]
    assert (graph["Éditeur"], graph["Maison mère ultime"]) == ("Essai Graphe", "Essai Graphe")
    told = {row["Maison mère ultime"] for row in sheet(table, "Concentration")}
    assert not told & {"Auteurs d'essais libres", "Essai Graphe", "Essai Partition"}
