"""The three recipes of CONTRIBUTING.md, followed to the letter in a copy of the project."""

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
ROOMS = {"agent", "connectors", "classifiers"}
BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Recipe(NamedTuple):
    """What a recipe of CONTRIBUTING.md asks for."""

    files: dict[str, str]  # path -> content
    lines: dict[str, str]  # path -> lines to add to that file
    commands: list[str]


def recipe(title: str) -> Recipe:
    """Take one recipe out of CONTRIBUTING.md."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split(f"\n## Recipe: {title}", 1)[1].split("\n## ", 1)[0]
    found = Recipe({}, {}, [])
    for language, path, content in BLOCK.findall(section):
        if language == "sh":
            found.commands.extend(content.splitlines())
        elif path.endswith(" (add)"):
            found.lines[path.removesuffix(" (add)")] = content
        else:
            found.files[path] = content
    return found


def add_lines(path: Path, lines: str) -> None:
    """Add import lines after the last import, and others at the end of the list in that file."""
    text = path.read_text(encoding="utf-8").splitlines()
    body = ast.parse("\n".join(text)).body
    imports = max(node.end_lineno or 0 for node in body if isinstance(node, ast.ImportFrom))
    listed = max(
        node.end_lineno or 0
        for node in body
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Tuple | ast.List)
    )
    added = lines.splitlines()
    text[listed - 1 : listed - 1] = [line for line in added if line.startswith(" ")]
    text[imports:imports] = [line for line in added if not line.startswith(" ")]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")


def follow(title: str, copy: Path) -> list[str]:
    """Follow a recipe in a copy of the rooms that it touches; give what its commands said."""
    wanted = recipe(title)
    shutil.copy(ROOT / "pyproject.toml", copy)
    rooms = {path.partition("/")[0] for path in wanted.files} & ROOMS
    for room in rooms:
        ignored = shutil.ignore_patterns("__pycache__", "*.mo")
        shutil.copytree(ROOT / room, copy / room, ignore=ignored)
    for path, content in wanted.files.items():
        target = copy / path
        assert not target.exists(), f"{path} exists already: the recipe needs another example"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    for path, lines in wanted.lines.items():
        add_lines(copy / path, lines)
    env = dict(os.environ)
    env["PYTHONPATH"] = os.pathsep.join(str(copy / room) for room in rooms)
    for name in [name for name in env if name.startswith(("PYTEST_", "COV_"))]:
        del env[name]
    said: list[str] = []
    for command in wanted.commands:
        words = shlex.split(command.replace(".venv/bin", str(BIN)))
        done = subprocess.run(
            words, cwd=copy, env=env, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        said.append(done.stdout)
    written = [path for path in wanted.files if path.endswith(".py")]
    if written:  # what we show is written as we ask for
        for words in (["check", *written], ["format", "--check", *written]):
            done = subprocess.run(
                [BIN / "ruff", *words], cwd=copy, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout
    return said


def test_a_product_is_one_file(tmp_path: Path) -> None:
    assert len(recipe("a product").files) == 1
    _, explained = follow("a product", tmp_path)
    assert "Microsoft AutoCollage" in explained
    assert "microsoft-autocollage.toml" in explained


def test_a_probe_is_two_files(tmp_path: Path) -> None:
    assert len(recipe("a probe").files) == 2
    said = follow("a probe", tmp_path)
    assert "2 passed" in said[0]


def test_a_connector_is_four_files(tmp_path: Path) -> None:
    assert len(recipe("a connector").files) == 4
    said = follow("a connector", tmp_path)
    assert "2 passed" in said[0]
