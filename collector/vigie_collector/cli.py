"""`vigie`: the collector's commands. Each error is one sentence on stderr, and exit code 1."""

import sys
from typing import Annotated

import typer

from vigie_collector import commands
from vigie_collector.errors import VigieError
from vigie_collector.intake.commands import import_file
from vigie_collector.intake.faults import explained

app = typer.Typer(
    help="Vigie : le collecteur.", no_args_is_help=True, pretty_exceptions_enable=False
)
user = typer.Typer(help="Comptes.", no_args_is_help=True)
key = typer.Typer(help="Clés d'enrôlement.", no_args_is_help=True)
token = typer.Typer(help="Jetons d'API.", no_args_is_help=True)
app.add_typer(user, name="user")
app.add_typer(key, name="key")
app.add_typer(token, name="token")

app.command("serve", help="Démarre le collecteur.")(commands.serve)
app.command("migrate", help="Crée la base ou la met au schéma de cette version.")(commands.migrate)
app.command("import", help="Importe un fichier d'inventaire ou de rapports.")(import_file)
app.command("quickstart", help="Tout en un : base, collecteur, collecte de cette machine.")(
    commands.quickstart
)
user.command("add", help="Crée un compte ; affiche son mot de passe.")(commands.user_add)
key.command("create", help="Crée une clé ; le secret est seul sur la dernière ligne.")(
    commands.key_create
)
token.command("create", help="Crée un jeton d'API ; le secret est seul sur la dernière ligne.")(
    commands.token_create
)


@app.callback()
def root(
    version: Annotated[bool, typer.Option("--version", help="Affiche la version.")] = False,
) -> None:
    """Options de toutes les commandes."""
    if version:
        commands.print_version()
        raise typer.Exit


def main() -> None:
    """Entry point of the `vigie` script."""
    try:
        app()
    except VigieError as error:
        print(f"vigie : {error.message}", file=sys.stderr)
        sys.exit(1)
    except Exception as error:
        told = explained(error)
        if not isinstance(told, VigieError):
            raise
        print(f"vigie : {told.message}", file=sys.stderr)
        sys.exit(1)
