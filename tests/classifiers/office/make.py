"""Draws the software of 200 office machines of a town hall from the catalogue beside this file.

The catalogue gives display names with the share of machines, in percent, on which each is usual.
Common software bears the names that its installers write; trade software bears its publisher's
product names, since no public list shows how it appears on machines; the lines at one percent are
an unchosen sample of names seen on real machines. The draw is seeded: it always writes the same.

    .venv/bin/python tests/classifiers/office/make.py
"""

import csv
import random
from pathlib import Path

HERE = Path(__file__).parent
MACHINES = 200
SEED = 20261123


def draw() -> list[tuple[str, str, str, str, int]]:
    """Return (kind, raw_name, raw_publisher, version, machines), most frequent first."""
    chance = random.Random(SEED)
    rows: list[tuple[str, str, str, str, int]] = []
    with (HERE / "catalogue.csv").open(encoding="utf-8", newline="") as stream:
        for line in csv.DictReader(stream):
            share = float(line["percent"]) / 100
            count = sum(chance.random() < share for _machine in range(MACHINES))
            if count:
                rows.append(
                    ("windows", line["raw_name"], line["raw_publisher"], line["version"], count)
                )
    return sorted(rows, key=lambda row: (-row[4], row[1]))


if __name__ == "__main__":
    with (HERE / "postes.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["kind", "raw_name", "raw_publisher", "version", "machines"])
        writer.writerows(draw())
