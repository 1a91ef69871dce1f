"""Four policies on hand-made worlds: dates, joint control, vetoes, the 24/39 boundaries."""

from collections.abc import Callable
from datetime import date

import pytest
from vigie_classifiers import POLICIES, InputError, Knowledge

World = Callable[[str], Knowledge]
DAY = date(2026, 6, 1)

BASE = """
[fr]
country = "FR"
independent = true
[de]
country = "DE"
independent = true
[us]
country = "US"
[ch]
country = "CH"
[gb]
country = "GB"
[cn]
country = "CN"
[who]
country = "FR"
control_unknown = true
[who-us]
country = "US"
control_unknown = true
[libre]
country = "ZZ"
kind = "community"
[nowhere]
country = ""
"""


def link(parent: str, kind: str = "majority", extra: str = "") -> str:
    return f'[[x.control]]\nparent="{parent}"\nkind="{kind}"\nbasis="general knowledge"\n{extra}\n'


def answers(world: World, vendor: str, text: str = "", on: date = DAY) -> list[str]:
    knowledge = world(BASE + text)
    return [knowledge.origin(vendor, policy, on).answer for policy in POLICIES]


@pytest.mark.parametrize(
    ("vendor", "expected"),
    [
        ("fr", ["french"] * 4),
        ("de", ["eu"] * 4),
        ("us", ["extra_european"] * 4),
        ("ch", ["other_european"] * 4),
        ("libre", ["community"] * 4),
        ("nowhere", ["unknown"] * 4),
        ("who", ["french", "unknown", "unknown", "unknown"]),
        ("who-us", ["extra_european"] * 4),
        ("absent", ["unknown"] * 4),
    ],
)
def test_vendors_without_parents(world: World, vendor: str, expected: list[str]) -> None:
    assert answers(world, vendor) == expected


def test_seat_and_control_differ(world: World) -> None:
    text = '[x]\ncountry="FR"\n' + link("us")
    assert answers(world, "x", text) == ["french", *["extra_european"] * 3]
    origin = world(BASE + text).origin("x", "majority", DAY)
    assert (origin.seat, origin.parent_id, origin.parent_country) == ("FR", "us", "US")
    assert any("CLOUD Act" in one for one in origin.laws)
    assert all("exposition possible" in one for one in origin.laws)


def test_control_counts_from_closing_until_its_end(world: World) -> None:
    text = '[x]\ncountry="FR"\nindependent=true\n' + link(
        "us", extra="since=2023-11-22\nuntil=2025-01-01"
    )
    for day, expected in (
        (date(2023, 11, 21), "french"),
        (date(2023, 11, 22), "extra_european"),
        (date(2024, 12, 31), "extra_european"),
        (date(2025, 1, 1), "french"),
    ):
        assert answers(world, "x", text, day)[1] == expected


def test_the_chain_is_climbed_to_its_top(world: World) -> None:
    text = (
        '[x]\ncountry="FR"\n' + link("mid") + '[mid]\ncountry="LU"\n'
        '[[mid.control]]\nparent="cn"\nkind="majority"\nbasis="general knowledge"\n'
    )
    origin = world(BASE + text).origin("x", "majority", DAY)
    assert (origin.answer, origin.parent_id) == ("extra_european", "cn")
    assert [(one.owned_id, one.owner_id) for one in origin.chain] == [("x", "mid"), ("mid", "cn")]
    assert any("chinoise" in one for one in origin.laws)


def test_an_unknown_owner_above_is_unknown(world: World) -> None:
    assert answers(world, "x", '[x]\ncountry="FR"\n' + link("who"))[1:] == ["unknown"] * 3


def test_announced_is_watched_and_changes_nothing(world: World) -> None:
    text = '[x]\ncountry="FR"\nindependent=true\n' + link("us", "announced", "since=2025-08-01")
    assert answers(world, "x", text) == ["french"] * 4
    origin = world(BASE + text).origin("x", "majority", DAY)
    assert "annoncée" in origin.watch[0]
    assert origin.laws == ()
    assert origin.chain[0].kind == "announced"


