"""Throws made-up names at the classifiers and checks what must always hold.

Names are cut, joined, decorated and spoilt copies of real ones, and plain noise, drawn from a seed:
the same seed gives the same names. What must hold for each: no exception; evidence; a product
and a vendor of the base, or none; a confidence between 0 and 1 that is 0 when nothing is said; the same
answer when asked again; no name longer than the bound; no told name that a sheet would run.

Usage: fuzz_names.py [COUNT] [SEED]     (100,000 names, seed 1)
"""

import csv
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from vigie_classifiers import KINDS, Knowledge, Verdict, load
from vigie_classifiers.normalise import MAX_NAME

YARDSTICK = Path(__file__).parents[1] / "classifiers" / "yardstick" / "names.csv"
NOISE = (
    "\0", "\u202e", "\u200b", "é", "İ", "ß", "ﬁ", "Ω", "中", "🙂", "\ud800", "(", ")", "[", "{", "'", '"', "=",
    "+", "-", "@", "\\", "/", ":", ";", ",", ".", "..", "*", "%", "$", "^", "|", "\t", "\n", " ", "  ", "®", "™",
    "v1", "1.2.3", "2024", "x64", "(x86)", "fr-FR", "(64-bit)", "KB123456", "SP1", "R2", "cpe:2.3:a:", "pkg:",
    "{AC76BA86-7AD7-1036-7B44-AC0F074E4100}", "version", "pour Windows", "a" * 300, "(" * 60, "((a+)+)+$",
    "<script>", "'; --", "=cmd|' /C calc'!A0", "lib", "-dev", "python3-", "_8wekyb3d8bbwe", "TeamID ABCDE12345",
)  # fmt: skip


def words() -> list[tuple[str, str]]:
    """Real names with their publishers, the raw material."""
    with YARDSTICK.open(encoding="utf-8", newline="") as stream:
        return [(row["raw_name"], row["raw_publisher"]) for row in csv.DictReader(stream)]


def names(count: int, seed: int) -> Iterator[tuple[str, str, str, str]]:
    """Kind, name, publisher, source package of each made-up question."""
    draw = random.Random(seed)
    real = words()
    for _ in range(count):
        name, publisher = draw.choice(real)
        for _turn in range(draw.randrange(4)):
            name = _spoilt(draw, name, draw.choice(real)[0])
        if draw.random() < 0.3:
            publisher = draw.choice([*NOISE, draw.choice(real)[0], draw.choice(real)[1], ""])
        source = draw.choice(["", "", "", draw.choice(real)[0], draw.choice(NOISE)])
        yield draw.choice(KINDS), name, publisher, source


def _spoilt(draw: random.Random, name: str, other: str) -> str:
    """One change to a name."""
    at = draw.randrange(len(name) + 1)
    return draw.choice(
        [
            name[:at] + draw.choice(NOISE) + name[at:],
            name[:at],
            name[at:],
            f"{name} {draw.choice(NOISE)}",
            f"{draw.choice(NOISE)}{name}",
            name[:at] + other[at:],
            name.swapcase(),
            name.replace(" ", draw.choice(NOISE)),
            " ".join(draw.sample(name.split(), len(name.split()))),
            name * draw.randrange(1, 40),
        ]
    )


def fault(knowledge: Knowledge, verdict: Verdict) -> str:
    """What does not hold in one verdict, or nothing."""
    told = verdict.product
    checks = {
        "evidence": bool(verdict.evidence) and all(one.text for one in verdict.evidence),
        "product": verdict.product_id in ("", *({verdict.product_id} & knowledge.products.keys())),
        "vendor": verdict.vendor_id in ("", *({verdict.vendor_id} & knowledge.vendors.keys())),
        "confidence": 0 <= verdict.confidence <= 1,
        "silence": bool(verdict.confidence) == bool(verdict.vendor_id or verdict.vendor),
        "length": max(len(told), len(verdict.vendor), len(verdict.version)) <= MAX_NAME,
        "formula": verdict.product_id != "" or told[:1] not in ("=", "+", "-", "@"),
    }
    return next((name for name, holds in checks.items() if not holds), "")


def run(knowledge: Knowledge, count: int, seed: int) -> list[str]:
    """Faults met, each with the question that gave it; at most 20."""
    faults: list[str] = []
    for kind, name, publisher, source in names(count, seed):
        try:
            verdict = knowledge.classify(kind, name, publisher, source_package=source)
            wrong = fault(knowledge, verdict)
        except Exception as error:  # noqa: BLE001 - any exception is what is looked for
            wrong = f"{type(error).__name__}: {error}"
        if wrong:
            faults.append(f"{wrong}: {kind} {name!r} {publisher!r} {source!r}")
            if len(faults) >= 20:
                break
    return faults


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    base = load()
    begun = time.monotonic()
    found = run(base, wanted, first)
    for one in found:
        print(one)
    print(f"{wanted} names, seed {first}, {time.monotonic() - begun:.0f} s: {len(found)} fault(s)")
    sys.exit(1 if found else 0)
