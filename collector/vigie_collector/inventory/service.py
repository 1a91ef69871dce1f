"""What pages and the API share: one device, the policy asked, and when a device is silent."""

from fastapi import Request
from sqlmodel import Session
from vigie_classifiers import POLICIES

from vigie_collector.accounts.access import Viewer
from vigie_collector.clock import now
from vigie_collector.errors import NotFound
from vigie_collector.inventory.device_queries import find_device
from vigie_collector.inventory.tables import Device
from vigie_collector.texts import _

_DAY = 86_400


def stale_before(request: Request) -> int:
    """Devices last seen before this moment are silent (epoch seconds)."""
    days: int = request.app.state.settings.stale_days
    return now() - days * _DAY


def policy_of(request: Request, viewer: Viewer) -> str:
    """The policy that an address asks for with `politique`; otherwise the organisation's."""
    asked = request.query_params.get("politique", "")
    return asked if asked in POLICIES else viewer.policy


def device_of(session: Session, organisation_id: int, device_id: str) -> Device:
    """The device that an address names.

    Raises:
        NotFound: it is not a number, or this organisation has no such device: the two look alike.
    """
    number = (
        int(device_id) if device_id.isascii() and device_id.isdigit() and len(device_id) < 20 else 0
    )
    device = find_device(session, organisation_id, number) if 0 < number < 1 << 63 else None
    if device is None:
        raise NotFound(
            "unknown_device",
            _("Appareil inconnu : il n'existe pas dans cette organisation, ou il a été supprimé."),
        )
    return device
