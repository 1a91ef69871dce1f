"""A sample of the long fuzz run (`make soak`), and that it would see a fault."""

from vigie_classifiers import Knowledge, Verdict

from tests.soak.fuzz_names import fault, names, run


def test_a_sample_of_made_up_names(knowledge: Knowledge) -> None:
    assert run(knowledge, 6_000, seed=20261125) == []


def test_the_same_seed_draws_the_same_names() -> None:
    assert list(names(50, 7)) == list(names(50, 7)) != list(names(50, 8))


def test_a_fault_is_seen(knowledge: Knowledge) -> None:
    assert fault(knowledge, Verdict(confidence=0.9, name="x")) == "silence"
    assert fault(knowledge, Verdict(confidence=2.0, told_vendor="y", name="x")) == "confidence"
