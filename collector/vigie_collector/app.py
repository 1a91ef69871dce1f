"""The only place where the collector's parts are joined."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI
from sqlalchemy import Engine
from vigie_classifiers import Knowledge, load

from vigie_collector import __version__, operations
from vigie_collector.accounts import api as accounts_api
from vigie_collector.accounts import pages as accounts_pages
from vigie_collector.baselines import api as baselines_api
from vigie_collector.baselines import pages as baselines_pages
from vigie_collector.database import make_engine
from vigie_collector.errors import SettingsError
from vigie_collector.exports import api as exports_api
from vigie_collector.exports import pages as exports_pages
from vigie_collector.intake import api as intake_api
from vigie_collector.intake import pages as intake_pages
from vigie_collector.intake.service import Intake
from vigie_collector.inventory import api as inventory_api
from vigie_collector.inventory import pages as inventory_pages
from vigie_collector.local_knowledge import api as local_knowledge_api
from vigie_collector.local_knowledge import pages as local_knowledge_pages
from vigie_collector.local_knowledge.shelf import Shelf
from vigie_collector.organisations import pages as organisations_pages
from vigie_collector.overview import pages as overview_pages
from vigie_collector.rate import RateLimit
from vigie_collector.secret import secret_key
from vigie_collector.settings import Settings, load_settings
from vigie_collector.texts import _
from vigie_collector.web import site
from vigie_collector.worker import Worker

_log = structlog.get_logger()

ROUTERS = (
    operations.router,
    intake_api.router,
    intake_pages.router,
    accounts_api.router,
    accounts_pages.router,
    organisations_pages.router,
    overview_pages.router,
    inventory_api.router,
    inventory_pages.router,
    local_knowledge_api.router,
    local_knowledge_pages.router,
    exports_api.router,
    exports_pages.router,
    baselines_api.router,
    baselines_pages.router,
)


def load_knowledge(settings: Settings) -> Knowledge:
    """The shipped base and the organisation's own entries, which win; compiled once in the data folder.

    Raises:
        SettingsError: the folder that the settings name is not there.
        KnowledgeError: one of the organisation's files is wrong.
    """
    local = settings.local_knowledge if settings.local_knowledge.is_dir() else None
    if local is None and settings.knowledge_dir:
        raise SettingsError(
            "no_knowledge_dir",
            _(
                "Dossier de connaissances {path} introuvable : corrigez ou retirez VIGIE_KNOWLEDGE_DIR."
            ).format(path=settings.knowledge_dir),
        )
    try:
        return load(local, settings.cache_dir or settings.data_dir / "cache")
    except OSError as error:
        # The compiled copy only saves a second: a full disk or a folder of another account need not stop anything.
        _log.warning("knowledge_not_kept", why=str(error))
        return load(local)


def create_app(
    settings: Settings | None = None,
    *,
    engine: Engine | None = None,
    knowledge: Knowledge | None = None,
) -> FastAPI:
    """The collector as an ASGI application.

    Args:
        settings: read from the environment when not given.
        engine: of a migrated database; made from the settings when not given.
        knowledge: loaded when not given (it takes a moment).
    """
    chosen = settings or load_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.worker.start()
        yield
        app.state.intake.close()
        app.state.worker.close()
        if engine is None:
            app.state.engine.dispose()

    app = FastAPI(
        title="Vigie", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )  # fmt: skip
    app.state.settings = chosen
    app.state.engine = engine or make_engine(chosen.url)
    app.state.knowledge = knowledge or load_knowledge(chosen)
    app.state.intake = Intake(app.state.engine, chosen, secret_key(chosen.data_dir))
    app.state.shelf = Shelf(app.state.knowledge)
    app.state.worker = Worker(app.state.engine, app.state.shelf, chosen)
    app.state.enrolment_limit = RateLimit("enrolment", "600/minute")
    for router in ROUTERS:
        app.include_router(router)
    site.install(app, chosen)
    return app
