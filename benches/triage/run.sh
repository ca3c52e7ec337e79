#!/usr/bin/env bash
# Reads the same messages with Attune (both engines), Python and Node on one core, three rounds in turn, and prints the
# medians of the rounds as a Markdown table. Sets the peers up under target/bench-peers; never run by CI.
#
#     bash benches/triage/run.sh [CORE]        the last core unless one is named
#
# Needs cargo, python3 with venv, node with npm, taskset, and ONNX Runtime (`sh scripts/onnxruntime.sh`).
set -euo pipefail
cd "$(dirname "$0")/../.."
export ORT_DISABLE_TELEMETRY=1

core=${1:-$(($(nproc) - 1))}
rounds=${ROUNDS:-3}
here=benches/triage
peers=target/bench-peers
out=$peers/rounds.jsonl

mkdir -p "$peers/node"
[ -x "$peers/venv/bin/python" ] || python3 -m venv "$peers/venv"
"$peers/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/peers/requirements.txt"
cp "$here/peers/package.json" "$here/peers/package-lock.json" "$here/peers/peer.mjs" "$peers/node/"
# Its install script would fetch GPU libraries; the CPU's are in the package.
[ -d "$peers/node/node_modules" ] || npm ci --prefix "$peers/node" --ignore-scripts --no-audit --no-fund --silent
cargo bench --quiet --bench triage --no-run

pinned() { taskset -c "$core" "$@"; }
load() { cut -d' ' -f1-3 /proc/loadavg; }
before=$(load)
: > "$out"
for round in $(seq "$rounds"); do
  echo "round $round of $rounds" >&2
  pinned cargo bench --quiet --bench triage -- --engine ort --json >> "$out"
  pinned "$peers/venv/bin/python" "$here/peers/peer.py" models "$here/messages.txt" "$peers/ids.json" >> "$out"
  pinned node "$peers/node/peer.mjs" models "$here/messages.txt" "$peers/ids.json" >> "$out"
  pinned cargo bench --quiet --bench triage -- --engine rten --json >> "$out"
done
after=$(load)
"$peers/venv/bin/python" "$here/peers/table.py" "$out"
cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
echo "Commit $(git describe --always --dirty), $(rustc --version), $cpu, core $core of $(nproc)."
echo "Load average $before before and $after after."
