"""Names that attackers or broken machines send: bounded work, no exception, no match by luck."""

import pytest
from vigie_classifiers import KINDS, Knowledge
from vigie_classifiers.normalise import MAX_NAME, tidy
from vigie_classifiers.patterns import Family, fault

HOSTILE = [
    "A" * 10_240,
    "1." * 5_000,
    "(" * 5_000 + ")" * 5_000,
    "nul\0au milieu",
    "\u202eexe.tnemucod\u202c",
    "😀" * 200,
    "<script>alert(1)</script>",
    "'; DROP TABLE software; --",
    "",
    " \t\n",
    "\ud800",
    "e\u0301" * 3_000,
    "﷽" * 600,
    "a" * 500 + "!" * 500,
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_breaks_the_classifier(knowledge: Knowledge, name: str) -> None:
    for kind in KINDS:
        verdict = knowledge.classify(kind, name, name[:2_000])
        assert verdict.evidence
        assert len(verdict.version) <= MAX_NAME
        assert verdict.product_id in {"", *knowledge.products}


@pytest.mark.parametrize("name", [one for one in HOSTILE if one.strip()], ids=str.__len__)
def test_hostile_names_get_no_product(knowledge: Knowledge, name: str) -> None:
    assert knowledge.classify("windows", name).product_id == ""


@pytest.mark.parametrize("publisher", ["", "Microsoft Corporation", "Inconnu SARL"])
@pytest.mark.parametrize(
    "name",
    [
        "{AC76BA86-7AD7-1036-7B44-AC0F074E4100}",
        "ac76ba86-7ad7-1036-7b44-ac0f074e4100",
        "12.3.4",
        "v7",
        "2019",
        "KB5031356"[2:],
        "d41d8cd98f00b204e9800998ecf8427e",
        "---",
    ],
)
def test_numbers_and_identifiers_name_no_product(
    knowledge: Knowledge, name: str, publisher: str
) -> None:
    verdict = knowledge.classify("windows", name, publisher)
    assert (verdict.product_id, verdict.product) == ("", "")


@pytest.mark.parametrize("name", ["Microsoft", "Microsoft Corporation", "ADOBE INC.", "Oracle"])
def test_a_publisher_alone_names_no_product(knowledge: Knowledge, name: str) -> None:
    for publisher in ("", name):
        assert knowledge.classify("windows", name, publisher).product == ""


@pytest.mark.parametrize("name", ["Мicrosoft Office", "Gооgle Chrome", "Αdobe Acrobat Reader"])
def test_letters_of_another_alphabet_make_another_name(knowledge: Knowledge, name: str) -> None:
    """Cyrillic and Greek look-alikes: only a publisher may place them, and never as the product."""
    assert knowledge.classify("windows", name).confidence == 0
    assert knowledge.classify("windows", name, "Microsoft Corporation").product_id == ""


@pytest.mark.parametrize(
    "name", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", '"=HYPERLINK(1)']
)
def test_no_product_is_called_like_a_formula(knowledge: Knowledge, name: str) -> None:
    told = knowledge.classify("windows", f"{name} Outil", "Inconnu SARL").product
    assert told[:1] not in set("=+-@'\"")


@pytest.mark.parametrize("name", ["(a+)+$", "(?P<product>x)", "[[:alpha:]]*", ".*.*.*=", "\\Q\\E"])
def test_names_are_never_patterns(knowledge: Knowledge, name: str) -> None:
    for kind in KINDS:
        assert knowledge.classify(kind, name * 40).product_id == ""


def test_invisible_marks_cannot_forge_another_name(small: Knowledge) -> None:
    assert tidy("Paie\u202e Claire\u200b") == "Paie Claire"
    assert small.classify("windows", "Paie\0Claire").product_id == "paie-claire"


def test_work_is_bounded_by_the_first_characters(small: Knowledge) -> None:
    """Work is counted, not timed: whatever its length, only 512 characters reach the patterns."""
    seen: list[int] = []

    class Counting(Family):
        def find(self, name: str) -> list[int]:
            seen.append(len(name))
            return super().find(name)

    index = small._index
    before = index.families["windows"]
    index.families["windows"] = Counting([("(a+)+b", 0)])
    try:
        for length in (100, 1_000, 10_000, 100_000):
            small.classify("windows", "a" * length)
    finally:
        index.families["windows"] = before
    assert max(seen) == MAX_NAME
    # As many looks whatever the length of the name.
    assert len(seen) % 4 == 0


def test_patterns_outside_linear_time_are_refused() -> None:
    assert fault(r"(a)\1") != ""
    assert fault(r"(?=x)y") != ""
    assert fault(r"((x{1000}){1000})") != ""
    assert fault(r".*") != ""
    assert fault(r"Nom \d+(\.\d+)*") == ""
