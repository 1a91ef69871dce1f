"""`vigie`: the collector's commands. Each error is one sentence on stderr, and exit code 1."""

import os
import sys

from vigie_collector.console_faults import told
from vigie_collector.texts import preferred, use_language


def console_language() -> str:
    """The language of the terminal: VIGIE_LANGUAGE, then the locale; French when neither says."""
    for name in ("VIGIE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value and value not in ("C", "POSIX", "C.UTF-8", "C.utf8"):
            return preferred(value)
    return "fr"


def main() -> None:
    """Entry point of the `vigie` script."""
    use_language(console_language())
    try:
        # Only now: the help texts of the tree are read in the language just chosen.
        from vigie_collector.command_tree import app  # noqa: PLC0415

        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        found = told(error)
        if found is None:
            raise
        print(f"vigie : {found.message}", file=sys.stderr)
        sys.exit(1)
