"""Golden reports: once committed, each is readable for ever."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from vigie_agent.report import NotAReport, from_dict, to_json
from vigie_agent.schema import schema

HERE = Path(__file__).parent
GOLDEN = sorted((HERE / "golden").glob("*.json"))


def golden(name: str) -> Any:
    return json.loads((HERE / "golden" / f"{name}.json").read_text(encoding="utf-8"))


def test_published_schema_is_what_the_code_writes() -> None:
    published = json.loads((HERE / "report-v1.schema.json").read_text(encoding="utf-8"))
    assert published == schema(), (
        "report.py changed: run "
        "`python -m vigie_agent.schema > tests/contract/report-v1.schema.json` "
        "if the change only adds optional fields"
    )
    jsonschema.Draft202012Validator.check_schema(published)


@pytest.mark.parametrize("name", ["full", "minimal", "future"])
def test_valid_goldens_follow_the_schema(name: str) -> None:
    jsonschema.validate(golden(name), schema())


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_every_golden_is_read_and_what_we_write_again_is_valid(path: Path) -> None:
    report, _ = from_dict(json.loads(path.read_text(encoding="utf-8")))
    written = json.loads(to_json(report))
    jsonschema.validate(written, schema())
    assert from_dict(written) == (report, [])


def test_full_report_loses_nothing() -> None:
    data = golden("full")
    report, dropped = from_dict(data)
    assert dropped == []
    assert report.software is not None
    assert [item.name for item in report.software][:2] == ["postgresql-15", "libpq5"]
    assert report.charges is not None
    assert report.charges[0].invoice_issuer == "UGAP"


def test_full_golden_uses_every_field_of_the_contract() -> None:
    definitions = schema()["$defs"]
    data = golden("full")
    seen: dict[str, set[str]] = {}

    def walk(value: Any, properties: dict[str, Any], name: str) -> None:
        seen.setdefault(name, set()).update(value)
        for key, inside in value.items():
            shape = properties[key]
            shape = shape.get("items", shape)
            if "$ref" in shape:
                target = shape["$ref"].rsplit("/", 1)[1]
                items: list[Any] = inside if "items" in properties[key] else [inside]
                for item in items:
                    walk(item, definitions[target]["properties"], target)

    walk(data, schema()["properties"], "Report")
    missing = {name: set(body["properties"]) - seen[name] for name, body in definitions.items()}
    assert {name: fields for name, fields in missing.items() if fields} == {}


def test_future_report_keeps_what_we_know() -> None:
    report, dropped = from_dict(golden("future"))
    assert dropped == []
    assert report.device.kind == "hologram"
    assert report.software is not None
    assert report.software[0].version == "40.1"


def test_bad_items_are_dropped_and_told_and_the_rest_is_kept() -> None:
    report, dropped = from_dict(golden("one-bad-item"))
    assert report.software is not None
    assert [(s.name, s.version) for s in report.software] == [
        ("bash", "5.2.15-2+b7"),
        ("curl", ""),
        ("zlib1g", "1:1.2.13.dfsg-1"),
    ]
    assert report.services is None
    assert report.hardware is not None
    assert report.hardware.maker == "Dell Inc."
    assert {(loss.path, loss.reason) for loss in dropped} == {
        ("device.macs[1]", "wrong_type"),
        ("hardware.memory_mib", "out_of_range"),
        ("hardware.cpu_cores", "wrong_type"),
        ("software[1]", "not_an_object"),
        ("software[2]", "missing_name"),
        ("software[3].name", "control_characters"),
        ("software[3].version", "wrong_type"),
        ("services", "not_a_list"),
        ("listening_ports[0].port", "out_of_range"),
    }


@pytest.mark.parametrize("data", [None, 3, [], "x", {}, {"schema": "vigie-report/2"}])
def test_what_is_not_a_report_is_refused_in_one_sentence(data: object) -> None:
    with pytest.raises(NotAReport, match=r"^Le document n'est pas un "):
        from_dict(data)
