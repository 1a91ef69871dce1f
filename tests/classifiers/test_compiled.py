"""The compiled copy: the same base, never a stale one, never a broken one."""

import os
from pathlib import Path

from vigie_classifiers.base import Knowledge
from vigie_classifiers.compiled import read

NEW = """
id = "neuf"
name = "Neuf"
vendor = "mairisoft"
category = "logiciel/metier-autre"
basis = "general knowledge"
[[match]]
kinds = ["windows"]
names = ["Neuf Neuf"]
"""


def copies(cache: Path) -> list[Path]:
    return sorted(cache.glob("knowledge-*"), key=lambda one: one.stat().st_mtime_ns)


def test_it_gives_the_same_base_and_tables(base_copy: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first, again = read(cache=cache, only=base_copy), read(cache=cache, only=base_copy)
    assert len(copies(cache)) == 1
    assert again == first
    plain = read(only=base_copy)
    assert plain == first
    assert Knowledge(*again).classify("windows", "Paie Claire 12.3") == Knowledge(*plain).classify(
        "windows", "Paie Claire 12.3"
    )


def test_it_is_the_copy_that_answers(base_copy: Path, tmp_path: Path) -> None:
    """Files that look the same are not read again: that is what makes a start quick."""
    cache, file = tmp_path / "cache", base_copy / "mairisoft" / "paie-claire.toml"
    base, _tables = read(cache=cache, only=base_copy)
    seen = file.stat()
    file.write_text(file.read_text("utf-8").replace("Paie Claire", "Paie Chaire"), "utf-8")
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert read(cache=cache, only=base_copy)[0] == base


def test_a_changed_base_never_meets_a_stale_copy(base_copy: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first, _tables = read(cache=cache, only=base_copy)
    (base_copy / "mairisoft" / "neuf.toml").write_text(NEW, "utf-8")
    second, _tables = read(cache=cache, only=base_copy)
    assert second.digest != first.digest
    assert "neuf" in second.products


def test_a_local_folder_has_its_own_copy(base_copy: Path, tmp_path: Path) -> None:
    cache, local = tmp_path / "cache", tmp_path / "local"
    (local / "mairisoft").mkdir(parents=True)
    (local / "mairisoft" / "neuf.toml").write_text(NEW, "utf-8")
    with_local, _tables = read(local, cache, only=base_copy)
    without, _tables = read(None, cache, only=base_copy)
    assert len(copies(cache)) == 2
    assert with_local.files.local == {"neuf"}
    assert not without.files.local


def test_a_damaged_copy_is_written_again(base_copy: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = read(cache=cache, only=base_copy)
    (copy,) = copies(cache)
    for content in (b"{", b"", copy.read_bytes()[:-7]):
        copy.write_bytes(content)
        assert read(cache=cache, only=base_copy) == first
        assert copy.stat().st_size > 100


def test_old_copies_are_tidied_away(base_copy: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "knowledge-0123.json").write_text("[]")
    for number in range(6):
        (base_copy / "mairisoft" / "neuf.toml").write_text(NEW + f"# {number}\n" * number, "utf-8")
        read(cache=cache, only=base_copy)
    assert len(copies(cache)) == 3
