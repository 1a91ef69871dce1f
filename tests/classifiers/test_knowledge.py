"""The whole shipped base proves itself: the same checks as `vigie-classify check`."""

from datetime import date

from vigie_classifiers import POLICIES, Knowledge
from vigie_classifiers.check import check
from vigie_classifiers.loader import read_base


def test_shipped_base_has_no_fault() -> None:
    faults, _base = check()
    assert [str(one) for one in faults] == []


def test_every_vendor_has_an_answer_under_every_policy(knowledge: Knowledge) -> None:
    day = date(2026, 1, 1)
    known = {
        "french", "eu", "other_european", "extra_european", "community", "contested", "unknown",
    }  # fmt: skip
    for vendor in knowledge.vendors:
        for policy in POLICIES:
            assert knowledge.origin(vendor, policy, day).answer in known


def test_an_unknown_owner_is_never_european(knowledge: Knowledge) -> None:
    for vendor in knowledge.vendors.values():
        if vendor.control_unknown and not vendor.control:
            for policy in ("majority", "24-39", "wide"):
                answer = knowledge.origin(vendor.id, policy, date(2026, 1, 1)).answer
                # A seat outside Europe settles it; in Europe the holder may sit anywhere.
                assert answer in ("unknown", "extra_european")


def test_digest_is_stable(knowledge: Knowledge) -> None:
    assert read_base().digest == knowledge.digest


def test_vmware_before_and_after_broadcom(knowledge: Knowledge) -> None:
    before = knowledge.origin("vmware", "majority", date(2023, 11, 21))
    after = knowledge.origin("vmware", "majority", date(2023, 11, 22))
    assert before.parent_id != "broadcom"
    assert after.parent_id == "broadcom"
    assert any("CLOUD Act" in law for law in after.laws)


def test_an_announced_operation_never_changes_the_class(knowledge: Knowledge) -> None:
    """An announced operation is watched, not counted, as long as the base says announced."""
    announced = [
        vendor
        for vendor in knowledge.vendors.values()
        if any(link.kind == "announced" for link in vendor.control)
    ]
    for vendor in announced:
        link = next(one for one in vendor.control if one.kind == "announced")
        on = link.since or date(2026, 1, 1)
        origin = knowledge.origin(vendor.id, "majority", on)
        assert origin.parent_id != link.parent or any(
            one.kind == "majority" for one in vendor.control
        )
        assert origin.watch
