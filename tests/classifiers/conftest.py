"""A small base written by hand, so that the engine's tests do not depend on shipped facts."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from vigie_classifiers.base import Knowledge
from vigie_classifiers.loader import SHIPPED, read_base

BASE = Path(__file__).parent / "base"


@pytest.fixture(scope="session")
def small() -> Knowledge:
    return Knowledge(read_base(only=BASE))


@pytest.fixture
def base_copy(tmp_path: Path) -> Path:
    """Copy of the small base that a test may spoil, with the shipped categories."""
    copy = tmp_path / "base"
    shutil.copytree(BASE, copy)
    shutil.copy(SHIPPED / "categories.toml", copy / "categories.toml")
    return copy


@pytest.fixture
def world() -> Callable[[str], Knowledge]:
    """Builds a base of vendors from one TOML text of [vendors.ID] tables."""
    import tomllib
    from typing import Any, cast

    from vigie_classifiers.loader import Raw, assemble

    def build(text: str) -> Knowledge:
        tables = cast("dict[str, dict[str, Any]]", tomllib.loads(text))
        rows = [
            Raw(
                f"{one}/vendor.toml",
                False,
                {"id": one, "name": one.title(), "basis": "general knowledge", **table},
            )
            for one, table in tables.items()
        ]
        return Knowledge(assemble(rows, "sha256:test"))

    return build
