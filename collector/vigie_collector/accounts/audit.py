"""The audit log: who did what, when. Never a secret, never a body."""

from sqlmodel import Session

from vigie_collector.accounts.tables import AuditEntry
from vigie_collector.accounts.viewer import Viewer
from vigie_collector.clock import now
from vigie_collector.ids import new_id
from vigie_collector.texts import _


def record(
    session: Session,
    viewer: Viewer | str,
    organisation_id: int,
    action: str,
    target: str = "",
    detail: str = "",
) -> None:
    """Writes one line; it is kept or lost together with what it tells.

    Args:
        session: not committed here.
        viewer: who acts: a viewer, or `console`, `collector`.
        organisation_id: whose log.
        action: e.g. `key.created`.
        target: what it was done to.
        detail: more, for people.
    """
    session.add(
        AuditEntry(
            organisation_id=organisation_id,
            id=new_id(),
            at=now(),
            actor=(viewer.actor if isinstance(viewer, Viewer) else viewer)[:256],
            action=action[:64],
            target=target[:256],
            detail=detail[:1024],
        )
    )


def action_label(action: str) -> str:
    """What an action is called for people; one that we do not know keeps its own name."""
    return {
        "user.signed_in": _("Connexion"),
        "user.signed_out": _("Déconnexion"),
        "user.sign_in_failed": _("Connexion refusée"),
        "user.sign_in_limited": _("Connexions bloquées (trop d'essais)"),
        "user.created": _("Compte créé"),
        "user.changed": _("Compte modifié"),
        "user.disabled": _("Compte désactivé"),
        "user.enabled": _("Compte réactivé"),
        "user.password_reset": _("Mot de passe réinitialisé"),
        "user.password_changed": _("Mot de passe changé"),
        "token.created": _("Jeton d'API créé"),
        "token.revoked": _("Jeton d'API révoqué"),
        "key.created": _("Clé d'enrôlement créée"),
        "key.revoked": _("Clé d'enrôlement révoquée"),
        "agent.revoked": _("Agent révoqué"),
        "inventory.imported": _("Inventaire importé"),
        "organisation.changed": _("Réglages modifiés"),
        "organisation.set_up": _("Premiers pas terminés"),
        "baseline.frozen": _("Repère figé"),
        "baseline.deleted": _("Repère supprimé"),
        "grid.changed": _("Tableau TIE Break modifié"),
        "export.downloaded": _("Export téléchargé"),
        "knowledge.added": _("Connaissance locale ajoutée"),
        "knowledge.undone": _("Connaissance locale annulée"),
        "knowledge.imported": _("Connaissance locale importée"),
        "knowledge.exported": _("Connaissance locale exportée"),
        "retention.applied": _("Données anciennes supprimées"),
        "backup.made": _("Sauvegarde faite"),
        "backup.restored": _("Sauvegarde restaurée"),
    }.get(action, action)
