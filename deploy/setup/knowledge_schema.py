"""Writes the editor schemas of the knowledge base from its model. Usage: knowledge_schema.py FOLDER.

Editors with the Taplo language server (.taplo.toml) then complete and check TOML files while one
writes. What a schema cannot say (references, examples) is `vigie-classify check`'s.
"""

import ast
import inspect
import json
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from vigie_classifiers import model
from vigie_classifiers.countries import CODES
from vigie_classifiers.loader import SHIPPED, parse

CLOSED: dict[tuple[str, str], list[str]] = {
    ("Product", "type"): list(model.TYPES),
    ("Product", "open_source"): list(model.OPEN_SOURCE),
    ("Product", "hosting"): list(model.HOSTINGS),
    ("Product", "technology_origin"): ["", *sorted(CODES)],
    ("Vendor", "country"): ["", *sorted(CODES)],
    ("Vendor", "incorporated"): ["", *sorted(CODES)],
    ("Vendor", "kind"): list(model.VENDOR_KINDS),
    ("Control", "kind"): list(model.CONTROL_KINDS),
    ("Example", "kind"): list(model.KINDS),
}


def docs() -> dict[str, dict[str, str]]:
    """Docstrings under the fields of the model, by class and field."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(model)).body:
        if isinstance(node, ast.ClassDef):
            told = found.setdefault(node.name, {})
            for line, after in zip(node.body, node.body[1:], strict=False):
                if (
                    isinstance(line, ast.AnnAssign)
                    and isinstance(line.target, ast.Name)
                    and isinstance(after, ast.Expr)
                    and isinstance(after.value, ast.Constant)
                ):
                    told[line.target.id] = " ".join(str(after.value.value).split())
    return found


def schema(record: type) -> dict[str, Any]:
    """JSON Schema of one kind of file: unknown keys refused, closed lists closed."""
    made = TypeAdapter(record).json_schema()
    told = docs()
    parts = {record.__name__: made, **made.get("$defs", {})}
    for name, part in parts.items():
        part["additionalProperties"] = False
        for field, shape in part.get("properties", {}).items():
            shape.pop("default", None)
            shape.pop("title", None)
            if text := told.get(name, {}).get(field):
                shape["description"] = text
            if closed := CLOSED.get((name, field)):
                shape["enum"] = closed
    if record is model.Product:
        categories = parse((SHIPPED / "categories.toml").read_bytes(), "categories.toml")
        made["properties"]["category"]["enum"] = sorted(categories)
    if "Match" in parts:
        parts["Match"]["properties"]["kinds"]["items"]["enum"] = list(model.KINDS)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def texts() -> dict[str, str]:
    """File name and text of each schema."""
    return {
        f"{record.__name__.lower()}.schema.json": json.dumps(
            schema(record), ensure_ascii=False, indent=2
        )
        + "\n"
        for record in (model.Product, model.Vendor)
        if fields(record)
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts().items():
        (folder / name).write_text(text, "utf-8")
        print(folder / name)
