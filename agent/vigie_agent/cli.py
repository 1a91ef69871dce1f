"""The vigie-agent command: reads its arguments and hands over to one module of ``commands``."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from vigie_agent import __version__
from vigie_agent.faults import AgentFault
from vigie_agent.language import _, warn
from vigie_agent.state import DEFAULT_FOLDER

FORMS = {
    "show": "show [--json] [--root DIR]",
    "enrol": "enrol URL --key KEY [--tag TAG] [--ca-file FILE]",
    "run": "run [--once] [--if-due]",
    "status": "status",
    "doctor": "doctor",
}


def _help() -> str:
    told = {
        "show": _("affiche le rapport de cette machine, sans rien envoyer"),
        "enrol": _("enrôle cette machine auprès d'un collecteur"),
        "run": _("lit la machine une fois et envoie le rapport (ou le garde)"),
        "status": _("dit ce qui s'est passé en dernier"),
        "doctor": _("cherche la panne et dit quoi faire"),
    }
    width = max(len(form) for form in FORMS.values())
    lines = [f"  {form:<{width}}  {told[name]}" for name, form in FORMS.items()]
    return "\n".join(
        [
            _("Agent de Vigie : lit cette machine et envoie un rapport."),
            "",
            "vigie-agent [--state-dir DIR] " + _("COMMANDE"),
            "",
            *lines,
            "",
            _("--state-dir DIR  dossier d'état (par défaut {folder})").format(
                folder=DEFAULT_FOLDER
            ),
            _("--version        version de l'agent"),
            "",
            _(
                "Codes de sortie : 0 réussi, 1 panne trouvée par doctor ou erreur inattendue, 2 "
                "commande ou réglage à corriger, 3 action nécessaire, 4 rapport gardé et envoyé "
                "plus tard, 5 collecte déjà en cours."
            ),
            "",
        ]
    )


class _Parser(argparse.ArgumentParser):
    """Says what is expected in the reader's language, and never repeats what was typed: a key."""

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse's own text is English
        name = self.prog.rpartition(" ")[2]
        form = FORMS.get(name, "COMMANDE")
        warn(
            _("Commande incomprise. Forme attendue : vigie-agent [--state-dir DIR] {form}").format(
                form=form
            )
        )
        warn(_("Tapez « vigie-agent --help » pour la liste des commandes."))
        raise SystemExit(2)

    def format_help(self) -> str:
        return _help()


def parser() -> argparse.ArgumentParser:
    """Give the reader of the command line."""
    top = _Parser(prog="vigie-agent")
    top.add_argument("--state-dir", type=Path, default=DEFAULT_FOLDER)
    top.add_argument("--version", action="version", version=f"vigie-agent {__version__}")
    commands = top.add_subparsers(dest="command", required=True)
    show = commands.add_parser("show")
    show.add_argument("--json", action="store_true")
    show.add_argument("--root", type=Path, default=Path("/"))
    enrol = commands.add_parser("enrol")
    enrol.add_argument("url")
    enrol.add_argument("--key", required=True)
    enrol.add_argument("--tag", default="")
    enrol.add_argument("--ca-file", default="")
    run = commands.add_parser("run")
    run.add_argument("--once", action="store_true", default=True)
    run.add_argument("--if-due", action="store_true")
    commands.add_parser("status")
    commands.add_parser("doctor")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give its exit code."""
    asked = parser().parse_args(arguments)
    command = importlib.import_module(f"vigie_agent.commands.{asked.command}")
    try:
        code: int = command.run(asked)
    except AgentFault as fault:
        warn(str(fault))
        return fault.exit_code
    except BrokenPipeError:
        # The reader of our output left (| head): nothing to say, and nothing to flush at exit.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        warn(_("Interrompu."))
        return 130
    except Exception as error:
        # A fault that nobody foresaw is one line too; whoever repairs the agent asks for the rest.
        if os.environ.get("VIGIE_DEBUG"):
            raise
        warn(
            _(
                "Erreur inattendue de l'agent : {error}. Signalez-la ; VIGIE_DEBUG=1 devant la "
                "commande en montre le détail."
            ).format(error=f"{type(error).__name__}, {error}")
        )
        return AgentFault.exit_code
    return code


if __name__ == "__main__":
    sys.exit(main())
