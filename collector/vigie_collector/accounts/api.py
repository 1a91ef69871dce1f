"""Who a script is: `/api/v1/me`."""

from fastapi import APIRouter
from pydantic import BaseModel

from vigie_collector.accounts.access import ApiReader

router = APIRouter(prefix="/api/v1", tags=["accounts"])


class Me(BaseModel):
    """The holder of the token or session, and what they may do."""

    actor: str
    name: str
    role: str
    organisation_id: str
    organisation: str


@router.get("/me")
def show_me(viewer: ApiReader) -> Me:
    """Tells a script whose token it holds: the simplest way to check one."""
    return Me(
        actor=viewer.actor,
        name=viewer.name,
        role=viewer.role,
        organisation_id=str(viewer.organisation_id),
        organisation=viewer.organisation,
    )
