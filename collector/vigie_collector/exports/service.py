"""The TIE Break table of an organisation: built from present lines, written in four formats."""

import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlmodel import Session, col
from vigie_classifiers import Knowledge

from vigie_collector import __version__
from vigie_collector.clock import now
from vigie_collector.errors import BadInput, NotFound
from vigie_collector.exports import queries
from vigie_collector.exports.asked import checked_policy, format_of
from vigie_collector.exports.cells import Sheet
from vigie_collector.exports.columns import HEADERS, SHARES, WIDE
from vigie_collector.exports.concentration import candidates, concentration_sheet, parents_of
from vigie_collector.exports.csv_table import csv_bytes
from vigie_collector.exports.grid import Grid, load_grid
from vigie_collector.exports.json_table import json_bytes
from vigie_collector.exports.method import Facts, method_sheet
from vigie_collector.exports.ods import ods_bytes
from vigie_collector.exports.qualification import qualification_sheet
from vigie_collector.exports.queries import Machines
from vigie_collector.exports.rows import TableRow, table_rows
from vigie_collector.exports.synthesis import slugs_by_domain, synthesis_sheet
from vigie_collector.exports.wording import cells_of, in_french
from vigie_collector.exports.xlsx import xlsx_bytes
from vigie_collector.inventory.line_queries import current_lines
from vigie_collector.inventory.origins import COUNTED, counted
from vigie_collector.inventory.support import supports_of
from vigie_collector.organisations.tables import Organisation
from vigie_collector.overview.queries import device_coverage, name_coverage
from vigie_collector.settings import Settings
from vigie_collector.texts import _
from vigie_collector.verdicts.tables import VerdictRow

