"""Joins what all pages need to the application: static files, error answers, middlewares."""

from fastapi import FastAPI

from vigie_collector.settings import Settings
from vigie_collector.web import error_pages
from vigie_collector.web.assets import Assets
from vigie_collector.web.body_limit import BodyLimit
from vigie_collector.web.languages import Languages
from vigie_collector.web.security import SecurityHeaders


def install(app: FastAPI, settings: Settings) -> None:
    """Call once, after the routers. The last middleware added sees a call first."""
    app.mount("/static", Assets(), name="static")
    error_pages.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(Languages, settings=settings)
    app.add_middleware(SecurityHeaders, https=settings.secure_cookies)
