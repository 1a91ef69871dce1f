"""What the set-up says on a machine that lacks something: one sentence in each language."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("bash", "dirname", "id", "make", "git", "sha256sum", "cut", "cat", "realpath")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder of commands with all that is needed, but no Python."""
    for name in NEEDED:
        found = next(
            (
                Path(folder) / name
                for folder in ("/usr/bin", "/bin")
                if (Path(folder) / name).exists()
            ),
            None,
        )
        assert found is not None, f"this machine has no {name}"
        (tmp_path / name).symlink_to(found)
    return tmp_path


def setup_says(path: Path, **more: str) -> tuple[int, str]:
    """Run the set-up with only the commands of a folder; give its exit code and what it said."""
    done = subprocess.run(
        ["/bin/bash", "deploy/setup/setup.sh"],
        cwd=ROOT,
        env={"PATH": str(path), "HOME": os.environ.get("HOME", "/"), **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("missing", ["git", "make"])
def test_a_missing_command_is_named(path: Path, missing: str) -> None:
    (path / missing).unlink()
    code, said = setup_says(path)
    assert code == 2
    assert f"Il manque {missing}. Installez-le : apt install {missing}" in said
    assert f"{missing} is missing. Install it: apt install {missing}" in said


def test_no_python_or_an_old_one(path: Path) -> None:
    code, said = setup_says(path)
    assert code == 2
    assert "Il manque Python 3.11 ou plus récent" in said
    old = path / "python3"
    old.write_text("#!/bin/bash\nexit 1\n")  # what « version < 3.11 » answers
    old.chmod(0o755)
    code, said = setup_says(path)
    assert code == 2
    assert "Python 3.11 or later is missing" in said


def test_a_python_without_venv(path: Path) -> None:
    bare = path / "python3"
    bare.write_text(
        '#!/bin/bash\ncase "$2" in *"import venv"*) exit 1 ;; *_base_executable*) echo "$0" ;; esac\n'
    )
    bare.chmod(0o755)
    code, said = setup_says(path)
    assert code == 2
    assert "n'a pas le module venv. Installez-le : apt install python3-venv" in said
