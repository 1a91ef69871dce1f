"""Migrations make the schema that the code expects, from nothing, on SQLite and PostgreSQL."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect
from vigie_collector.database import make_engine
from vigie_collector.migrate import alembic_config, current_revision, head_revision, upgrade
from vigie_collector.settings import Settings
from vigie_collector.tables import metadata


def test_from_nothing_to_the_schema_of_the_code(database_url: str) -> None:
    engine = make_engine(Settings(database_url=database_url).url)
    assert current_revision(engine) is None
    upgrade(engine)
    assert current_revision(engine) == head_revision()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    upgrade(engine)  # twice changes nothing
    assert current_revision(engine) == head_revision()
    engine.dispose()


def test_every_tenant_table_is_led_by_its_organisation() -> None:
    for name, table in metadata.tables.items():
        if name != "organisation":
            assert next(iter(table.primary_key.columns)).name == "organisation_id", name


def test_down_to_nothing_and_up_again(database_url: str) -> None:
    engine = make_engine(Settings(database_url=database_url).url)
    upgrade(engine)
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(engine)
    engine.dispose()
