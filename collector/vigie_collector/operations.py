"""What operators and their monitoring call: /health, /ready, /metrics."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from vigie_collector import metrics
from vigie_collector.migrate import current_revision, head_revision

router = APIRouter(include_in_schema=False)


@router.get("/health")
def health() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@router.get("/ready")
def ready(request: Request, response: Response) -> dict[str, str]:
    """The database answers and has this version's schema: traffic may come."""
    engine = request.app.state.engine
    try:
        revision = current_revision(engine)
    except SQLAlchemyError:
        response.status_code = 503
        return {"status": "database_unavailable"}
    if revision != head_revision():
        response.status_code = 503
        return {"status": "migration_needed"}
    return {"status": "ok"}


@router.get("/metrics")
def prometheus(request: Request) -> Response:
    """Counts for Prometheus."""
    try:
        with request.app.state.engine.connect() as connection:
            metrics.devices.set(
                connection.execute(text("SELECT count(*) FROM device")).scalar() or 0
            )
    except SQLAlchemyError:
        metrics.devices.set(float("nan"))
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)
