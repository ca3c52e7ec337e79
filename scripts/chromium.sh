#!/usr/bin/env bash
# Makes sure that a Chromium is there for the browser tests; CHROMIUM names another one.
set -euo pipefail
if command -v "${CHROMIUM:-chromium}" >/dev/null 2>&1; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "install Chromium, or set CHROMIUM to its path" >&2; exit 1
fi
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
as_root apt-get update -q
as_root apt-get install -y -q --no-install-recommends chromium fonts-noto-cjk fonts-liberation
