"""Prints each check, with the fix of those that fail."""

from argparse import Namespace

from vigie_agent.checks import examine
from vigie_agent.language import _, say


def run(arguments: Namespace) -> int:
    """Run the checks; 1 when one fails."""
    failed = False
    for check in examine(arguments.state_dir):
        say(f"[{_('bon') if check.good else _('PANNE')}] {check.sentence}")
        if not check.good:
            failed = True
            if check.fix:
                say("        " + _("À faire : {fix}").format(fix=check.fix))
    return 1 if failed else 0
