"""Writes the JSON Schema of a report from the dataclasses: ``python -m vigie_agent.schema``.

The docstring under each field is its description. A published schema is never edited: the test
of the contract compares it with what this module writes.
"""

import ast
import inspect
import json
import sys
from dataclasses import fields
from itertools import pairwise
from typing import Any

from vigie_agent.report import SCHEMA, Report
from vigie_agent.wire import plans

JsonObject = dict[str, Any]


def documentation(cls: type[Any]) -> dict[str, str]:
    """Give the docstring under each field of a class, by field name."""
    tree = ast.parse(inspect.cleandoc(inspect.getsource(cls)))
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    found: dict[str, str] = {}
    for statement, after in pairwise(body):
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
        ):
            found[statement.target.id] = " ".join(str(after.value.value).split())
    return found


def classes() -> dict[str, type[Any]]:
    """Give every class of the contract, by name, Report first."""
    found: dict[str, type[Any]] = {}
    waiting: list[type[Any]] = [Report]
    while waiting:
        cls = waiting.pop(0)
        if cls.__name__ not in found:
            found[cls.__name__] = cls
            waiting += [plan.item for plan in plans(cls).values() if plan.item is not None]
    return found


def schema() -> JsonObject:
    """Give the JSON Schema (draft 2020-12) of a report.

    It says what a writer must respect. A reader is more tolerant: see ``wire``.
    """
    definitions = {name: _object(cls) for name, cls in classes().items()}
    report = definitions.pop("Report")
    report["properties"]["schema"] = {"const": SCHEMA}
    report["required"] = ["schema"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **report,
        "$defs": definitions,
    }


def _object(cls: type[Any]) -> JsonObject:
    told = documentation(cls)
    plan = plans(cls)
    written: JsonObject = {
        "type": "object",
        "description": (cls.__doc__ or "").strip(),
        "properties": {
            f.name: {"description": told[f.name], **_value(cls, f.name)} for f in fields(cls)
        },
    }
    required = [name for name, field_plan in plan.items() if field_plan.required]
    if required:
        written["required"] = required
    return written


def _value(cls: type[Any], name: str) -> JsonObject:
    plan = plans(cls)[name]
    text = {"type": "string", "maxLength": plan.limit}
    if plan.kind == "text":
        return {**text, "minLength": 1} if plan.required else text
    if plan.kind == "number":
        return {"type": "integer", "minimum": 0, "maximum": plan.limit}
    if plan.kind == "texts":
        return {"type": "array", "maxItems": plan.max_items, "items": text}
    if plan.kind == "map":
        return {
            "type": "object",
            "maxProperties": plan.max_items,
            "additionalProperties": text,
        }
    reference = {"$ref": f"#/$defs/{plan.item.__name__}"} if plan.item else {}
    if plan.kind == "items":
        return {"type": "array", "maxItems": plan.max_items, "items": reference}
    return reference


if __name__ == "__main__":
    sys.stdout.write(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
