"""`vigie import`."""

from pathlib import Path
from typing import Annotated

import typer

from vigie_collector.accounts.audit import record
from vigie_collector.app import load_knowledge
from vigie_collector.console import console_session, find_organisation
from vigie_collector.database import make_engine
from vigie_collector.intake.imports import Imported, read_file
from vigie_collector.intake.incoming import Sender
from vigie_collector.intake.service import Intake
from vigie_collector.secret import secret_key
from vigie_collector.settings import load_settings
from vigie_collector.texts import _
from vigie_collector.worker import catch_up


def import_file(
    file: Annotated[Path, typer.Argument(help=_("Rapports JSON de Vigie, ou CSV d'inventaire."))],
    format: Annotated[  # noqa: A002  # the option's name
        str | None, typer.Option("--format", help=_("reports ou csv ; reconnu au contenu sinon."))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Dit ce qui serait fait."))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=_("Sans effet : rien n'est demandé."))] = False,
    organisation: Annotated[str | None, typer.Option("--organisation")] = None,
) -> None:
    """Imports a file; the same file twice changes nothing."""
    del yes
    settings = load_settings()
    with console_session(settings) as session:
        where = find_organisation(session, organisation)
        sender = Sender(where.id, None, None, where.host_names == "pseudonym")
    kind, reports = read_file(file, format)
    done = Imported(kind)
    engine = make_engine(settings.url)
    intake = Intake(engine, settings, secret_key(settings.data_dir))
    try:
        for decoded in reports:
            done.devices += 1
            done.rows += len(decoded.report.software or [])
            done.dropped += [f"{each.path} ({each.reason})" for each in decoded.dropped]
            if not dry_run:
                receipt = intake.receive_now(sender, decoded)
                done.stored += receipt.status == "stored"
                done.unchanged += receipt.status == "unchanged"
        if done.stored:
            with console_session(settings) as session:
                record(
                    session,
                    "console",
                    where.id,
                    "inventory.imported",
                    file.name,
                    f"{kind}: {done.stored}",
                )
            catch_up(engine, load_knowledge(settings), settings)
    finally:
        intake.close()
        engine.dispose()
    _tell(file, done, dry_run=dry_run)


def _tell(file: Path, done: Imported, *, dry_run: bool) -> None:
    what = _("{file} ({format}) : {devices} machine(s), {rows} ligne(s) de logiciels.").format(
        file=file, format=done.format, devices=done.devices, rows=done.rows
    )
    if dry_run:
        print(what, _("Rien n'a été écrit (--dry-run)."))
    else:
        told = _("{stored} enregistrée(s), {unchanged} inchangée(s).")
        print(what, told.format(stored=done.stored, unchanged=done.unchanged))
    for each in done.dropped[:20]:
        print("  " + _("laissé de côté : {what}").format(what=each))
    if len(done.dropped) > 20:
        print("  " + _("… et {count} autre(s).").format(count=len(done.dropped) - 20))
