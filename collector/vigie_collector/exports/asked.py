"""What people ask of an export, checked: format, policy, day."""

from datetime import date
from pathlib import Path

from vigie_classifiers import POLICIES

from vigie_collector.clock import today
from vigie_collector.errors import BadInput
from vigie_collector.texts import _

FORMATS = ("xlsx", "ods", "csv", "json")


def checked_policy(policy: str) -> str:
    """The policy asked.

    Raises:
        BadInput: there is no such policy.
    """
    if policy not in POLICIES:
        raise BadInput(
            "unknown_policy",
            _("Politique « {policy} » inconnue : choisissez parmi {known}.").format(
                policy=policy, known=", ".join(POLICIES)
            ),
        )
    return policy


def format_of(path: Path) -> str:
    """The format that a file's suffix asks for.

    Raises:
        BadInput: none of ours.
    """
    found = path.suffix.lower().removeprefix(".")
    if found not in FORMATS:
        raise BadInput(
            "unknown_format",
            _("Format « {suffix} » inconnu : donnez un fichier {known}.").format(
                suffix=path.suffix or path.name, known=", ".join(f".{each}" for each in FORMATS)
            ),
        )
    return found


def parsed_day(text: str | None) -> date:
    """A day written YYYY-MM-DD; today when none is asked.

    Raises:
        BadInput: it is not a day.
    """
    if not text:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "bad_date",
            _("Date « {text} » illisible : écrivez-la AAAA-MM-JJ, par exemple 2026-11-23.").format(
                text=text[:40]
            ),
        ) from None
