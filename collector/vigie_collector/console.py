"""What commands share: settings, a session that commits, the organisation asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from vigie_collector.database import make_engine, writing
from vigie_collector.errors import NotFound, SettingsError
from vigie_collector.migrate import current_revision, head_revision
from vigie_collector.organisations.tables import Organisation
from vigie_collector.settings import Settings
from vigie_collector.texts import _


@contextmanager
def current_database(settings: Settings) -> Iterator[Engine]:
    """An engine on a database of this version's schema.

    Raises:
        SettingsError: there is no database there, or its schema is missing, older or newer.
    """
    if not settings.database_url and not (settings.data_dir / "vigie.db").exists():
        raise SettingsError(
            "no_database",
            _(
                "Aucune base dans {path} : lancez « vigie migrate », ou vérifiez le dossier de données"
                " (réglage VIGIE_DATA_DIR)."
            ).format(path=settings.data_dir),
        )
    engine = make_engine(settings.url)
    try:
        revision = current_revision(engine)
        if revision != head_revision():
            raise SettingsError(
                "migration_needed",
                _("La base n'a pas le schéma de cette version : lancez « vigie migrate »."),
            )
        yield engine
    finally:
        engine.dispose()


@contextmanager
def console_session(settings: Settings) -> Iterator[Session]:
    """A session on a database of this version's schema, committed at the end.

    Raises:
        SettingsError: as `current_database`.
    """
    with (
        current_database(settings) as engine,
        Session(writing(engine), expire_on_commit=False) as session,
    ):
        yield session
        session.commit()


def find_organisation(session: Session, slug: str | None) -> Organisation:
    """The organisation of `--organisation`, or the only one.

    Raises:
        NotFound: none has this slug, or several exist and none was named.
    """
    statement = select(Organisation).order_by(col(Organisation.created_at))
    found = list(session.exec(statement))
    if slug is not None:
        found = [each for each in found if each.slug == slug]
        if not found:
            raise NotFound(
                "unknown_organisation",
                _("Aucune organisation « {slug} » dans la base.").format(slug=slug),
            )
    if not found:
        raise NotFound(
            "no_organisation", _("La base n'a aucune organisation : lancez « vigie migrate ».")
        )
    if len(found) > 1:
        names = ", ".join(each.slug for each in found)
        raise NotFound(
            "organisation_needed", _("Précisez --organisation : {names}.").format(names=names)
        )
    return found[0]