def test_joint_control(world: World) -> None:
    both = '[x]\ncountry="FR"\n'
    assert answers(world, "x", both + link("fr", "joint") + link("us", "joint"))[1:] == [
        "contested", "contested", "contested",
    ]  # fmt: skip
    assert answers(world, "x", both + link("fr", "joint") + link("de", "joint"))[1] == "eu"
    wide = answers(world, "x", both + link("fr", "joint") + link("gb", "joint"))
    assert wide == ["french", "contested", "contested", "other_european"]
    assert answers(world, "x", both + link("fr", "joint") + link("who", "joint"))[1] == "unknown"


def test_listed_company_under_each_policy(world: World) -> None:
    assert answers(world, "x", '[x]\ncountry="FR"\nfloat=true\n') == [
        "french", "french", "contested", "french",
    ]  # fmt: skip


def test_missing_percentages_are_contested(world: World) -> None:
    assert answers(world, "x", '[x]\ncountry="FR"\n' + link("de"))[2] == "contested"
    assert answers(world, "x", '[x]\ncountry="FR"\n' + link("de", extra="capital_pct=100"))[2] == (
        "eu"
    )


@pytest.mark.parametrize(
    ("holders", "expected"),
    [
        ([("de", 76.0), ("us", 24.0)], "eu"),
        ([("de", 75.9), ("us", 24.1)], "extra_european"),
        ([("de", 61.0), ("us", 20.0), ("cn", 19.0)], "eu"),
        ([("de", 60.0), ("us", 20.0), ("cn", 20.0)], "extra_european"),
        ([("de", 61.0), ("us", 15.0)], "eu"),
        ([("de", 60.0)], "contested"),
        ([("de", 60.0), ("us", 24.0)], "contested"),
        ([("de", 70.0), ("ch", 30.0)], "other_european"),
    ],
)
def test_thresholds(world: World, holders: list[tuple[str, float]], expected: str) -> None:
    text = '[x]\ncountry="FR"\n' + "".join(
        link(who, "majority" if who == "de" else "minority", f"capital_pct={pct}\nvotes_pct={pct}")
        for who, pct in holders
    )
    assert answers(world, "x", text)[2] == expected


def test_a_veto_from_outside_breaks_24_39(world: World) -> None:
    text = '[x]\ncountry="FR"\nindependent=true\n'
    assert answers(world, "x", text + link("us", "veto")) == [
        "french", "french", "extra_european", "french",
    ]  # fmt: skip
    assert answers(world, "x", text + link("de", "veto"))[2] == "french"


def test_a_circle_answers_unknown(world: World) -> None:
    text = (
        '[x]\ncountry="FR"\n' + link("y") + '[y]\ncountry="FR"\n'
        '[[y.control]]\nparent="x"\nkind="majority"\nbasis="general knowledge"\n'
    )
    assert answers(world, "x", text)[1:] == ["unknown"] * 3


def test_grade(world: World) -> None:
    sourced = (
        '[x]\ncountry="FR"\nbasis=""\n[[x.sources]]\nurl="https://x.example"\nchecked=2026-01-01\n'
        '[[x.control]]\nparent="us"\nkind="majority"\nsource="https://x.example"\n'
        "checked=2026-01-01\n"
    )
    assert world(BASE + sourced).origin("x", "majority", DAY).grade == "sourced"
    assert world(BASE).origin("fr", "majority", DAY).grade == "general knowledge"
    assert world(BASE).origin(None, "majority", DAY).grade == "none"


def test_a_policy_that_does_not_exist(world: World) -> None:
    with pytest.raises(InputError, match="n'existe pas"):
        world(BASE).origin("fr", "siege", DAY)


def test_product_alone_leads_to_its_vendor(small: Knowledge) -> None:
    assert small.origin(None, "seat", DAY, "paie-claire").answer == "french"
    assert small.origin("filiale", "majority", date(2023, 1, 1)).answer == "french"
    assert small.origin("filiale", "majority", date(2024, 1, 1)).answer == "extra_european"
