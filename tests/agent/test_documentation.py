"""docs/agent.md lists every field, setting, command and exit code, and nothing else."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from vigie_agent import faults
from vigie_agent.cli import FORMS
from vigie_agent.config import Settings
from vigie_agent.schema import classes

GUIDE = (Path(__file__).parents[2] / "docs/agent.md").read_text(encoding="utf-8")


def listed(text: str) -> list[str]:
    """Give the first column of the tables of a text."""
    return re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)


@pytest.mark.parametrize("name", classes())
def test_every_field_is_listed_in_order(name: str) -> None:
    _, found, after = GUIDE.partition(f"(`{name}`)\n")
    assert found, f"docs/agent.md has no part for {name}"
    assert listed(after.partition("\n### ")[0]) == [f.name for f in fields(classes()[name])]


def test_every_setting_is_listed_with_its_default() -> None:
    part = GUIDE.partition("\n## Réglages")[2].partition("\n## ")[0]
    assert listed(part) == [f.name for f in fields(Settings)]
    for name in ("timeout_seconds", "retries", "retry_seconds", "outbox_max_bytes"):
        assert f"| `{name}` | {getattr(Settings(), name)} |" in part


def test_commands_and_exit_codes_are_listed() -> None:
    for form in FORMS.values():
        assert f"`vigie-agent {form.partition(' ')[0]}" in GUIDE
    codes = {
        fault.exit_code
        for fault in vars(faults).values()
        if isinstance(fault, type) and issubclass(fault, faults.AgentFault)
    }
    part = GUIDE.partition("### Codes de sortie")[2].partition("\n### ")[0]
    assert {int(code) for code in re.findall(r"^\| (\d) \|", part, re.MULTILINE)} == codes | {0}
