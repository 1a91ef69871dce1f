"""The commands of `vigie` that concern the whole: serve, migrate, users, keys, tokens, quickstart."""

import gc
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

import typer
import uvicorn

from vigie_collector import __version__
from vigie_collector.accounts.service import create_token, create_user, record
from vigie_collector.app import create_app
from vigie_collector.clock import now
from vigie_collector.console import console_session, current_database, find_organisation
from vigie_collector.database import make_engine
from vigie_collector.intake.keys import create_key
from vigie_collector.log import configure
from vigie_collector.migrate import head_revision, upgrade
from vigie_collector.organisations.first import ensure_first
from vigie_collector.quickstart import run_quickstart
from vigie_collector.serving import check_port, make_data_dir
from vigie_collector.settings import load_settings
from vigie_collector.texts import _

OrganisationOption = Annotated[
    str | None,
    typer.Option("--organisation", help=_("Identifiant de l'organisation, s'il y en a plusieurs.")),
]


def print_version() -> None:
    """Prints the version."""
    print(f"vigie {__version__}")


def serve() -> None:
    """Starts the collector on the address and port of the settings."""
    settings = load_settings()
    configure(settings.log_level, as_json=settings.log_json)
    check_port(settings)
    with current_database(settings):
        pass
    app = create_app(settings)
    # The knowledge lives as long as the process: the garbage collector need not walk through it again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.forwarded_allow_ips,
        timeout_keep_alive=65,
        # A client that stops half way may not keep the collector from stopping.
        timeout_graceful_shutdown=10,
        limit_concurrency=4000,
    )


def migrate(
    organisation: Annotated[
        str, typer.Option("--organisation", help=_("Nom de la première organisation."))
    ] = "Ma collectivité",
) -> None:
    """Creates the database or upgrades it, and makes the first organisation."""
    settings = load_settings()
    make_data_dir(settings)
    engine = make_engine(settings.url)
    upgrade(engine)
    engine.dispose()
    with console_session(settings) as session:
        made = ensure_first(session, organisation)
        told = _("Base prête (schéma {revision}), organisation « {name} ».")
        print(told.format(revision=head_revision(), name=made.name))


def user_add(
    email: Annotated[str, typer.Argument(help=_("Adresse de connexion."))],
    role: Annotated[
        Literal["reader", "operator", "administrator"], typer.Option(help=_("Rôle."))
    ] = "reader",
    organisation: OrganisationOption = None,
) -> None:
    """Creates an account; its password is alone on the last line."""
    with console_session(load_settings()) as session:
        where = find_organisation(session, organisation)
        user, password = create_user(session, where.id, email, role)
        record(session, "console", where.id, "user.created", user.email)
        told = _("Compte {email} créé ({role}). Mot de passe, affiché cette seule fois :")
        print(told.format(email=user.email, role=role))
    print(password)


def key_create(
    name: Annotated[str, typer.Option("--name", help=_("À quoi elle sert."))],
    purpose: Annotated[
        Literal["agent", "fleet"], typer.Option("--for", help=_("agent, ou parc existant (fleet)."))
    ] = "agent",
    days: Annotated[
        int, typer.Option(min=1, max=3650, help=_("Durée de validité d'une clé d'agent."))
    ] = 30,
    uses: Annotated[
        int | None, typer.Option(min=1, max=1_000_000, help=_("Nombre d'enrôlements."))
    ] = None,
    organisation: OrganisationOption = None,
) -> None:
    """Creates an enrolment key; the secret is alone on the last line."""
    expires = now() + int(timedelta(days=days).total_seconds()) if purpose == "agent" else None
    with console_session(load_settings()) as session:
        where = find_organisation(session, organisation)
        key, secret = create_key(
            session,
            where.id,
            name,
            purpose,
            expires_at=expires,
            max_uses=uses,
            created_by="console",
        )
        record(session, "console", where.id, "key.created", key.name)
    print(secret)


def token_create(
    name: Annotated[str, typer.Option("--name", help=_("À quoi il sert."))],
    role: Annotated[Literal["reader", "operator"], typer.Option(help=_("Rôle."))] = "reader",
    organisation: OrganisationOption = None,
) -> None:
    """Creates an API token; the secret is alone on the last line."""
    with console_session(load_settings()) as session:
        where = find_organisation(session, organisation)
        token, secret = create_token(session, where.id, name, role)
        record(session, "console", where.id, "token.created", token.name)
    print(secret)


def quickstart(
    data_dir: Annotated[Path, typer.Option(help=_("Dossier de données."))] = Path("var"),
) -> None:
    """Sets up SQLite, starts the collector, collects this machine, prints the address and the first password."""
    run_quickstart(data_dir)
