"""Reading: refused shapes, local entries that win, the compiled copy."""

from pathlib import Path

import pytest
from vigie_classifiers import KnowledgeError, load
from vigie_classifiers.base import Knowledge
from vigie_classifiers.loader import read_base

LOCAL = """
id = "{id}"
name = "{name}"
vendor = "mairisoft"
category = "logiciel/metier-autre"
basis = "general knowledge"
[[match]]
kinds = ["windows"]
names = ["{seen}"]
[[examples]]
kind = "windows"
seen = "{seen}"
"""


def write(root: Path, path: str, text: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return root


def test_unknown_key_names_the_file_and_the_cure(base_copy: Path) -> None:
    file = base_copy / "mairisoft" / "paie-claire.toml"
    file.write_text(file.read_text("utf-8").replace("licence =", "licnece ="), "utf-8")
    with pytest.raises(KnowledgeError, match=r"mairisoft/paie-claire.toml.*licnece.*licence"):
        read_base(only=base_copy)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Paie Claire"', "name = 12", "texte"),
        ('vendor = "mairisoft"\n', "", "manque la clé"),
        ('id = "paie-claire"', "id =", "TOML"),
        ('names = ["Paie Claire"]', 'names = "Paie Claire"', "liste"),
    ],
)
def test_wrong_shapes_are_one_sentence(base_copy: Path, old: str, new: str, said: str) -> None:
    file = base_copy / "mairisoft" / "paie-claire.toml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(KnowledgeError, match=said) as raised:
        read_base(only=base_copy)
    assert "paie-claire.toml" in str(raised.value)
    assert "\n" not in str(raised.value).strip() or "TOML" in said


def test_local_entries_win(base_copy: Path, tmp_path: Path) -> None:
    local = write(
        tmp_path / "local", "mairisoft/la-notre.toml",
        LOCAL.format(id="la-notre", name="La nôtre", seen="Paie Claire"),
    )  # fmt: skip
    shipped = Knowledge(read_base(only=base_copy))
    ours = Knowledge(read_base(local, only=base_copy))
    assert shipped.classify("windows", "Paie Claire").product_id == "paie-claire"
    verdict = ours.classify("windows", "Paie Claire")
    assert verdict.product_id == "la-notre"
    assert verdict.evidence[0].source == "local/mairisoft/la-notre.toml"
    assert ours.digest != shipped.digest


def test_a_local_pattern_wins_over_a_shipped_exact_name(base_copy: Path, tmp_path: Path) -> None:
    text = LOCAL.format(id="motif", name="Motif", seen="Paie Claire").replace(
        'names = ["Paie Claire"]', "patterns = ['Paie C.+']"
    )
    ours = Knowledge(
        read_base(write(tmp_path / "local", "mairisoft/motif.toml", text), only=base_copy)
    )
    assert ours.classify("windows", "Paie Claire", "Mairisoft").product_id == "motif"
    assert ours.classify("windows", "Courrier", "Mairisoft").product_id == "courrier"


def test_a_local_entry_replaces_the_shipped_one_of_the_same_id(
    base_copy: Path, tmp_path: Path
) -> None:
    local = write(
        tmp_path / "local", "mairisoft/paie-claire.toml",
        LOCAL.format(id="paie-claire", name="Paie Claire (nous)", seen="PCL"),
    )  # fmt: skip
    ours = Knowledge(read_base(local, only=base_copy))
    assert ours.products["paie-claire"].name == "Paie Claire (nous)"


def test_a_missing_local_folder_is_no_fault(tmp_path: Path) -> None:
    assert load(tmp_path / "absent").products


def test_a_missing_base_says_so(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="n'existe pas"):
        read_base(only=tmp_path / "absent")
