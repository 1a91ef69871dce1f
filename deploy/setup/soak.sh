#!/usr/bin/env bash
# `make soak`: the long runs that the tests only sample. VIGIE_SOAK_NAMES changes the number of made-up names.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bash deploy/setup/setup.sh --tests
unset PYTHONPATH PYTHONHOME
exec .venv/bin/python tests/soak/fuzz_names.py "${VIGIE_SOAK_NAMES:-5000000}" "${VIGIE_SOAK_SEED:-1}"
