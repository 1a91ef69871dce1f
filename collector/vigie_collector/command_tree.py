"""The tree of `vigie`'s commands. Imported once the language is chosen: help texts are read at import."""

from typing import Annotated

import typer

from vigie_collector import commands
from vigie_collector.backup.commands import backup, restore
from vigie_collector.exports.commands import export_tiebreak
from vigie_collector.intake.commands import import_file
from vigie_collector.local_knowledge.commands import export_knowledge, import_knowledge
from vigie_collector.texts import _

app = typer.Typer(
    help=_("Vigie : le collecteur."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
user = typer.Typer(help=_("Comptes."), no_args_is_help=True)
key = typer.Typer(help=_("Clés d'enrôlement."), no_args_is_help=True)
token = typer.Typer(help=_("Jetons d'API."), no_args_is_help=True)
export = typer.Typer(help=_("Exports."), no_args_is_help=True)
knowledge = typer.Typer(help=_("Connaissance locale."), no_args_is_help=True)
app.add_typer(knowledge, name="knowledge")
app.add_typer(user, name="user")
app.add_typer(key, name="key")
app.add_typer(token, name="token")
app.add_typer(export, name="export")

app.command("serve", help=_("Démarre le collecteur."))(commands.serve)
app.command("migrate", help=_("Crée la base, ou la met au schéma de cette version."))(
    commands.migrate
)
app.command("import", help=_("Importe un fichier d'inventaire ou de rapports."))(import_file)
app.command("backup", help=_("Sauvegarde la base et la clé secrète dans un fichier."))(backup)
app.command("restore", help=_("Restaure une sauvegarde."))(restore)
app.command("quickstart", help=_("Tout en un : base, collecteur, collecte de cette machine."))(
    commands.quickstart
)
user.command("add", help=_("Crée un compte ; son mot de passe est seul sur la dernière ligne."))(
    commands.user_add
)
key.command("create", help=_("Crée une clé ; le secret est seul sur la dernière ligne."))(
    commands.key_create
)
token.command("create", help=_("Crée un jeton d'API ; le secret est seul sur la dernière ligne."))(
    commands.token_create
)
export.command("tiebreak", help=_("Écrit le tableau TIE Break (.xlsx, .ods, .csv, .json)."))(
    export_tiebreak
)
knowledge.command("export", help=_("Écrit vos entrées en fichiers TOML, dans un ZIP."))(
    export_knowledge
)
knowledge.command("import", help=_("Lit des fichiers TOML : un dossier ou un ZIP."))(
    import_knowledge
)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=_("Affiche la version."))] = False,
) -> None:
    """Options of all commands."""
    if version:
        commands.print_version()
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.Exit
