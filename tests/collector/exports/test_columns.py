"""The heads of the TIE Break table are fixed: people build their own sheets on them."""

from vigie_collector.exports.columns import HEADERS


def test_heads_never_change() -> None:
    assert HEADERS == (
        "Catégorie", "Domaine", "Sous-domaine", "Produit", "Version(s)", "Éditeur", "Maison mère ultime",
        "Pays siège", "Pays contrôle", "Origine (politique choisie)", "Origine – Siège dans l'UE",
        "Origine – Contrôle majoritaire", "Origine – 24/39", "Origine – Europe large",
        "Droit applicable / exposition", "Hébergement", "Origine de la technologie", "Licence", "Postes",
        "Serveurs", "Coût annuel alloué (€)", "Coût annuel non ventilé (€)", "Échéance",
        "Niveau de dépendance financière", "Niveau de dépendance technologique", "Typologie de stratégie",
        "Responsable", "Alternative(s)", "Confiance", "Source", "Date",
    )  # fmt: skip
