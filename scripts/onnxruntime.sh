#!/bin/sh
# Fetches the ONNX Runtime library from its Python package by version, checks its SHA-256, and puts it into the user's
# cache, where the server finds it. Does nothing when it is there. Without Python the built-in engine serves.
set -eu

version=1.31.1
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64)          tag=manylinux_2_28_x86_64;  place=linux-x86_64;  name=libonnxruntime.so;    inner=libonnxruntime.so.$version
    sum=fc44112fbe06d7d689c57e11d3862031f64711007e4ee020f8eed5185fd2c1d3 ;;
  Linux-aarch64)         tag=manylinux_2_28_aarch64; place=linux-aarch64; name=libonnxruntime.so;    inner=libonnxruntime.so.$version
    sum=8aa3b76b28c778a2b1dd660d34161adb1d508c9ccd04ff9dc80e26eca5df8467 ;;
  Darwin-arm64)          tag=macosx_14_0_arm64;      place=macos-aarch64; name=libonnxruntime.dylib; inner=libonnxruntime.$version.dylib
    sum=f8b06155feece624e55e49124340eea279da812529ae6fbc46a9f2be9c9cad2e ;;
  *) echo "onnxruntime.sh: no library is published for $(uname -s) on $(uname -m); the built-in engine serves" >&2; exit 1 ;;
esac

if [ "$(uname -s)" = Linux ] && ldd --version 2>&1 | grep -qi musl; then
  echo "onnxruntime.sh: no library is published for musl; the built-in engine serves" >&2
  exit 1
fi

case "$(uname -s)" in
  Darwin) cache=${HOME:-}/Library/Caches ;;
  *)      cache=${XDG_CACHE_HOME:-${HOME:-}/.cache} ;;
esac
if [ -z "${HOME:-}${XDG_CACHE_HOME:-}" ]; then
  echo "onnxruntime.sh: HOME is not set, so there is no cache folder; the built-in engine serves" >&2
  exit 1
fi
target=$cache/attune/onnxruntime/$version/$place/$name

digest() { { sha256sum "$1" 2>/dev/null || shasum -a 256 "$1"; } | cut -d' ' -f1; }

if [ -f "$target" ] && [ "$(digest "$target")" = "$sum" ]; then
  echo "ONNX Runtime $version is there: $target"
  exit 0
fi

python=
for candidate in python3 python py; do
  if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -m pip --version >/dev/null 2>&1; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
  echo "onnxruntime.sh: needs Python with pip to fetch the library; the built-in engine serves without it" >&2
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"; rm -f "$target.$$"' EXIT
if ! "$python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.12 \
  --platform "$tag" --dest "$work" "onnxruntime==$version"; then
  echo "onnxruntime.sh: pip could not fetch onnxruntime $version (its words stand above); the built-in engine serves" >&2
  exit 1
fi
"$python" - "$work" "$inner" <<'PYTHON'
import glob, sys, zipfile
work, inner = sys.argv[1:]
wheel = zipfile.ZipFile(glob.glob(work + "/*.whl")[0])
with wheel.open("onnxruntime/capi/" + inner) as source, open(work + "/library", "wb") as out:
    while block := source.read(1 << 20):
        out.write(block)
PYTHON
found=$(digest "$work/library")
if [ "$found" != "$sum" ]; then
  echo "onnxruntime.sh: the library's SHA-256 is $found, expected $sum; nothing was installed" >&2
  exit 1
fi
mkdir -p "$(dirname "$target")"
# Renamed into place within one file system, so that a server never sees half a file.
cp "$work/library" "$target.$$"
mv "$target.$$" "$target"
echo "ONNX Runtime $version installed: $target"
