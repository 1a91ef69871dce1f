"""Runs every benchmark, prints a table and writes bench.json.

A benchmark is a module `bench_*.py` of this folder with `run() -> list[dict]`: name, value, unit,
limit (a number or None), peer (a sentence or ""). More is better for a unit that ends with "/s" or
is "%", less for all others. A missed limit is shown and never fails, since the machine may be
busy; what could not be measured fails. Usage: run.py [WORD…] keeps the modules named with a word.
"""

import importlib.util
import json
import os
import platform
import sys
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypedDict

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]


class Figure(TypedDict):
    """One measured figure."""

    name: str
    value: float
    unit: str
    limit: float | None
    peer: str


sys.path.insert(0, str(ROOT))  # benchmarks share tests/support with the tests


def load(path: Path) -> Any:
    """Import one benchmark by its path, under a name that cannot meet another module's."""
    spec = importlib.util.spec_from_file_location(f"vigie_benchmarks_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def line(figure: Figure) -> str:
    """Write one row of the table."""
    limit = figure.get("limit")
    rate = figure["unit"].endswith("/s") or figure["unit"] == "%"
    against = ""
    if limit is not None:
        good = figure["value"] >= limit if rate else figure["value"] <= limit
        against = f"{'ok' if good else 'MISSED'} ({'≥' if rate else '≤'} {limit:g})"
    value = f"{figure['value']:,.4g}" if abs(figure["value"]) < 1000 else f"{figure['value']:,.0f}"
    told = f"{figure['name']:<52} {value:>10} {figure['unit']:<14} {against:<18}"
    return f"{told} {figure.get('peer', '')}".rstrip()


def machine() -> dict[str, object]:
    """Say where the figures were taken, without naming the host."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "architecture": platform.machine(),
    }


def main(words: list[str]) -> int:
    """Run the benchmarks; 1 when one of them could not measure."""
    figures: list[Figure] = []
    failed: list[str] = []
    paths = [
        p for p in sorted(FOLDER.glob("bench_*.py")) if not words or any(w in p.stem for w in words)
    ]
    for path in paths:
        begun = time.monotonic()
        print(f"» {path.stem.removeprefix('bench_')}", flush=True)
        try:
            found: list[Figure] = load(path).run()
        except Exception:  # noqa: BLE001 - one benchmark that breaks must not hide the others
            traceback.print_exc()
            failed.append(path.stem)
            continue
        figures.extend(found)
        for figure in found:
            print("  " + line(figure), flush=True)
        print(f"  {time.monotonic() - begun:.1f} s")
    document = {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "figures": figures,
        "not_measured": failed,
    }
    (ROOT / "bench.json").write_text(
        json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(f"\n{len(figures)} figures in bench.json; not measured: {', '.join(failed) or 'none'}")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
