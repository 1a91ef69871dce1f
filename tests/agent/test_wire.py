"""The wire round trip holds for any report; hostile ones are read without a fault."""

import json
from dataclasses import fields
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from vigie_agent.report import Report, from_dict, observations_digest, to_json
from vigie_agent.schema import classes
from vigie_agent.wire import MAX_DROPPED, plans

# What the reader keeps as it is: any character but controls, marks and lone surrogates.
KEPT = st.characters(exclude_categories=("Cs", "Cc", "Cf"))
WORDS = st.text(KEPT, max_size=12)


def words(limit: int, required: bool) -> st.SearchStrategy[str]:
    """Any text of a field."""
    return st.text(KEPT, min_size=int(required), max_size=min(limit, 12))


def objects(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Any object of a class of the contract, within its limits."""
    kinds: dict[str, st.SearchStrategy[Any]] = {}
    for name, plan in plans(cls).items():
        if name == "schema":
            continue
        if plan.kind == "text":
            kinds[name] = words(plan.limit, plan.required)
        elif plan.kind == "number":
            kinds[name] = st.integers(0, plan.limit)
        elif plan.kind == "texts":
            kinds[name] = st.lists(WORDS, max_size=2)
        elif plan.kind == "map":
            kinds[name] = st.dictionaries(WORDS, WORDS, max_size=2)
        elif plan.item is not None:
            one = objects(plan.item)
            many = st.lists(one, max_size=2)
            if plan.kind == "items":
                kinds[name] = many if plan.default is not None else st.none() | many
            else:
                kinds[name] = one if plan.default is not None else st.none() | one
    return st.builds(cls, **kinds)


@settings(max_examples=60, deadline=None)
@given(objects(Report))
def test_what_is_written_is_what_is_read(report: Report) -> None:
    read, dropped = from_dict(json.loads(to_json(report)))
    assert read == report
    assert dropped == []
    assert observations_digest(read) == observations_digest(report)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside),
    max_leaves=8,
)
NAMES = st.sampled_from(sorted({f.name for cls in classes().values() for f in fields(cls)}))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, VALUES | st.lists(st.dictionaries(NAMES, VALUES))))
def test_hostile_documents_are_read_and_written_again(data: dict[str, Any]) -> None:
    report, _ = from_dict({**data, "schema": "vigie-report/1"})
    assert from_dict(json.loads(to_json(report)))[0] == report


def test_limits_cut_and_tell() -> None:
    report, dropped = from_dict(
        {
            "schema": "vigie-report/1",
            "device": {"macs": ["aa"] * 70},
            "software": [{"name": "x" * 600, "kind": "dpkg"}],
            "directory_facts": [{"name": "a", "attributes": {"k" * 80: "v" * 3000, "n": 1}}],
        }
    )
    assert len(report.device.macs) == 64
    assert report.software is not None
    assert len(report.software[0].name) == 512
    assert {(d.path, d.reason) for d in dropped} >= {
        ("device.macs[64:]", "too_many"),
        ("software[0].name", "too_long"),
        ("directory_facts[0].attributes.n", "wrong_type"),
    }


def test_a_hostile_report_does_not_make_a_long_answer() -> None:
    _, dropped = from_dict({"schema": "vigie-report/1", "software": [None] * 5000})
    assert len(dropped) == MAX_DROPPED + 1
    assert (dropped[-1].path, dropped[-1].reason) == ("+4900", "more")


HOSTILE = "a\udc80b\0c\td\x7f\x85\u202e\u200b\ufeff\u00a0: é"


def test_lone_surrogates_and_nulls_never_reach_a_database() -> None:
    report, dropped = from_dict(
        {"schema": "vigie-report/1", "software": [{"name": HOSTILE, "kind": "rpm"}]}
    )
    assert report.software is not None
    assert report.software[0].name == "abc\td\u00a0: é"
    assert [d.reason for d in dropped] == ["control_characters"]
