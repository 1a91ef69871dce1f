"""`vigie backup` and `vigie restore`."""

from pathlib import Path
from typing import Annotated

import typer

from vigie_collector.accounts.service import record
from vigie_collector.backup import service
from vigie_collector.backup.queries import organisation_ids
from vigie_collector.console import console_session
from vigie_collector.settings import Settings, load_settings
from vigie_collector.texts import _


def backup(
    file: Annotated[Path, typer.Argument(help=_("Fichier à écrire, lisible par vous seul."))],
) -> None:
    """Saves database, secret key and own knowledge in one file; the collector may run."""
    settings = load_settings()
    made = service.backup(settings, file)
    _tell_journal(settings, "backup.made", file)
    told = _("{path} : {size} Kio, base {dialect}, schéma {revision}.")
    print(
        told.format(
            path=made.path,
            size=made.size // 1024 + 1,
            dialect=made.manifest.dialect,
            revision=made.manifest.revision,
        )
    )


def restore(
    file: Annotated[Path, typer.Argument(help=_("Sauvegarde à remettre."))],
    force: Annotated[
        bool, typer.Option("--force", help=_("Remplace une base déjà utilisée."))
    ] = False,
) -> None:
    """Puts a backup back; the collector must be stopped."""
    settings = load_settings()
    done = service.restore(settings, file, force=force)
    if done.needs_migration:
        print(_("Sauvegarde remise ; son schéma est plus ancien : lancez « vigie migrate »."))
        return
    _tell_journal(settings, "backup.restored", file)
    print(_("Sauvegarde remise : démarrez le collecteur."))


def _tell_journal(settings: Settings, action: str, file: Path) -> None:
    with console_session(settings) as session:
        for organisation_id in organisation_ids(session):
            record(session, "console", organisation_id, action, file.name)
