"""Every French sentence has its English translation, with the same placeholders."""

import ast
import re
from pathlib import Path

import vigie_classifiers

ROOM = Path(vigie_classifiers.__file__).parent
CATALOGUE = ROOM / "locale" / "en" / "LC_MESSAGES" / "vigie_classifiers.po"


def sentences() -> set[str]:
    found: set[str] = set()
    for file in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "_"
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(str(node.args[0].value))
    return found


def catalogue() -> dict[str, str]:
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', CATALOGUE.read_text("utf-8"), re.MULTILINE)
    return {french.replace('\\"', '"').replace("\\\\", "\\"): english for french, english in pairs}


def test_every_sentence_is_translated() -> None:
    assert sentences() - catalogue().keys() == set()


def test_placeholders_are_the_same() -> None:
    for french, english in catalogue().items():
        assert sorted(re.findall(r"\{.*?\}", french)) == sorted(re.findall(r"\{.*?\}", english))
