"""Words of the inventory's pages for the machine words of reports, verdicts and ownership."""

from vigie_classifiers import ChainLink

from vigie_collector.texts import _, ngettext
from vigie_collector.web.filters import number


def device_kind(kind: str) -> str:
    """The kind of a device."""
    return {
        "workstation": _("Poste fixe"),
        "laptop": _("Portable"),
        "server": _("Serveur"),
        "virtual": _("Machine virtuelle"),
        "network": _("Équipement réseau"),
        "printer": _("Imprimante"),
        "phone": _("Téléphone"),
    }.get(kind) or (kind or _("Genre inconnu"))


def family(slug: str) -> str:
    """The name of a family of categories."""
    return {
        "infrastructure": _("Infrastructure"),
        "poste": _("Poste de travail"),
        "logiciel": _("Logiciel"),
    }.get(slug) or _("Non classé")


def line_type(kind: str) -> str:
    """The type of a line."""
    return {
        "component": _("Composant"),
        "driver": _("Pilote"),
        "patch": _("Correctif"),
        "language_pack": _("Module de langue"),
    }.get(kind) or _("Produit")


def counted_type(kind: str, count: int) -> str:
    """Lines of one type, counted: « 12 composants »."""
    sentence = {
        "component": ngettext("{count} composant", "{count} composants", count),
        "driver": ngettext("{count} pilote", "{count} pilotes", count),
        "patch": ngettext("{count} correctif", "{count} correctifs", count),
        "language_pack": ngettext("{count} module de langue", "{count} modules de langue", count),
    }.get(kind) or ngettext("{count} produit", "{count} produits", count)
    return sentence.format(count=number(count))


def licence(value: str) -> str:
    """A licence: SPDX as it is."""
    if not value:
        return _("Licence inconnue")
    return _("Propriétaire") if value == "proprietary" else value


def open_source(value: str) -> str:
    """Whether it is free software, as shipped."""
    return {"yes": _("Logiciel libre"), "no": _("Non libre")}.get(value) or _("Non déterminé")


def grade(value: str) -> str:
    """How sure a name is."""
    return {
        "forte": _("Forte"),
        "moyenne": _("Moyenne"),
        "faible": _("Faible"),
    }.get(value) or _("Aucune")


def recognition(value: str) -> str:
    """What is known of a name."""
    return {
        "produit": _("Produit reconnu"),
        "editeur": _("Éditeur seul"),
    }.get(value) or _("Nom inconnu")


def hosting(value: str) -> str:
    """Where a product runs."""
    return {
        "on_premises": _("Sur place"),
        "saas": _("Chez un hébergeur (SaaS)"),
        "both": _("Sur place ou chez un hébergeur"),
    }.get(value) or _("Inconnu")


def origin_grade(value: str) -> str:
    """What an ownership fact rests on."""
    return {
        "sourced": _("Sourcé et daté"),
        "general knowledge": _("Connaissance générale, à sourcer"),
    }.get(value) or _("Aucune source")


def probe_status(value: str) -> str:
    """How a probe fared, in words."""
    return {
        "ok": _("Lu"),
        "partial": _("Lu en partie"),
        "failed": _("Échec de lecture"),
        "unavailable": _("Absent de cette machine"),
        "disabled": _("Désactivé"),
    }.get(value) or _("État inconnu")


def probe_tone(value: str) -> str:
    """The tone of a probe's label."""
    return {"ok": "success", "partial": "warning", "failed": "danger"}.get(value, "muted")


def witness(kind: str) -> str:
    """What identifies a device."""
    return {
        "machine_id": _("Identifiant machine (empreinte)"),
        "dmi_uuid": _("UUID matériel"),
        "serial": _("Numéro de série"),
        "mac": _("Adresse MAC"),
        "agent": _("Agent"),
    }.get(kind, kind)


def event(what: str) -> str:
    """What happened to a software."""
    return {
        "installed": _("Installé"),
        "removed": _("Retiré"),
        "updated": _("Mis à jour"),
    }.get(what, what)


def reason(value: str) -> str:
    """Why something in a report was not kept."""
    return {
        "left_out": _("laissé de côté par le collecteur (genre inconnu ou liste trop longue)"),
        "more": _("autres pertes, non détaillées"),
    }.get(value, value)


def port_address(value: str) -> str:
    """Who can reach a port."""
    return {
        "any": _("Toutes les interfaces"),
        "loopback": _("Machine seule"),
        "specific": _("Une interface"),
    }.get(value, value)


def control(link: ChainLink) -> str:
    """One link of the chain of control, in one sentence without its dates."""
    sentence = {
        "majority": _("{owner} contrôle {owned} (majorité)"),
        "joint": _("{owner} contrôle {owned} avec d'autres (contrôle conjoint)"),
        "minority": _("{owner} détient une part minoritaire de {owned}"),
        "veto": _("{owner} a un droit de veto sur {owned}"),
        "announced": _("{owner} a annoncé reprendre {owned} (non conclu)"),
    }.get(link.kind) or _("{owner} est lié à {owned}")
    return sentence.format(owner=link.owner, owned=link.owned)
