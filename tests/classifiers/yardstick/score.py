"""Scores the classifiers on names that people labelled by hand, half of which nobody looks at.

`names.csv` holds one labelled name per row: product and vendor with accepted other names (`|`),
seat and parent countries (two when arguable), free software or not, type. An empty cell is not
judged; a row without product is a name that nobody could name: the right answer is to abstain.

The half `unseen` is only ever scored as a whole: knowledge is written while looking at `seen`.
Usage: python tests/classifiers/yardstick/score.py [--faults]   (faults of the seen half)
"""

import csv
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from vigie_classifiers import Knowledge, Verdict, load
from vigie_classifiers.countries import WIDE
from vigie_classifiers.normalise import fold
from vigie_classifiers.publisher import key
from vigie_classifiers.tails import heavy

NAMES = Path(__file__).parent / "names.csv"

SURE = 0.8
DAY = date(2026, 11, 25)
"""Ownership is judged on the day of the labels."""
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_FILLERS = frozenset(["the", "for", "and", "app", "application", "software", "client"])

Row = dict[str, str]


@dataclass(slots=True)
class Score:
    """Counts of one half."""

    rows: int = 0
    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    judged: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    faults: list[str] = field(default_factory=list[str])

    def share(self, measure: str) -> float:
        """Per cent of what was judged."""
        return 100 * self.right[measure] / self.judged[measure] if self.judged[measure] else 0.0

    @property
    def balanced(self) -> float:
        """Mean of the shares found among European and among other parents, per cent."""
        return (self.share("european") + self.share("not european")) / 2

    @property
    def wrong_when_sure(self) -> float:
        """Per cent of the sure answers that name a wrong product or vendor."""
        return 100 - self.share("sure")

    @property
    def answered_surely(self) -> float:
        """Per cent of the names that have a label and get a sure answer."""
        return 100 * self.judged["sure labelled"] / max(1, self.judged["product"])

    def note(self, measure: str, right: bool) -> None:
        """Count one judgement."""
        self.judged[measure] += 1
        self.right[measure] += right


def rows() -> list[Row]:
    """All the labelled names."""
    with NAMES.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def score(knowledge: Knowledge, half: str) -> Score:
    """Judge one half ("seen" or "unseen")."""
    found = Score()
    for row in rows():
        if row["half"] == half:
            _judge(found, knowledge, row)
    return found


def _judge(found: Score, knowledge: Knowledge, row: Row) -> None:
    verdict = knowledge.classify(
        row["kind"], row["raw_name"], row["raw_publisher"], row["version"],
        source_package=row["source_package"],
    )  # fmt: skip
    found.rows += 1
    if not row["product"]:
        found.note("abstains", not verdict.product_id)
        if verdict.confidence >= SURE:
            found.note("sure", right=False)
        _tell(found, row, verdict, "should abstain" if verdict.product_id else "")
        return
    product = same_product(verdict, row)
    vendor = same_vendor(verdict, row)
    found.note("product", product)
    found.note("vendor", vendor)
    if verdict.confidence >= SURE:
        found.note("sure labelled", right=True)
        found.note("sure", (product or not verdict.product_id) and vendor)
    fault = " ".join(
        word for word, right in (("product", product), ("vendor", vendor)) if not right
    )
    fault += _judge_countries(found, knowledge, row, verdict)
    for column, value in (("open_source", verdict.open_source), ("type", verdict.type)):
        if row[column]:
            found.note(column, value in row[column].split("|"))
    _tell(found, row, verdict, fault)


def _judge_countries(found: Score, knowledge: Knowledge, row: Row, verdict: Verdict) -> str:
    origin = knowledge.origin(verdict.vendor_id, "majority", DAY)
    fault = ""
    if row["vendor_country"]:
        found.note("vendor country", origin.seat in row["vendor_country"].split("|"))
    if row["parent_country"]:
        wanted = row["parent_country"].split("|")
        right = origin.parent_country in wanted
        found.note("parent country", right)
        fault = "" if right else f" parent({origin.parent_country or '?'}≠{'|'.join(wanted)})"
        sides = {one in WIDE for one in wanted if one != "ZZ"}
        if len(sides) == 1 and "ZZ" not in wanted:
            side = sides.pop()
            answer = origin.parent_country
            same = bool(answer) and answer != "ZZ" and (answer in WIDE) == side
            found.note("european" if side else "not european", same)
    return fault


def same_product(verdict: Verdict, row: Row) -> bool:
    """Say whether the product is the labelled one or one of its accepted names."""
    wanted = {
        _core(name, vendor)
        for name in (row["product"], *row["accept"].split("|"))
        for vendor in ("", row["vendor"], verdict.vendor)
        if name
    }
    return any(
        _core(verdict.product, vendor) in wanted for vendor in ("", row["vendor"], verdict.vendor)
    )


def same_vendor(verdict: Verdict, row: Row) -> bool:
    """Say whether the vendor is the labelled one, or one of its accepted names, longer or shorter."""
    told = key(verdict.vendor)
    wanted = {key(one) for one in (row["vendor"], *row["vendor_accept"].split("|")) if one}
    return bool(told) and any(
        told == one or f"{told} ".startswith(f"{one} ") or f"{one} ".startswith(f"{told} ")
        for one in wanted
    )


def _core(name: str, vendor: str) -> str:
    """A product name without brackets, fillers and its vendor's name."""
    text = heavy(_BRACKETS.sub("", name))[-1] if name else ""
    maker = fold(vendor) if vendor else ""
    if maker and text.startswith(maker + " "):
        text = text[len(maker) + 1 :]
    return "".join(one for one in text.split() if one not in _FILLERS)


def _tell(found: Score, row: Row, verdict: Verdict, fault: str) -> None:
    if fault.strip():
        found.faults.append(
            f"{fault.strip():<28} {verdict.confidence:.2f} {row['kind']:<9} {row['raw_name'][:60]!r} "
            f"[{row['raw_publisher'][:30]}] -> {verdict.product or '-'} / {verdict.vendor or '-'}"
            f"  wanted {row['product'] or '(abstain)'} / {row['vendor']}"
        )


def table(found: Score) -> list[tuple[str, float, float | None]]:
    """Name, per cent and wanted figure of each measure."""
    return [
        ("product", found.share("product"), 90),
        ("vendor", found.share("vendor"), 96),
        ("vendor country", found.share("vendor country"), None),
        ("parent country", found.share("parent country"), 96),
        ("European or not, balanced", found.balanced, 96),
        ("wrong when confidence >= 0.8", found.wrong_when_sure, 1),
        ("answered with confidence >= 0.8", found.answered_surely, 65),
        ("open source", found.share("open_source"), None),
        ("type", found.share("type"), None),
        ("abstains where nobody knows", found.share("abstains"), None),
    ]


if __name__ == "__main__":
    base = load()
    for name in ("seen", "unseen"):
        result = score(base, name)
        print(f"{name}: {result.rows} names")
        for measure, value, _wanted in table(result):
            print(f"  {measure:<34} {value:6.1f} %")
        if name == "seen" and "--faults" in sys.argv:
            print(*result.faults, sep="\n")
