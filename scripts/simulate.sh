#!/usr/bin/env bash
# Plays many seeds of the simulation (docs/testing.md): scripts/simulate.sh [how many] [from which].
set -euo pipefail
cd "$(dirname "$0")/.."
export ORT_DISABLE_TELEMETRY=1
ATTUNE_SIMULATE="${1:-1000}" ATTUNE_SIMULATE_FROM="${2:-0}" \
  cargo test --locked --test it simulation::seeds::asked_for -- --nocapture
