"""`make run`: from nothing to a page with this machine's products, in one command."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from vigie_collector.accounts.service import count_users, create_user, record
from vigie_collector.clock import now
from vigie_collector.console import console_session, find_organisation
from vigie_collector.database import make_engine
from vigie_collector.errors import SettingsError
from vigie_collector.intake.keys import create_key
from vigie_collector.migrate import upgrade
from vigie_collector.organisations.first import ensure_first
from vigie_collector.serving import check_port, make_data_dir
from vigie_collector.settings import Settings, load_settings
from vigie_collector.texts import _

_ADDRESS = "admin@localhost"
_WAIT_SECONDS = 60
_ACTION_REQUIRED = 3
"""Exit code of an agent that this collector does not know (any more): it must be enrolled again."""


def run_quickstart(data_dir: Path) -> None:
    """Runs until interrupted.

    Args:
        data_dir: made when missing; a second run keeps what the first collected.
    """
    data_dir = data_dir.resolve()
    os.environ.setdefault("VIGIE_DATA_DIR", str(data_dir))
    os.environ.setdefault("VIGIE_LOG_JSON", "false")
    os.environ.setdefault("VIGIE_LOG_LEVEL", "warning")
    settings = load_settings()
    check_port(settings)
    make_data_dir(settings)
    engine = make_engine(settings.url)
    upgrade(engine)
    engine.dispose()
    with console_session(settings) as session:
        ensure_first(session, "Ma collectivité")
    address = f"http://{settings.host}:{settings.port}"
    server = subprocess.Popen([sys.executable, "-m", "vigie_collector", "serve"])
    try:
        _wait(address, server)
        _collect(address, settings)
        password = _first_account(settings)
        print("\n" + _("Vigie est prêt : {address}").format(address=address))
        if password:
            told = _("Compte : {email}\nMot de passe (affiché cette seule fois) : {password}")
            print(told.format(email=_ADDRESS, password=password))
        else:
            told = _(
                "Comptes déjà créés ; mot de passe oublié : vigie user add (dossier {folder})."
            )
            print(told.format(folder=settings.data_dir))
        print(_("Ctrl+C pour arrêter."), flush=True)
        server.wait()
    except KeyboardInterrupt:
        print("\n" + _("Arrêt."))
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SettingsError(
                "server_ended", _("Le collecteur s'est arrêté : voyez le message plus haut.")
            )
        try:
            with urllib.request.urlopen(f"{address}/ready", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SettingsError(
        "server_silent",
        _("Le collecteur ne répond pas sur {address} après {seconds} s.").format(
            address=address, seconds=_WAIT_SECONDS
        ),
    )


def _collect(address: str, settings: Settings) -> None:
    """Enrols this machine once for this address, and runs its agent as any machine would."""
    state = settings.data_dir / "agent"
    agent = [sys.executable, "-m", "vigie_agent", "--state-dir", str(state)]
    if _enrolled_at(state) == address:
        done = subprocess.run([*agent, "run"], check=False)
        if done.returncode != _ACTION_REQUIRED:
            return
    with console_session(settings) as session:
        organisation = find_organisation(session, None)
        key, secret = create_key(
            session, organisation.id, _("Cette machine"), "agent",
            expires_at=now() + 3600, max_uses=1, created_by="console",
        )  # fmt: skip
        record(session, "console", organisation.id, "key.created", key.name)
    subprocess.run([*agent, "enrol", address, "--key", secret], check=False)
    subprocess.run([*agent, "run"], check=False)


def _enrolled_at(state: Path) -> str:
    """The address that the agent of an earlier run reports to; empty before the first."""
    try:
        return str(json.loads((state / "enrolment.json").read_bytes())["url"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _first_account(settings: Settings) -> str | None:
    with console_session(settings) as session:
        organisation = find_organisation(session, None)
        if count_users(session, organisation.id):
            return None
        user, password = create_user(session, organisation.id, _ADDRESS, "administrator")
        record(session, "console", organisation.id, "user.created", user.email)
        return password
