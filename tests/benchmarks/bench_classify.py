"""Speed and weight of the classifiers, beside peers measured in the same run.

Peers: what inventory servers with a user dictionary do (Python `re`, rule after rule), a full-text
index (SQLite FTS5, as Fleet searches CPE names) and fuzzy matching (rapidfuzz).
"""

import csv
import gc
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from rapidfuzz import fuzz, process
from vigie_classifiers import compiled
from vigie_classifiers.base import Knowledge
from vigie_classifiers.forms import IDENTIFIERS
from vigie_classifiers.loader import Base, read_base
from vigie_classifiers.model import Product

from tests.classifiers.yardstick.score import score, table

OFFICE = Path(__file__).parents[1] / "classifiers" / "office"
YARDSTICK = Path(__file__).parents[1] / "classifiers" / "yardstick" / "names.csv"
PUBLISHED_PEER = 670
"""Names per second of 10,000 rules tried one by one, measured once on a comparable machine."""
_WORD = re.compile(r"\w+")

Name = tuple[str, str, str]
Result = dict[str, object]


def _names() -> list[Name]:
    """Real names of every kind."""
    found: list[Name] = []
    for file in (OFFICE / "postes.csv", OFFICE / "serveur-debian.csv", YARDSTICK):
        with file.open(encoding="utf-8", newline="") as stream:
            found += [
                (row["kind"], row["raw_name"], row["raw_publisher"])
                for row in csv.DictReader(stream)
            ]
    return list(dict.fromkeys(found))


