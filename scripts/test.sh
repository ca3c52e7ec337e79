#!/usr/bin/env bash
# Sets up and runs every test: formatting, lints, Rust, faces, browser. The only script that CI calls.
# Needs Rust, a C compiler and Node; installs Chromium from Debian's packages when there is none and it may.
set -euo pipefail
cd "$(dirname "$0")/.."
# The official ONNX Runtime builds report usage unless told not to, before they load.
export ORT_DISABLE_TELEMETRY=1

step() { printf '\n== %s\n' "$*"; }

step "formatting"
cargo fmt --check

step "lints"
cargo clippy --all-targets --locked -- -D warnings

step "ONNX Runtime (optional: the built-in engine serves without it)"
sh scripts/onnxruntime.sh || echo "no ONNX Runtime here: its tests are skipped aloud"

step "Rust: unit, property, contract and integration tests"
cargo test --locked

step "faces: packages, types, unit tests, and web/dist against its sources"
(cd web && npm ci --no-audit --no-fund && npm run check && npm test && npm run build)
drift=$(git status --porcelain -- web/dist)
if [ -n "$drift" ]; then echo "web/dist differs from its sources: commit the build"; echo "$drift"; exit 1; fi

step "browser"
bash scripts/chromium.sh
(cd web && npm run e2e)
