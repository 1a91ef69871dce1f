"""Words that change what a name means: roles, generic words, editions (English and French)."""

import re

_ROLES_WORDS = """
server serveur client agent sdk driver drivers pilote pilotes library bibliotheque plugin
plugins plug-in extension extensions addin addon add-in add-on module modules viewer visionneuse
reader connector connecteur toolkit runtime redistributable api odbc jdbc oledb provider updater
update updates patch hotfix correctif kb language languages langue linguistique pack
documentation docs help aide samples templates uninstall uninstaller launcher lanceur helper
service mobile converter convertisseur migration trial demo reset removal remover nettoyage desinstallation kit
"""
ROLES = frozenset(_ROLES_WORDS.split())
"""Words that make another product of a name: never swallowed by a prefix."""

_GENERIC_WORDS = """
agent client server serveur viewer reader lecteur player office manager gestion gestionnaire
update updater mise service services setup install installer installation driver drivers pilote
pilotes tools outils utility utilitaire editor editeur browser navigateur mail calendar
calendrier calculator calculatrice camera photo photos music video videos movies games weather
maps phone messages notes terminal console backup sauvegarde security securite remote assistant
launcher support help aide admin administration portal portail media monitor scanner printer
print imprimante cloud drive connect connector control center centre store studio report reports
rapport documents document explorer explorateur files fichiers finder search recherche settings
parametres system systeme application bolt mist pass root spark mercury atlas planet compta
free orange box open smart next first red blue green fast easy power super ultra magic
gateway server fusion vision director status agent host service node proxy
simple courrier agenda paie mairie element signal zoom teams slack sketch things bear scrivener
"""
GENERIC = frozenset(_GENERIC_WORDS.split())
"""One-word names that say nothing without a publisher."""

_EDITION = re.compile(
    r"\b(professional plus|professionnel plus|professional|professionnel|pro plus|"
    r"enterprise|entreprise|standard|home and business|famille et petite entreprise|home|famille|"
    r"education|éducation|community|ultimate|datacenter|express|premium|ltsc|essentials)\b",
    re.IGNORECASE,
)


def edition(name: str, product: str) -> str:
    """Edition written in a raw name, unless it is a word of the product's own name."""
    for found in _EDITION.finditer(name):
        word = found.group(1)
        if word.casefold() not in product.casefold():
            return word
    return ""
