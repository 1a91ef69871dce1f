"""`vigie knowledge export` and `vigie knowledge import`."""

from pathlib import Path
from typing import Annotated

import typer

from vigie_collector.accounts.roles import ADMINISTRATOR
from vigie_collector.accounts.service import record
from vigie_collector.accounts.viewer import Viewer
from vigie_collector.app import load_knowledge
from vigie_collector.console import console_session, find_organisation
from vigie_collector.errors import BadInput
from vigie_collector.local_knowledge.archive import exported, files_in, files_under, zipped
from vigie_collector.local_knowledge.imports import import_files
from vigie_collector.local_knowledge.shelf import Shelf
from vigie_collector.settings import load_settings
from vigie_collector.texts import _

OrganisationOption = Annotated[
    str | None,
    typer.Option("--organisation", help=_("Identifiant de l'organisation, s'il y en a plusieurs.")),
]


def export_knowledge(
    output: Annotated[Path, typer.Option("-o", "--output", help=_("Fichier .zip à écrire."))],
    authors: Annotated[
        bool, typer.Option("--authors", help=_("Nomme aussi qui a écrit chaque entrée."))
    ] = False,
    organisation: OrganisationOption = None,
) -> None:
    """Writes the organisation's own knowledge as TOML files, ready to be proposed to the base."""
    settings = load_settings()
    knowledge = load_knowledge(settings)
    with console_session(settings) as session:
        where = find_organisation(session, organisation)
        files = exported(session, knowledge, where.id, authors=authors)
        try:
            output.write_bytes(zipped(files))
        except OSError as error:
            raise BadInput(
                "output_refused",
                _("Écriture de {path} impossible : {why}.").format(path=output, why=error.strerror),
            ) from None
        record(session, "console", where.id, "knowledge.exported", output.name)
    print(_("{path} : {count} fichier(s).").format(path=output, count=len(files)))


def import_knowledge(
    path: Annotated[Path, typer.Argument(help=_("Dossier ou ZIP de fichiers TOML."))],
    reason: Annotated[str, typer.Option("--reason", help=_("Pourquoi, gardé avec chaque entrée."))] = "",
    organisation: OrganisationOption = None,
) -> None:  # fmt: skip
    """Reads TOML files as entries of the organisation; each sound file is kept, each fault is told."""
    settings = load_settings()
    try:
        files = files_under(path) if path.is_dir() else files_in(path.read_bytes())
    except OSError as error:
        raise BadInput(
            "input_unreadable",
            _("Lecture de {path} impossible : {why}.").format(path=path, why=error.strerror),
        ) from None
    shelf = Shelf(load_knowledge(settings))
    why = reason or _("import de {name}").format(name=path.name)
    with console_session(settings) as session:
        where = find_organisation(session, organisation)
        viewer = Viewer(where.id, where.name, "console", "console", ADMINISTRATOR, "", "", "")
        done = import_files(session, shelf, viewer, files, why)
    for fault in done.faults:
        print(fault)
    told = _("{kept} fichier(s) gardé(s), {unchanged} déjà connu(s), {faults} faute(s).")
    print(told.format(kept=len(done.kept), unchanged=len(done.unchanged), faults=len(done.faults)))
    if done.faults:
        raise typer.Exit(1)
