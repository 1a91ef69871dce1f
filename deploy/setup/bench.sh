#!/usr/bin/env bash
# `make bench`: sets up, then runs the benchmarks, prints a table and writes bench.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bash deploy/setup/setup.sh --tests
unset PYTHONPATH PYTHONHOME
exec .venv/bin/python tests/benchmarks/run.py "$@"
