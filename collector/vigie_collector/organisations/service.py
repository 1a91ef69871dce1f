"""An organisation's settings. Nothing here commits."""

import re
from dataclasses import dataclass

from sqlmodel import Session
from vigie_classifiers import POLICIES

from vigie_collector.clock import now
from vigie_collector.errors import BadInput, NotFound
from vigie_collector.organisations.tables import Organisation
from vigie_collector.texts import _

HOST_NAMES = ("clear", "pseudonym")
_MOST_DEVICES = 1_000_000


@dataclass(frozen=True, slots=True)
class Profile:
    """What people set about their organisation, as typed."""

    name: str
    known_devices: str
    """Empty: not known."""
    policy: str
    host_names: str


def find_own(session: Session, organisation_id: int) -> Organisation:
    """An organisation by its id.

    Raises:
        NotFound: it was deleted meanwhile.
    """
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound("unknown_organisation", _("Cette organisation n'existe plus."))
    return found


def profile_of(organisation: Organisation) -> Profile:
    """The settings, as a form shows them."""
    known = organisation.known_devices
    return Profile(
        organisation.name,
        "" if known is None else str(known),
        organisation.policy,
        organisation.host_names,
    )


def change(session: Session, organisation: Organisation, wanted: Profile) -> tuple[str, ...]:
    """Applies settings, all or none.

    Returns:
        The names of the fields that changed.

    Raises:
        FieldErrors: a sentence for each field refused.
    """
    errors: dict[str, str] = {}
    name = " ".join(wanted.name.split())
    if not 0 < len(name) <= 256:
        errors["name"] = _("Donnez le nom de la collectivité : 256 caractères au plus.")
    try:
        known = known_devices(wanted.known_devices)
    except BadInput as error:
        errors["known_devices"], known = error.message, None
    if wanted.policy not in POLICIES:
        errors["policy"] = _("Politique inconnue : choisissez-la dans la liste.")
    if wanted.host_names not in HOST_NAMES:
        errors["host_names"] = _("Choix inconnu : prenez l'un des deux proposés.")
    if errors:
        raise FieldErrors(errors)
    values = {
        "name": name,
        "known_devices": known,
        "policy": wanted.policy,
        "host_names": wanted.host_names,
    }
    changed = tuple(field for field in values if getattr(organisation, field) != values[field])
    for field in changed:
        setattr(organisation, field, values[field])
    session.add(organisation)
    return changed


def labels_of(fields: tuple[str, ...]) -> str:
    """The names of settings for people, as the audit log keeps them."""
    labels = {
        "name": _("Nom de la collectivité"),
        "known_devices": _("Appareils connus"),
        "policy": _("Politique"),
        "host_names": _("Noms des machines"),
    }
    return ", ".join(labels[field] for field in fields)


def finish_set_up(session: Session, organisation: Organisation) -> bool:
    """Notes that the first steps are over; False when they were before."""
    if organisation.set_up_at is not None:
        return False
    organisation.set_up_at = now()
    session.add(organisation)
    return True


class FieldErrors(BadInput):
    """Several fields of a form must be corrected: `fields` says which, one sentence each."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("bad_fields", next(iter(fields.values())))
        self.fields = fields


def known_devices(typed: str) -> int | None:
    """How many devices a person says there are; spaces between digits are forgiven, empty is None.

    Raises:
        BadInput: not a whole number from 1 to a million.
    """
    digits = re.sub(r"[\s\u202f\u00a0]", "", typed)
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal()) or not 1 <= int(digits[:9]) <= _MOST_DEVICES:
        raise BadInput(
            "bad_number",
            _("Écrivez un nombre entier d'appareils, par exemple 250, ou laissez vide."),
        )
    return int(digits[:9])