TITLE = "Tableau"
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written."""

    path: Path
    lines: int
    unknown: int
    """Lines whose origin is unknown under the chosen policy."""
    grid: str
    """Its id and version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The whole: rows and the sheets made of them."""

    rows: tuple[TableRow, ...]
    sheets: tuple[Sheet, ...]
    """Tableau, Synthèse par domaine, Concentration, À qualifier, Méthode."""
    facts: Facts


def preview_rows(
    session: Session,
    knowledge: Knowledge,
    settings: Settings,
    organisation_id: int,
    policy: str,
    on: date,
) -> list[TableRow]:
    """All rows of the table, their versions and machines still empty (see `with_details`)."""
    return table_rows(
        counted(current_lines(session, organisation_id)),
        knowledge,
        load_grid(settings.grid_file),
        queries.grid_entries(session, organisation_id),
        policy,
        on,
    )


def with_details(
    session: Session,
    knowledge: Knowledge,
    organisation_id: int,
    rows: Collection[TableRow],
    stale_before: int,
    on: date,
    *,
    everything: bool = False,
) -> list[TableRow]:
    """The same rows with versions, their support, and machines.

    Args:
        session: reads.
        knowledge: tells the end of support.
        organisation_id: whose.
        rows: some hundreds, or all the table.
        stale_before: devices last seen before are silent.
        on: the day asked.
        everything: the rows are the whole table: one pass over all installations.
    """
    keys = None if everything else [row.line.key for row in rows]
    versions = queries.versions_of_lines(session, organisation_id, stale_before, keys)
    machines = queries.machines_of_lines(session, organisation_id, stale_before, keys)
    supports = supports_of(session, knowledge, organisation_id, [row.line for row in rows], on)
    return [
        replace(
            row,
            versions=tuple(versions.get(row.line.key, ())),
            supports=supports[row.line.key],
            machines=machines.get(row.line.key, Machines()),
        )
        for row in rows
    ]


def build_table(
    session: Session,
    knowledge: Knowledge,
    settings: Settings,
    organisation_id: int,
    policy: str,
    on: date,
) -> Table:
    """The table with all its sheets; the same data give the same table.

    Raises:
        BadInput: no such policy.
        SettingsError: the grid is wrong.
    """
    checked_policy(policy)
    stale = now() - settings.stale_days * _DAY
    grid = load_grid(settings.grid_file)
    found = preview_rows(session, knowledge, settings, organisation_id, policy, on)
    rows = with_details(session, knowledge, organisation_id, found, stale, on, everything=True)
    everyone = queries.counted_devices(session, organisation_id, stale)
    parents = parents_of(rows)
    by_parent = queries.devices_by_group(
        session, organisation_id, stale, col(VerdictRow.vendor_id), candidates(parents)
    )
    by_domain = queries.devices_by_group(
        session, organisation_id, stale, col(VerdictRow.category), slugs_by_domain(rows)
    )
    facts = method_facts(session, knowledge, settings, organisation_id, grid, policy, on)
    with in_french():
        sheets = (
            Sheet(TITLE, HEADERS, [cells_of(row, grid, on) for row in rows], SHARES, WIDE),
            synthesis_sheet(rows, by_domain, everyone),
            concentration_sheet(parents, by_parent, len(rows), everyone),
            qualification_sheet(rows, queries.unknown_names(session, organisation_id)),
            method_sheet(facts),
        )
    return Table(rows=tuple(rows), sheets=sheets, facts=facts)


def method_facts(
    session: Session,
    knowledge: Knowledge,
    settings: Settings,
    organisation_id: int,
    grid: Grid,
    policy: str,
    on: date,
) -> Facts:
    """What the note of method tells.

    Raises:
        NotFound: no such organisation.
    """
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound("unknown_organisation", _("Organisation inconnue : reconnectez-vous."))
    stale = now() - settings.stale_days * _DAY
    lines = current_lines(session, organisation_id)
    aside: dict[str, int] = {}
    for line in lines:
        if line.type not in COUNTED:
            aside[line.type] = aside.get(line.type, 0) + 1
    return Facts(
        organisation=organisation.name,
        policy=policy,
        on=on,
        grid=grid,
        knowledge_digest=knowledge.digest,
        version=__version__,
        devices=device_coverage(session, organisation_id, stale),
        names=name_coverage(session, organisation_id),
        machines=queries.machines_by_place(session, organisation_id, stale),
        stale_days=settings.stale_days,
        aside=dict(sorted(aside.items())),
        lines=len(counted(lines)),
    )


def table_bytes(table: Table, format_: str) -> bytes:
    """A table as the content of a file of one of `asked.FORMATS`; CSV holds the first sheet alone."""
    if format_ == "csv":
        return csv_bytes(table.sheets[0])
    if format_ == "json":
        return json_bytes(table.rows, table.sheets, table.facts)
    write = xlsx_bytes if format_ == "xlsx" else ods_bytes
    return write(table.sheets, table.facts.organisation, table.facts.on)


def write_table(
    session: Session,
    knowledge: Knowledge,
    settings: Settings,
    organisation_id: int,
    path: Path,
    policy: str,
    on: date,
) -> Summary:
    """Writes the table to a file whose suffix says the format; a file half written is never left there.

    Raises:
        BadInput: unknown format or policy, or a folder that cannot be written.
        SettingsError: the grid is wrong.
    """
    format_ = format_of(path)
    table = build_table(session, knowledge, settings, organisation_id, policy, on)
    content = table_bytes(table, format_)
    try:
        _replace(path, content)
    except OSError as error:
        raise BadInput(
            "unwritable",
            _("Impossible d'écrire {path} : {why}. Vérifiez le dossier et les droits.").format(
                path=path, why=error.strerror or error
            ),
        ) from None
    unknown = sum(row.origin.answer == "unknown" for row in table.rows)
    grid = table.facts.grid
    return Summary(path, len(table.rows), unknown, f"{grid.id} {grid.version}")


def _replace(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            mask = os.umask(0)
            os.umask(mask)
            os.fchmod(file.fileno(), 0o666 & ~mask)
            Path(file.name).replace(path)
        except OSError:
            with suppress(FileNotFoundError):
                Path(file.name).unlink()
            raise
