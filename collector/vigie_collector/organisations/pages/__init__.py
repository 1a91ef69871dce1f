"""Pages of the organisation, one file per screen: settings, first steps."""

from fastapi import APIRouter

from vigie_collector.organisations.pages import first_steps, settings

router = APIRouter()
for _each in (settings, first_steps):
    router.include_router(_each.router)
