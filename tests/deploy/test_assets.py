"""The scripts and styles of the pages, copied from the real npm packages."""

import importlib.util
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def script() -> Any:
    """Import deploy/setup/build_assets.py, which is no package."""
    path = ROOT / "deploy/setup/build_assets.py"
    spec = importlib.util.spec_from_file_location("build_assets", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with nothing but the npm packages."""
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "collector/vigie_collector/web/static").mkdir(parents=True)
    return tmp_path


def test_each_library_comes_with_its_licence(project: Path) -> None:
    written = script().build(project)
    vendor = project / script().TARGET
    assert all(path.stat().st_size > 0 for path in written)
    assert {path.name for path in vendor.iterdir()} == {
        "tabler",
        "htmx",
        "echarts",
        "versions.json",
    }
    for folder in ("tabler", "htmx", "echarts"):
        assert (vendor / folder / "LICENSE").read_text(encoding="utf-8").strip()
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for package, version in json.loads((vendor / "versions.json").read_text()).items():
        assert locked[f"node_modules/{package}"]["version"] == version


def test_styles_call_nobody(project: Path) -> None:
    script().build(project)
    for sheet in (project / script().TARGET).rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert not re.search(r"@import|url\(['\"]?(https?:)?//", text), sheet


def test_it_can_be_built_again_and_leaves_nothing_behind(project: Path) -> None:
    first = script().build(project)
    (project / script().TARGET / "old.js").write_text("old")
    assert script().build(project) == first
    assert not (project / script().TARGET / "old.js").exists()


def test_a_package_without_its_file_is_told(project: Path) -> None:
    (project / "node_modules").unlink()
    shutil.copytree(ROOT / "node_modules/htmx.org", project / "node_modules/htmx.org")
    with pytest.raises(SystemExit, match=r"Il manque dist/css/tabler\.min\.css dans le paquet npm"):
        script().build(project)
