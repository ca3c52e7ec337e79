#!/usr/bin/env bash
# The long form of the fault suite: bash scripts/faults.sh [KILLS], 200 by default.
# A tenth as many power cuts, and 50 sockets for each kill in the storm (10,000 at most). See docs/testing.md.
set -euo pipefail
cd "$(dirname "$0")/.."
export ORT_DISABLE_TELEMETRY=1
export ATTUNE_FAULT_ROUNDS="${1:-200}"
# As many sockets in the test as in the server; both take what they may.
ulimit -n "$(ulimit -Hn)"
cargo test --locked --test faults -- --nocapture --test-threads 1
