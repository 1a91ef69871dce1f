"""Copies the scripts and styles of the pages from node_modules into the collector.

Usage: build_assets.py ROOT (the folder that holds package.json, after `npm ci`). Licences go along.
"""

import json
import shutil
import sys
from pathlib import Path

TARGET = Path("collector/vigie_collector/web/static/vendor")
FILES = {
    "@tabler/core": ["dist/css/tabler.min.css", "dist/js/tabler.min.js"],
    "echarts": ["dist/echarts.min.js", "LICENSE", "NOTICE"],
    "htmx.org": ["dist/htmx.min.js", "LICENSE"],
}
"""What each package gives; its folder in the target is the first part of its plain name."""
OWN_LICENCES = {"@tabler/core": "tabler-licence.txt"}
"""Packages that carry no licence file: ours, beside this script."""


def folder_of(package: str) -> str:
    """Names the folder of a package: tabler, echarts, htmx."""
    return package.removeprefix("@").split("/")[0].split(".")[0]


def build(root: Path) -> list[Path]:
    """Rebuilds the target folder from nothing and gives the files written.

    Raises:
        SystemExit: a package lacks a file that we need; one sentence says which.
    """
    new = root / TARGET.with_name("vendor.new")
    shutil.rmtree(new, ignore_errors=True)
    written: list[Path] = []
    versions: dict[str, str] = {}
    for package, names in FILES.items():
        source = root / "node_modules" / package
        into = new / folder_of(package)
        into.mkdir(parents=True)
        for name in names:
            if not (source / name).is_file():
                raise SystemExit(
                    f"Il manque {name} dans le paquet npm {package} : relancez make setup. / "
                    f"The npm package {package} lacks {name}: run make setup again."
                )
            written.append(shutil.copyfile(source / name, into / Path(name).name))
        if package in OWN_LICENCES:
            licence = Path(__file__).parent / OWN_LICENCES[package]
            written.append(shutil.copyfile(licence, into / "LICENSE"))
        described = json.loads((source / "package.json").read_text(encoding="utf-8"))
        versions[package] = described["version"]
    (new / "versions.json").write_text(json.dumps(versions, indent=2) + "\n", encoding="utf-8")
    # The old folder stays until the new one is whole: a server that runs meanwhile misses nothing.
    shutil.rmtree(root / TARGET, ignore_errors=True)
    new.rename(root / TARGET)
    return [root / TARGET / path.relative_to(new) for path in written]


if __name__ == "__main__":
    built = build(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
    print(f"{len(built)} files in {TARGET}")
