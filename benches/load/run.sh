#!/usr/bin/env bash
# Measures Attune beside two yardsticks, and beside peers where they can be had: the server on one core, the generator on
# another, everything on loopback, one table of Markdown at the end. Sets the peers up under target/bench-peers; never run
# by CI.
#
#     bash benches/load/run.sh [--peers] [ARGUMENTS OF THE BENCH]     for example: --only steady,full --rounds 3
#
# Needs cargo and taskset; for the peers node with npm, python3 with venv, and apt-get download for nats-server.
set -euo pipefail
cd "$(dirname "$0")/../.."
export ORT_DISABLE_TELEMETRY=1

here=benches/load/peers
peers=target/bench-peers/load
against=()
if [ "${1:-}" = --peers ]; then
  shift
  against=(--against attune,relay-ack,relay-durable)
  mkdir -p "$peers/node" "$peers/python" "$peers/nats"
  if command -v npm > /dev/null; then
    cp "$here/package.json" "$here"/*.mjs "$peers/node/"
    [ -d "$peers/node/node_modules" ] || npm install --prefix "$peers/node" --ignore-scripts --no-audit --no-fund --silent
    against[1]+=,ws,socket-io
  else
    echo "without Node: npm is missing" >&2
  fi
  if [ -x "$peers/venv/bin/python" ] || python3 -m venv "$peers/venv"; then
    "$peers/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/fastapi_relay.py" "$peers/python/"
    against[1]+=,fastapi
  else
    echo "without FastAPI: python3 has no venv" >&2
  fi
  if [ -x "$peers/nats/usr/sbin/nats-server" ] || { (cd "$peers/nats" && apt-get download --quiet nats-server && dpkg -x nats-server_*.deb .) > /dev/null; }; then
    against[1]+=,nats
  else
    echo "without NATS: no package nats-server" >&2
  fi
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
echo "Commit $(git describe --always --dirty), $(rustc --version), $cpu, server on core 0 and generator on core $generator of $(nproc)."
echo "Load average $before before and $(cut -d' ' -f1-3 /proc/loadavg) after."
exit $status
