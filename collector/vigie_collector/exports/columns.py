"""The columns of the TIE Break table, in French, in this order: a test keeps them so."""

HEADERS: tuple[str, ...] = (
    "Catégorie",
    "Domaine",
    "Sous-domaine",
    "Produit",
    "Version(s)",
    "Éditeur",
    "Maison mère ultime",
    "Pays siège",
    "Pays contrôle",
    "Origine (politique choisie)",
    "Origine – Siège dans l'UE",
    "Origine – Contrôle majoritaire",
    "Origine – 24/39",
    "Origine – Europe large",
    "Droit applicable / exposition",
    "Hébergement",
    "Origine de la technologie",
    "Licence",
    "Postes",
    "Serveurs",
    "Coût annuel alloué (€)",
    "Coût annuel non ventilé (€)",
    "Échéance",
    "Niveau de dépendance financière",
    "Niveau de dépendance technologique",
    "Typologie de stratégie",
    "Responsable",
    "Alternative(s)",
    "Confiance",
    "Source",
    "Date",
)
"""Costs stay empty until money is known; « Confiance » is 0 to 1; « Échéance » and « Date » are days."""

WIDE = frozenset(HEADERS.index(head) for head in ("Produit", "Version(s)", "Source"))
SHARES = frozenset({HEADERS.index("Confiance")})
