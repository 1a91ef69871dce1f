#!/usr/bin/env bash
# `make run`: sets up what running needs, then starts the collector on this machine's own inventory.
# VIGIE_PORT changes the port (8470), VIGIE_RUN_DIR the folder of the data (./var).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bash deploy/setup/setup.sh
unset PYTHONPATH PYTHONHOME
exec .venv/bin/vigie quickstart --data-dir "${VIGIE_RUN_DIR:-./var}"
