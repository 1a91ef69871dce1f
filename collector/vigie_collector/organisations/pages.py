"""Pages of the organisation: settings, and the first steps."""

from fastapi import APIRouter

from vigie_collector.organisations import first_steps_pages, settings_pages

router = APIRouter()
for _each in (settings_pages, first_steps_pages):
    router.include_router(_each.router)
