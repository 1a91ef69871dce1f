#!/usr/bin/env bash
# `make test`: sets up, then runs all that CI runs. Every check runs, even after one failed; the end tells all.
# VIGIE_PYTEST_WORKERS changes the number of pytest's processes (2).
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bash deploy/setup/setup.sh --tests || exit $?
unset VIRTUAL_ENV PYTHONPATH PYTHONHOME
export PATH="$PWD/.venv/bin:$PATH"
WORK=$(mktemp -d "${TMPDIR:-/tmp}/vigie-test.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
TOLD=()
FAILED=0

# Runs one check and notes how it went and how long it took. Usage: check NAME COMMAND...
check() {
    local name=$1 begun=$SECONDS state=ok
    shift
    printf '\n=== %s\n' "$name"
    "$@" || { state=FAILED; FAILED=1; }
    TOLD+=("$(printf '%-8s %4d s  %s' $state $((SECONDS - begun)) "$name")")
}

pytest_logged() {
    pytest -n "${VIGIE_PYTEST_WORKERS:-2}" --dist loadgroup --cov --cov-report=term 2>&1 | tee "$WORK/pytest.log"
    return "${PIPESTATUS[0]}"
}

# Sentences for users are French: the spelling checker sees the English alone.
spelling() {
    mkdir "$WORK/english" &&
        git ls-files --cached --others --exclude-standard | python deploy/setup/english.py "$WORK/english" &&
        (cd "$WORK/english" && codespell --ignore-words-list groupe)
}

check "system packages" bash deploy/setup/test_packages.sh
check "ruff check" ruff check .
check "ruff format" ruff format --check .
check "codespell" spelling
check "import-linter" lint-imports
check "mypy" mypy
check "pyright" pyright
check "knowledge base" vigie-classify check
check "pytest" pytest_logged

printf '\n=== summary\n'
printf '%s\n' "${TOLD[@]}"
tail -n 1 "$WORK/pytest.log" # pytest's closing line, where everybody looks for it
exit $FAILED
