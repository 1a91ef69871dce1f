"""Speed and weight of the classifiers.

The peer is what inventory servers with a user dictionary do: Python `re`, rule after rule.
"""

import csv
import re
import resource
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from vigie_classifiers.base import Knowledge
from vigie_classifiers.loader import read_base

OFFICE = Path(__file__).parents[1] / "classifiers" / "office"
PUBLISHED_PEER = 670
"""Names per second of 10,000 rules tried one by one, measured once on a comparable machine."""

Result = dict[str, object]


def _names() -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for file in ("postes.csv", "serveur-debian.csv"):
        with (OFFICE / file).open(encoding="utf-8", newline="") as stream:
            found += [
                (row["kind"], row["raw_name"], row["raw_publisher"])
                for row in csv.DictReader(stream)
            ]
    return found


def _distinct(count: int) -> list[tuple[str, str, str]]:
    """Real names made distinct by a version, so that no memo nor cache can answer."""
    names = _names()
    return [
        (kind, name if kind == "dpkg" else f"{name} {turn}.{number}", publisher)
        for turn in range(1, 1 + -(-count // len(names)))
        for number, (kind, name, publisher) in enumerate(names)
    ][:count]


def _cold(knowledge: Knowledge) -> float:
    names = list(dict.fromkeys(_distinct(8_000)))
    knowledge.forget()
    start = time.perf_counter()
    for kind, name, publisher in names:
        knowledge.classify(kind, name, publisher)
    return len(names) / (time.perf_counter() - start)


def _memo(knowledge: Knowledge) -> float:
    names = _names() * 200
    for kind, name, publisher in names[:2_000]:
        knowledge.classify(kind, name, publisher)
    start = time.perf_counter()
    for kind, name, publisher in names:
        knowledge.classify(kind, name, publisher)
    return len(names) / (time.perf_counter() - start)


def _rule_by_rule(knowledge: Knowledge) -> float:
    """The peer, in the same run, with the same knowledge written as rules."""
    rules = [
        (match.kinds, re.compile(text, re.IGNORECASE))
        for product in knowledge.products.values()
        for match in product.match
        for text in (*match.patterns, *(re.escape(name) + r"\b.*" for name in match.names))
        if "\\p" not in text and "\\z" not in text
    ]
    names = _distinct(400)
    start = time.perf_counter()
    for kind, name, _publisher in names:
        for kinds, rule in rules:
            if kind in kinds and rule.fullmatch(name):
                break
    return len(names) / (time.perf_counter() - start)


def _result(name: str, value: float, unit: str, limit: float, peer: str = "") -> Result:
    return {"name": name, "value": round(value, 2), "unit": unit, "limit": limit, "peer": peer}


def run() -> list[Result]:
    """Measure; each row is name, value, unit, limit (what is required) and peer (text)."""
    start = time.perf_counter()
    base = read_base()
    from_toml = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        read_base(cache=Path(folder))
        start = time.perf_counter()
        read_base(cache=Path(folder))
        compiled = time.perf_counter() - start
    start = time.perf_counter()
    tracemalloc.start()
    knowledge = Knowledge(base)
    memory = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    before = time.perf_counter()
    knowledge = Knowledge(base)
    index = time.perf_counter() - before
    cold = _cold(knowledge)
    peer = _rule_by_rule(knowledge)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = f"re rule by rule: {peer:,.0f}/s here, {PUBLISHED_PEER}/s with 10,000 rules"
    return [
        _result("classify, distinct names", cold, "names/s", 5000, said),
        _result("classify, with memo", _memo(knowledge), "names/s", 200000, said),
        _result("knowledge load, TOML files", from_toml * 1000, "ms", 5000),
        _result("knowledge load, compiled copy", compiled * 1000, "ms", 1500),
        _result("knowledge index", index * 1000, "ms", 3000),
        _result("knowledge index memory", memory, "MiB", 200),
        _result("process peak memory", peak, "MiB", 600),
    ]


if __name__ == "__main__":
    for row in run():
        sys.stdout.write("  ".join(str(one) for one in row.values()) + "\n")
