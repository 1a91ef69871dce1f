"""Share of real machines' software that gets a vendor: 200 office machines, one Debian server."""

import csv
import importlib.util
from pathlib import Path

import pytest
from vigie_classifiers import Knowledge

OFFICE = Path(__file__).parent / "office"


def share(knowledge: Knowledge, name: str) -> float:
    """Share of installations with a vendor, each row weighted by its machines."""
    total = known = 0
    with (OFFICE / name).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            weight = int(row.get("machines") or 1)
            verdict = knowledge.classify(
                row["kind"], row["raw_name"], row["raw_publisher"],
                source_package=row.get("source_package") or "",
            )  # fmt: skip
            total += weight
            known += weight if verdict.vendor_id else 0
    return known / total


@pytest.mark.parametrize("name", ["postes.csv", "serveur-debian.csv"])
def test_less_than_5_percent_stay_unknown(
    knowledge: Knowledge, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = share(knowledge, name)
    with capsys.disabled():
        print(f"\n{name}: {100 * found:.1f} % of installations have a vendor")
    assert found >= 0.95


def test_the_draw_is_the_committed_file() -> None:
    spec = importlib.util.spec_from_file_location("office_make", OFFICE / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with (OFFICE / "postes.csv").open(encoding="utf-8", newline="") as stream:
        committed = [tuple(row.values()) for row in csv.DictReader(stream)]
    drawn = [tuple(str(cell) for cell in row) for row in module.draw()]
    assert committed == drawn
