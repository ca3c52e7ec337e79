#!/usr/bin/env bash
# Takes the pictures in docs/screenshots anew. The browser tests that come to those states keep pictures of all they look
# at; the ones that the documents show are copied. Needs the built program (`cargo build`; ATTUNE names another), the
# packages of web/ (`npm ci`) and Chromium (scripts/chromium.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
shots=$(mktemp -d)
trap 'rm -rf "$shots"' EXIT

(cd web && ATTUNE_SHOTS="$shots" node --test --test-concurrency=1 e2e/{story,settings,states}.test.mjs)
while read -r picture state; do
  cp "$shots/$state.png" "docs/screenshots/$picture.png"
done <<'PICTURES'
widget-en-light widget-en-light
widget-zh-light widget-zh-light
inbox-en-light inbox-en-light
inbox-zh-light inbox-zh-light
inbox-zh-dark inbox-zh-dark
board-en-light board-en-light
board-zh-light board-zh-light
board-wall-en-dark wall-en-dark
board-wall-zh-dark wall-zh-dark
settings-en-light settings-guide-en-light
settings-zh-light settings-guide-zh-light
PICTURES
