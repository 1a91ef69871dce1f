"""The editor schemas: made from the model, true for every file, and they refuse what `check` refuses."""

import importlib.util
import json
import random
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from vigie_classifiers.loader import SHIPPED

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "classifiers/vigie_classifiers/schema"


def script() -> Any:
    spec = importlib.util.spec_from_file_location(
        "knowledge_schema", ROOT / "deploy/setup/knowledge_schema.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def validator(name: str) -> Any:
    schema = json.loads((FOLDER / name).read_text("utf-8"))
    return jsonschema.Draft202012Validator(schema)


def plain(path: Path) -> Any:
    """A TOML file as JSON sees it: dates are texts."""
    return json.loads(json.dumps(tomllib.loads(path.read_text("utf-8")), default=str))


def test_they_are_those_of_the_model() -> None:
    """Regenerate: python deploy/setup/knowledge_schema.py classifiers/vigie_classifiers/schema."""
    for name, text in script().texts().items():
        assert (FOLDER / name).read_text("utf-8") == text


def test_files_of_the_base_are_valid() -> None:
    product, vendor = validator("product.schema.json"), validator("vendor.schema.json")
    paths = sorted(SHIPPED.glob("*/*.toml"))
    for path in random.Random(7).sample(paths, 400):
        chosen = vendor if path.name == "vendor.toml" else product
        assert [str(one.message) for one in chosen.iter_errors(plain(path))] == [], path


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("licnece", "MIT"),
        ("category", "logiciel/inconnue"),
        ("type", "produit"),
        ("open_source", True),
        ("support", [{"release": "1"}]),
        ("match", [{"kinds": ["minitel"], "names": ["x"]}]),
    ],
)
def test_they_refuse(key: str, value: object) -> None:
    table = {**plain(SHIPPED / "videolan" / "vlc.toml"), key: value}
    assert list(validator("product.schema.json").iter_errors(table))
