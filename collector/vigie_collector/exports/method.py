"""« Méthode »: what a reader must know to use the table: policy, grid, coverage, limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vigie_collector.exports.cells import Cell, Sheet, neutral_rows
from vigie_collector.exports.grid import Grid
from vigie_collector.exports.queries import Machines
from vigie_collector.inventory import labels
from vigie_collector.overview.queries import DeviceCoverage, NameCoverage
from vigie_collector.texts import _
from vigie_collector.web.filters import policy_label, policy_text
from vigie_collector.web.told import told

NAME = "Méthode"
HEADS = ("Point", "Valeur")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the note tells of this organisation, on this day."""

    organisation: str
    policy: str
    on: date
    grid: Grid
    knowledge_digest: str
    version: str
    """Of the collector."""
    devices: DeviceCoverage
    names: NameCoverage
    machines: Machines
    stale_days: int
    aside: Mapping[str, int]
    """Lines left out of the table, by type."""
    lines: int


def method_points(facts: Facts) -> list[tuple[str, str]]:
    """Pairs of a title and a sentence, in the reader's language."""
    devices, names = facts.devices, facts.names
    known = str(devices.declared) if devices.declared else _("non renseigné")
    aside = ", ".join(
        labels.counted_type(kind, count) for kind, count in facts.aside.items() if count
    )
    return [
        (_("Organisation"), facts.organisation),
        (_("Date des origines"), facts.on.isoformat()),
        (_("Politique choisie"), f"{policy_label(facts.policy)}. {policy_text(facts.policy)}"),
        (
            _("Grille"),
            f"{told(facts.grid.title)} ({facts.grid.id}, version {facts.grid.version})"
            + ("" if facts.grid.official else _(" — non officielle")),
        ),
        (
            _("Grille de TIE Break"),
            _(
                "La grille du diagnostic TIE Break (domaines, échelles, typologies) n'est pas publiée : celle-ci est"
                " remplaçable par un fichier."
            ),
        ),
        (_("Base de connaissances"), facts.knowledge_digest),
        (_("Version du collecteur"), facts.version),
        (
            _("Couverture des appareils"),
            _(
                "{present} vus et présents, {silent} muets depuis plus de {days} jours (non comptés), parc"
                " déclaré : {known}."
            ).format(
                present=devices.present, silent=devices.silent, days=facts.stale_days, known=known
            ),
        ),
        (
            _("Lectures incomplètes"),
            _("Appareils dont une sonde a échoué ou n'a lu qu'une partie : {count}.").format(
                count=devices.failing
            ),
        ),
        (
            _("Postes et serveurs"),
            _(
                "Postes : {workstations} ; serveurs (machines virtuelles comprises) : {servers} ; autres ou de genre"
                " inconnu, comptés dans aucune des deux colonnes : {others}."
            ).format(
                workstations=facts.machines.workstations,
                servers=facts.machines.servers,
                others=facts.machines.others,
            ),
        ),
        (
            _("Noms reconnus"),
            _(
                "Rattachés à un produit : {recognised} sur {all} ; à un éditeur seul : {vendor_only} ; inconnus :"
                " {unknown} ; en attente : {waiting}."
            ).format(
                recognised=names.recognised,
                all=names.all,
                vendor_only=names.vendor_only,
                unknown=names.unknown,
                waiting=names.waiting,
            ),
        ),
        (
            _("Lignes"),
            _("Lignes du tableau : {lines}. Laissés de côté : {aside}.").format(
                lines=facts.lines, aside=aside or _("rien")
            ),
        ),
        *_limits(),
    ]


def _limits() -> list[tuple[str, str]]:
    return [
        (
            _("Inconnu et contesté"),
            _(
                "Ce qui est inconnu ou contesté est compté à part, jamais comme européen. L'écart entre les quatre"
                " politiques est la zone disputée."
            ),
        ),
        (
            _("Six axes séparés"),
            _("Siège, contrôle, droit applicable, hébergement, origine technique et licence."),
        ),
        (
            _("Droit applicable"),
            _(
                "Les expositions sont des possibilités déduites du siège et du contrôle, pas un avis juridique."
            ),
        ),
        (
            _("Date et inventaire"),
            _(
                "Les origines valent au jour choisi ; produits, versions et machines sont ceux d'aujourd'hui. Pour un"
                " état passé, comparez avec un repère."
            ),
        ),
        (
            _("Dépendance technologique"),
            _(
                "« proposé » : déduit des règles de la grille ; « saisi » : choisi par une personne, qui l'emporte."
            ),
        ),
        (
            _("Dépendance financière et coûts"),
            _(
                "Non renseignés tant que les dépenses ne sont pas connues ; rien n'est estimé. Un niveau peut être"
                " saisi."
            ),
        ),
        (
            _("Confiance"),
            _(
                "De 0 à 1 : la plus basse des noms de la ligne. « Connaissance générale » : fait sans source datée, à"
                " vérifier."
            ),
        ),
        (
            _("Portée"),
            _(
                "Constat de dépendance, établi à une date avec ses sources. Ce n'est ni une liste d'exclusion, ni une"
                " certification, ni un critère d'attribution de marché public."
            ),
        ),
    ]


def method_sheet(facts: Facts) -> Sheet:
    """The note as a sheet."""
    cells: list[tuple[Cell, ...]] = [*method_points(facts)]
    return Sheet(NAME, HEADS, neutral_rows(cells), wide=frozenset({0, 1}))
