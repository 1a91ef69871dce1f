"""Copies the English of the project into a folder, for the spelling checker.

Sentences for users are French, so only comments and docstrings of the code, and the pages written
in English, can be checked. Line numbers are kept. Usage: english.py FOLDER < list of paths
"""

import ast
import re
import sys
import tokenize
from io import StringIO
from pathlib import Path

PAGES = re.compile(r"^(README|CONTRIBUTING|CHANGELOG)\.md$|^docs/decisions/.*\.md$")
QUOTED = re.compile("«[^»]*»|`[^`]*`")
"""French quotations and names of things inside an English text."""


def english_of(code: str) -> str:
    """Keep the comments and docstrings of Python code, each on its own line."""
    lines = [""] * (code.count("\n") + 2)
    for token in tokenize.generate_tokens(StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            lines[token.start[0] - 1] += token.string
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            text = node.value.value
            if isinstance(text, str):
                for offset, line in enumerate(text.split("\n")):
                    lines[node.lineno - 1 + offset] += " " + line
    return "\n".join(lines)


def main(folder: Path) -> None:
    """Write the copy."""
    for name in sys.stdin.read().splitlines():
        path = Path(name)
        if not path.is_file():
            continue
        if path.suffix == ".py":
            text = english_of(path.read_text(encoding="utf-8"))
        elif PAGES.match(name):
            text = path.read_text(encoding="utf-8")
        else:
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(QUOTED.sub("", text), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
