"""Every sentence has its English, and the switch works in a real process."""

import ast
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
import vigie_agent
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from vigie_agent import language

PACKAGE = Path(vigie_agent.__file__).parent
CATALOGUE = PACKAGE / "locale/en/LC_MESSAGES/vigie_agent.po"


def sentences() -> set[str]:
    """Give every text between _( and ) of the agent, and every constant reason of a probe."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            texts: list[ast.expr] = []
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_":
                texts = node.args[:1]
            elif isinstance(node, ast.keyword) and node.arg in {"reason", "absent"}:
                texts = answers(node.value)
            found |= {
                text.value
                for text in texts
                if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value
            }
    return found


def answers(value: ast.expr) -> list[ast.expr]:
    """Give what an expression can be worth: each branch of a condition."""
    if isinstance(value, ast.IfExp):
        return [*answers(value.body), *answers(value.orelse)]
    return [value]


def catalogue() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


def test_every_sentence_is_translated() -> None:
    translated = catalogue()
    assert sorted(s for s in sentences() if not translated.get(s)) == []


def test_translations_keep_the_holes() -> None:
    import string

    def holes(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert [k for k, v in catalogue().items() if holes(k) != holes(v)] == []


def test_the_switch_in_a_real_process() -> None:
    compiled = io.BytesIO()
    with CATALOGUE.open("rb") as file:
        write_mo(compiled, read_po(file, locale="en"))
    target = CATALOGUE.with_suffix(".mo")  # what the set-up does; git ignores it
    if not target.exists() or target.read_bytes() != compiled.getvalue():
        target.write_bytes(compiled.getvalue())
    base = {k: v for k, v in os.environ.items() if k not in {"LC_ALL", "LANG", "LC_MESSAGES"}}

    def told(**environment: str) -> str:
        command = [sys.executable, "-m", "vigie_agent", "--help"]
        return subprocess.run(
            command, env={**base, **environment}, capture_output=True, text=True, check=True
        ).stdout

    french, english = "Agent de Vigie : lit", "Vigie's agent: reads"
    assert french in told(LC_ALL="fr_FR.UTF-8")
    assert french in told(LC_ALL="C")
    assert french in told(LANG="de_DE.UTF-8"), "nobody translated it: the French sentence stays"
    assert english in told(LANG="en_GB.UTF-8")
    assert english in told(LC_ALL="fr_FR.UTF-8", VIGIE_LANGUAGE="en")


def test_precedence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setenv("LC_MESSAGES", "en_US.UTF-8")
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert language.language() == "en"
    monkeypatch.setenv("VIGIE_LANGUAGE", "fr")
    assert language.language() == "fr"
