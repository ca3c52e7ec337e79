#!/usr/bin/env bash
# Measures Attune beside two yardsticks, and beside peers where they can be had: the server on one core, the generator on
# another, everything on loopback, one table of Markdown at the end. Sets the peers up under target/bench-peers; never run
# by CI.
#
#     bash benches/load/run.sh [--peers] [ARGUMENTS OF THE BENCH]     for example: --only steady,full --rounds 3
#
# Needs cargo and taskset; for the peers node with npm, python3 with venv, and apt-get download for nats-server. A peer that
# cannot be had is left out, and the table says so; one that fails while it is measured has its failure there.
set -euo pipefail
given="$*"
cd "$(dirname "$0")/../.."
export ORT_DISABLE_TELEMETRY=1

here=benches/load/peers
peers=target/bench-peers/load
against=()
missing=()

# Each ends at the first command that fails, whose last line says why.
on_node() {
  mkdir -p "$peers/node" &&
    cp "$here/package.json" "$here"/*.mjs "$peers/node/" &&
    { [ -d "$peers/node/node_modules" ] || timeout 300 npm install --prefix "$peers/node" --ignore-scripts --no-audit --no-fund --silent; } &&
    node --version
}
on_python() {
  mkdir -p "$peers/python" &&
    cp "$here/fastapi_relay.py" "$peers/python/" &&
    { [ -x "$peers/venv/bin/python" ] || python3 -m venv "$peers/venv"; } &&
    timeout 300 "$peers/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
}
on_nats() {
  mkdir -p "$peers/nats" &&
    { [ -x "$peers/nats/usr/sbin/nats-server" ] ||
      (cd "$peers/nats" && timeout 120 apt-get download --quiet --quiet nats-server && dpkg -x nats-server_*.deb .); } &&
    "$peers/nats/usr/sbin/nats-server" --version
}
# have SETUP NAMES: sets peers up, or notes that they are missing and why.
have() {
  local said
  if said=$("$1" 2>&1); then
    against[1]+=",$2"
  else
    missing+=("Without $2: ${said##*$'\n'}")
    echo "${missing[-1]}" >&2
  fi
}

if [ "${1:-}" = --peers ]; then
  shift
  against=(--against attune,relay-ack,relay-durable)
  have on_node ws,socket-io
  have on_python fastapi
  have on_nats nats
fi
cargo build --release --quiet
cargo bench --quiet --bench load --no-run
ulimit -n "$(ulimit -Hn)"

generator=$(($(nproc) > 1 ? 1 : 0))
before=$(cut -d' ' -f1-3 /proc/loadavg)
status=0
taskset -c "$generator" cargo bench --quiet --bench load -- --core 0 "${against[@]}" "$@" || status=$?
cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
echo
echo "\`bash benches/load/run.sh${given:+ $given}\`"
echo "Commit $(git describe --always --dirty), $(rustc --version), $cpu, server on core 0 and generator on core $generator of $(nproc)."
echo "Load average $before before and $(cut -d' ' -f1-3 /proc/loadavg) after."
[ ${#missing[@]} -eq 0 ] || printf '%s\n' "${missing[@]}"
exit $status
