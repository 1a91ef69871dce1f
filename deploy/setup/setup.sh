#!/usr/bin/env bash
# Sets everything up in this folder: .tools (uv, Node if there is none), .venv (the four rooms), web assets,
# translations and compiled knowledge. Quick when nothing changed.
# Usage: setup.sh [--tests]     --tests adds what the tests need (linters, type checkers, axe-core).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
umask 022
# An active virtual environment, or a PYTHONPATH, of another project must not leak into ours.
unset VIRTUAL_ENV PYTHONPATH PYTHONHOME CONDA_PREFIX PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV
. deploy/setup/say.sh
. deploy/setup/prerequisites.sh
. deploy/setup/stamps.sh
. deploy/setup/steps.sh

WITH_TESTS=no
[ "${1:-}" != "--tests" ] || WITH_TESTS=yes

check_prerequisites
mkdir -p .tools
if command -v flock >/dev/null 2>&1; then # two set-ups of one folder at once would break each other
    exec 9>.tools/lock
    flock 9
fi
setup_tools
setup_python
setup_assets
setup_translations
setup_knowledge
