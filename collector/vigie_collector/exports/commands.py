"""`vigie export tiebreak`."""

from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from vigie_collector.accounts.service import record
from vigie_collector.app import load_knowledge
from vigie_collector.console import console_session, find_organisation
from vigie_collector.database import make_engine
from vigie_collector.exports.asked import checked_policy, format_of, parsed_day
from vigie_collector.exports.service import write_table
from vigie_collector.local_knowledge.shelf import Shelf
from vigie_collector.settings import load_settings
from vigie_collector.texts import _
from vigie_collector.worker import catch_up


def export_tiebreak(
    output: Annotated[
        Path, typer.Option("-o", "--output", help=_("Fichier .xlsx, .ods, .csv ou .json."))
    ],
    policy: Annotated[
        str | None, typer.Option("--policy", help=_("seat, majority, 24-39 ou wide."))
    ] = None,
    on: Annotated[
        str | None, typer.Option("--date", help=_("Jour des origines, AAAA-MM-JJ."))
    ] = None,
    organisation: Annotated[str | None, typer.Option("--organisation")] = None,
) -> None:
    """Writes the TIE Break table, once pending verdicts are given."""
    settings = load_settings()
    format_of(output)
    if policy is not None:
        checked_policy(policy)
    day = parsed_day(on)
    shelf = Shelf(load_knowledge(settings))
    with console_session(settings) as session:
        where = find_organisation(session, organisation)
    engine = make_engine(settings.url)
    try:
        catch_up(engine, shelf, settings)
        # A session that only reads: the table of a large fleet takes a while, and intake must not wait for it.
        with Session(engine) as reading:
            done = write_table(
                reading,
                shelf.of(reading, where.id),
                settings,
                where.id,
                output,
                policy or where.policy,
                day,
            )
    finally:
        engine.dispose()
    with console_session(settings) as session:
        record(session, "console", where.id, "export.downloaded", output.name)
    told = _("{path} : {lines} ligne(s), dont {unknown} d'origine inconnue (grille {grid}).")
    print(told.format(path=done.path, lines=done.lines, unknown=done.unknown, grid=done.grid))
