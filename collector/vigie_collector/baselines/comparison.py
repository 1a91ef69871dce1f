"""What changed between two states: appeared, left, counts, owners; and, apart, what is only better knowledge."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vigie_classifiers import POLICIES, Knowledge

from vigie_collector.baselines.states import Held, State
from vigie_collector.inventory.origins import COUNTED, origin_for
from vigie_collector.verdicts.service import TOLD


@dataclass(frozen=True, slots=True)
class Change:
    """A line before and after; one of both is None when it appeared or left."""

    before: Held | None
    after: Held | None

    @property
    def line(self) -> Held:
        """The line as it is known last."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change has a line")
        return found

    @property
    def gap(self) -> int:
        """Devices gained, or lost when negative."""
        return (self.after.devices if self.after else 0) - (
            self.before.devices if self.before else 0
        )

    @property
    def answers(self) -> dict[str, tuple[str, str]]:
        """Policies whose answer differs: before, after."""
        if self.before is None or self.after is None:
            return {}
        pairs = {
            policy: (
                self.before.origins.get(policy, "unknown"),
                self.after.origins.get(policy, "unknown"),
            )
            for policy in POLICIES
        }
        return {policy: pair for policy, pair in pairs.items() if pair[0] != pair[1]}


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures of one state."""

    products: int
    asides: int
    """Components, drivers, patches, language packs."""
    vendors: int
    installations: int
    """Devices of each product, added up."""
    answers: Mapping[str, Mapping[str, int]]
    """Policy to answer to products."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The way from one state to a later one; lists are sorted, most devices first, `counts` by the gap."""

    before: State
    after: State
    appeared: tuple[Change, ...]
    left: tuple[Change, ...]
    counts: tuple[Change, ...]
    """On more devices, or fewer; the widest gap first."""
    owners: tuple[Change, ...]
    """Another parent, another seat or other shares: the world changed."""
    knowledge: tuple[Change, ...]
    """The same raw names, read or judged otherwise: our knowledge changed."""
    totals_before: Totals
    totals_after: Totals

    @property
    def knowledge_changed(self) -> bool:
        """Whether both were judged with different knowledge."""
        return self.before.knowledge_digest != self.after.knowledge_digest


def compare(before: State, after: State, knowledge: Knowledge) -> Comparison:
    """Compares products (components and their like are only counted).

    Args:
        before: the older state.
        after: the later one.
        knowledge: the present base: asked what it says of the day of `before`, so that a dated change of owner is
            told from a corrected fact.
    """
    moved = _moved(before, after)
    appeared: list[Change] = []
    left: list[Change] = []
    counts: list[Change] = []
    owners: list[Change] = []
    learned: list[Change] = []
    for key in sorted(set(before.lines) | set(after.lines)):
        change = Change(before.lines.get(key), after.lines.get(key))
        if change.line.type not in COUNTED and _type(change.before) not in COUNTED:
            continue
        if change.before is None or change.after is None:
            found = appeared if change.before is None else left
            (learned if key in moved else found).append(change)
            continue
        if change.before.devices != change.after.devices:
            (learned if key in moved else counts).append(change)
        if _other_owner(change.before, change.after) or change.answers:
            really = _world_changed(change.before, change.after, before, after, knowledge)
            found = owners if really else learned
            if change not in found:
                found.append(change)
    return Comparison(
        before=before,
        after=after,
        appeared=_sorted(appeared),
        left=_sorted(left),
        counts=tuple(sorted(_sorted(counts), key=lambda each: -abs(each.gap))),
        owners=_sorted(owners),
        knowledge=_sorted(learned),
        totals_before=_totals(before),
        totals_after=_totals(after),
    )


def _moved(before: State, after: State) -> set[str]:
    """Lines that raw names present in both states left or joined: only their verdict changed."""
    where = {name: key for key, names in before.names.items() for name in names}
    moved: set[str] = set()
    for key, names in after.names.items():
        for name in names:
            if where.get(name, key) != key:
                moved |= {key, where[name]}
    return moved


def _type(held: Held | None) -> str:
    return "component" if held is None else held.type


def _other_owner(before: Held, after: Held) -> bool:
    return (before.vendor_id, before.parent_id) != (after.vendor_id, after.parent_id)


def _world_changed(
    before: Held, after: Held, first: State, last: State, knowledge: Knowledge
) -> bool:
    if first.knowledge_digest == last.knowledge_digest:
        return True
    if before.vendor_id != after.vendor_id:
        return False  # who makes a product is not dated: another vendor is a corrected fact
    product_id = after.key.removeprefix("product:") if after.key.startswith("product:") else ""
    product_id = product_id.partition(TOLD)[0]
    then = {
        policy: origin_for(knowledge, after.vendor_id, product_id, policy, first.on)
        for policy in POLICIES
    }
    return then["majority"].parent_id == before.parent_id and all(
        then[policy].answer == before.origins.get(policy, "unknown") for policy in POLICIES
    )


def _sorted(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(
        sorted(
            changes,
            key=lambda each: (-each.line.devices, each.line.product.casefold(), each.line.key),
        )
    )


def _totals(state: State) -> Totals:
    products = state.counted()
    return Totals(
        products=len(products),
        asides=len(state.lines) - len(products),
        vendors=len({each.vendor_id for each in products if each.vendor_id}),
        installations=sum(each.devices for each in products),
        answers={policy: state.answers(policy) for policy in POLICIES},
    )