def _distinct(count: int) -> list[Name]:
    """Real names, then the same made distinct by a version, so that no memo can answer.

    Names that are identifiers (packages, images, service classes) have no version: once each.
    """
    names = _names()
    versioned = [one for one in names if one[0] not in IDENTIFIERS]
    return (
        names
        + [
            (kind, f"{name} {turn}.{number}", publisher)
            for turn in range(1, 1 + -(-count // len(versioned)))
            for number, (kind, name, publisher) in enumerate(versioned)
        ][: count - len(names)]
    )


def _dictionary_hits(knowledge: Knowledge, count: int) -> list[Name]:
    """Real names, as machines write them, that a dictionary answers."""
    hits = [
        one
        for one in _names()
        if knowledge.classify(*one).why[0] in ("exact-name", "normalised-name")
    ]
    return hits[:count]


def _rate(work: Callable[[Name], object], names: Iterable[Name]) -> float:
    """Names per second of this process's own processor time."""
    count, start = 0, time.process_time()
    for one in names:
        work(one)
        count += 1
    return count / max(time.process_time() - start, 1e-9)


def _cold(knowledge: Knowledge, names: list[Name]) -> float:
    for kind in {one[0] for one in names}:
        knowledge.classify(kind, "x y z")  # builds the automaton of the kind
    knowledge.forget()
    gc.collect()
    gc.freeze()
    return _rate(lambda one: knowledge.classify(*one), names)


def _memo(knowledge: Knowledge) -> float:
    names = _names()
    for one in names:
        knowledge.classify(*one)
    many = names * (1_000_000 // len(names))
    classify, start = knowledge.classify, time.process_time()
    for kind, name, publisher in many:
        classify(kind, name, publisher)
    return len(many) / (time.process_time() - start)


def _texts(base: Base) -> list[str]:
    """Every whole name of the base."""
    return sorted(
        {name for one in base.products.values() for block in one.match for name in block.names}
    )


def _rule_by_rule(base: Base) -> float:
    """The same knowledge written as rules of Python's `re`."""
    rules = [
        (match.kinds, re.compile(text, re.IGNORECASE))
        for product in base.products.values()
        for match in product.match
        for text in (*match.patterns, *(re.escape(name) + r"\b.*" for name in match.names))
        if "\\p" not in text and "\\z" not in text
    ]

    def first(one: Name) -> object:
        return next(
            (rule for kinds, rule in rules if one[0] in kinds and rule.fullmatch(one[1])), None
        )

    return _rate(first, _distinct(300))


def _full_text(base: Base) -> float:
    """The same names in SQLite FTS5, every word asked for."""
    index = sqlite3.connect(":memory:")
    index.execute("create virtual table names using fts5(name)")
    index.executemany("insert into names values (?)", [(one,) for one in _texts(base)])

    def found(one: Name) -> object:
        words = " ".join(f'"{word}"' for word in _WORD.findall(one[1])[:8]) or '"x"'
        return index.execute(
            "select name from names where names match ? limit 1", (words,)
        ).fetchone()

    return _rate(found, _distinct(2_000))


def _fuzzy(base: Base) -> float:
    """The same names through rapidfuzz, the nearest by ratio."""
    texts = [one.lower() for one in _texts(base)]
    return _rate(
        lambda one: process.extractOne(one[1].lower(), texts, scorer=fuzz.ratio, score_cutoff=90),
        _distinct(200),
    )


def _doubled(base: Base) -> Base:
    """The base with as many invented products again, each a twin under other names."""
    twins: dict[str, Product] = {}
    for one in base.products.values():
        blocks = tuple(
            replace(
                block,
                names=tuple(f"Jumeau {name} bis" for name in block.names),
                prefixes=tuple(f"Jumeau {name} bis" for name in block.prefixes),
                patterns=tuple(f"jumeau ({text}) bis" for text in block.patterns),
            )
            for block in one.match
        )
        twins[f"jumeau-{one.id}"] = replace(
            one, id=f"jumeau-{one.id}", match=blocks, identifiers=()
        )
    return replace(base, products={**base.products, **twins})


def _whole_process(count: int) -> float:
    """Rows per second of the command on a file of distinct rows, its start included."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "names.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["id", "kind", "raw_name", "raw_publisher", "version"])
            writer.writerows([f"n{n}", *one, ""] for n, one in enumerate(_distinct(count)))
        command = [str(Path(sys.executable).with_name("vigie-classify")), str(file)]
        environment = {"VIGIE_CACHE_DIR": folder, "PATH": "/usr/bin:/bin"}
        subprocess.run(
            [command[0], "explain", "x"], env=environment, check=True, capture_output=True
        )
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with (Path(folder) / "out.csv").open("wb") as out:
            subprocess.run(command, env=environment, check=True, stdout=out)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return count / spent


def _load() -> tuple[float, float]:
    """Milliseconds of a load from the compiled copy, best of five, and MiB that it adds."""
    script = (
        "import sys,time;from pathlib import Path;import vigie_classifiers as v;"
        "t=time.process_time();"
        "k=v.load(cache=Path(sys.argv[1]));t=time.process_time()-t;"
        'b=open("/proc/self/status").read().split("VmHWM:")[1].split()[0];print(t*1000,int(b)/1024)'
    )
    with tempfile.TemporaryDirectory() as folder:
        told = [
            subprocess.run(
                [sys.executable, "-c", script, folder], check=True, capture_output=True, text=True
            ).stdout.split()
            for _turn in range(6)
        ][1:]
    return min(float(one[0]) for one in told), max(float(one[1]) for one in told)


def _result(name: str, value: float, unit: str, limit: float, peer: str = "") -> Result:
    return {"name": name, "value": round(value, 2), "unit": unit, "limit": limit, "peer": peer}


def _accuracy(knowledge: Knowledge) -> list[Result]:
    """Scores on the labelled names that nobody looks at."""
    found = score(knowledge, "unseen")
    return [
        _result(
            f"yardstick: {name}", value, "% wrong" if name.startswith("wrong") else "%", wanted or 0
        )
        for name, value, wanted in table(found)
    ]


def run() -> list[Result]:
    """Measure; each row is name, value, unit, limit (what is required) and peer (text)."""
    start = time.process_time()
    base = read_base()
    from_toml = time.process_time() - start
    knowledge = Knowledge(*compiled.read())
    names = _distinct(40_000)
    larger = Knowledge(_doubled(base))
    turns = [(_cold(knowledge, names), _cold(larger, names)) for _turn in range(4)]
    cold, doubled = max(one for one, _other in turns), max(other for _one, other in turns)
    hits = _dictionary_hits(knowledge, 20_000)
    hit_rate = max(_cold(knowledge, hits) for _turn in range(3))
    load_ms, load_mib = _load()
    peers = (
        f"re rule by rule {_rule_by_rule(base):,.0f}/s ({PUBLISHED_PEER}/s with 10,000 rules), "
        f"SQLite FTS5 {_full_text(base):,.0f}/s, rapidfuzz {_fuzzy(base):,.0f}/s"
    )
    return [
        _result("classify, distinct names", cold, "names/s", 75_000, peers),
        _result("classify, dictionary hits", hit_rate, "names/s", 150_000),
        _result("classify, names seen before", _memo(knowledge), "names/s", 3_000_000),
        _result("classify, base twice as large", 100 * (cold / doubled - 1), "% more per name", 10),
        _result("vigie-classify, 200,000 distinct rows", _whole_process(200_000), "rows/s", 40_000),
        _result("knowledge load, compiled copy", load_ms, "ms", 150),
        _result("process with the base loaded", load_mib, "MiB", 120),
        _result("knowledge load, TOML files", from_toml * 1000, "ms", 5000),
        *_accuracy(knowledge),
    ]


if __name__ == "__main__":
    for row in run():
        sys.stdout.write("  ".join(str(one) for one in row.values()) + "\n")
