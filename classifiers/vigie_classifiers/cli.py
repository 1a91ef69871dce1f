"""vigie-classify: name a CSV list, explain one name, tell what a list lacks, prove the base."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from vigie_classifiers.base import Knowledge, load
from vigie_classifiers.check import check
from vigie_classifiers.coverage import coverage
from vigie_classifiers.errors import ClassifierError, InputError
from vigie_classifiers.explain import explain
from vigie_classifiers.model import KINDS
from vigie_classifiers.other_catalogue import write
from vigie_classifiers.policies import POLICIES
from vigie_classifiers.sheet import classify_file, read_rows
from vigie_classifiers.sill import read as read_sill
from vigie_classifiers.sill_join import join, summary
from vigie_classifiers.texts import _, use_environment

COMMANDS = ("explain", "coverage", "check", "classify", "sill")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (0 done, 1 faults found, 2 bad input)."""
    use_environment()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] not in COMMANDS and given[0] not in ("-h", "--help"):
        given.insert(0, "classify")
    parser = _parser()
    options = parser.parse_args(given)
    try:
        return _run(parser, options)
    except ClassifierError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader (head, less) went away: nothing to say, nothing left to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    if options.command is None:
        parser.print_help()
        return 2
    if options.command == "check":
        return _check(options.path)
    if options.command == "sill":
        return _sill(options.file, options.into or os.environ.get("VIGIE_KNOWLEDGE_DIR"))
    local = options.local or os.environ.get("VIGIE_KNOWLEDGE_DIR")
    knowledge = _load(Path(local) if local else None)
    if options.command == "explain":
        day = _day(options.date)
        for line in explain(knowledge, options, day):
            print(line)
        return 0
    rows = read_rows(options.file, lambda text: print(text, file=sys.stderr))
    if options.command == "coverage":
        for line in coverage(knowledge, rows, options.limit):
            print(line)
        return 0
    classify_file(knowledge, rows, sys.stdout, date.today())  # noqa: DTZ011 - the user's day
    return 0


def _load(local: Path | None) -> Knowledge:
    """The base, from the copy that an earlier run kept: in the user's cache unless told otherwise."""
    told = os.environ.get("VIGIE_CACHE_DIR")
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    try:
        return load(local, Path(told) if told else Path(home) / "vigie")
    except OSError as error:
        print(
            _(
                "Copie compilée non gardée ({reason}) : chaque lancement prendra quelques secondes."
            ).format(reason=error.strerror),
            file=sys.stderr,
        )
        return load(local)


def _check(path: str | None) -> int:
    faults, base = check(Path(path) if path else None)
    for fault in faults:
        print(fault)
    summary = _(
        "{vendors} éditeurs, {products} produits, {examples} exemples : {faults} défaut(s)."
    )
    examples = sum(len(one.examples) + len(one.not_examples) for one in base.products.values())
    print(
        summary.format(
            vendors=len(base.vendors),
            products=len(base.products),
            examples=examples,
            faults=len(faults),
        )
    )
    return 1 if faults else 0


def _sill(name: str, into: str | None) -> int:
    found, day = read_sill(name)
    folder = Path(into) if into else None
    joined = join(_load(folder).products, found, day)
    for line in summary(joined):
        print(line)
    if folder is None:
        print(_("Rien n'est écrit. Ajoutez --into DOSSIER, votre dossier de connaissances."))
        return 0
    try:
        print(_("Écrit : {path}").format(path=write(folder, joined.whole)))
    except OSError as error:
        raise InputError(
            _("{name} : impossible d'y écrire ({reason}). Vérifiez le dossier.").format(
                name=into, reason=error.strerror
            )
        ) from None
    return 0


def _day(text: str | None) -> date:
    if not text:
        return date.today()  # noqa: DTZ011 - the user's day
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            _("« {text} » n'est pas une date. Écrivez AAAA-MM-JJ.").format(text=text)
        ) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vigie-classify",
        description=_("Reconnaît le produit, l'éditeur et l'origine derrière un nom brut."),
        epilog=_("vigie-classify FICHIER.csv classe une liste ; « - » lit l'entrée standard."),
    )
    commands = parser.add_subparsers(dest="command")
    one = commands.add_parser("classify", help=_("classe une liste CSV (commande par défaut)"))
    _with_file(one)
    one = commands.add_parser("explain", help=_("explique un nom, preuve par preuve"))
    one.add_argument("name", metavar=_("NOM"))
    one.add_argument("--publisher", default="", help=_("éditeur annoncé"))
    one.add_argument("--kind", choices=KINDS, help=_("où le nom a été lu ; tous par défaut"))
    one.add_argument("--date", help=_("jour demandé, AAAA-MM-JJ ; aujourd'hui par défaut"))
    one.add_argument("--policy", choices=POLICIES, help=_("une politique ; les quatre par défaut"))
    _with_local(one)
    one = commands.add_parser("coverage", help=_("dit ce qui manque le plus à une liste"))
    _with_file(one)
    one.add_argument("--limit", type=int, default=100, help=_("nombre de lignes montrées"))
    one = commands.add_parser("sill", help=_("importe les alternatives du SILL, déjà téléchargé"))
    one.add_argument("file", metavar="sill.json")
    one.add_argument("--into", metavar=_("DOSSIER"), help=_("dossier de vos propres entrées"))
    one = commands.add_parser("check", help=_("prouve la base de connaissances"))
    one.add_argument("path", nargs="?", metavar=_("DOSSIER"))
    return parser


def _with_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar=_("FICHIER.csv"))
    _with_local(parser)


def _with_local(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--local", help=_("dossier de vos propres entrées, qui l'emportent"))


if __name__ == "__main__":
    sys.exit(main())
