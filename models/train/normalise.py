"""Text as the server reads it. The normaliser is the server's own: this file only runs `attune normalise`."""
import json
import os
import subprocess
from pathlib import Path

from .config import MODELS


def binary():
    """The program to run: $ATTUNE, or the newest build in the repository."""
    named = os.environ.get("ATTUNE")
    built = [MODELS.parent / "target" / kind / "attune" for kind in ("release", "debug")]
    found = [Path(named)] if named else sorted((one for one in built if one.exists()), key=lambda one: -one.stat().st_mtime)
    if not found:
        raise SystemExit("training reads through the server's normaliser: run `cargo build --release` first, or set ATTUNE to the program")
    return found[0]


def normalise(texts):
    """text -> normalised text, each text once."""
    unique = list(dict.fromkeys(texts))
    lines = "".join(json.dumps({"text": text}) + "\n" for text in unique)
    ran = subprocess.run([binary(), "normalise", "--models", MODELS], input=lines.encode(), stdout=subprocess.PIPE, check=True,
                         env={**os.environ, "ORT_DISABLE_TELEMETRY": "1"})
    found = [json.loads(line)["text"] for line in ran.stdout.decode().split("\n") if line]
    if len(found) != len(unique):
        raise RuntimeError(f"{len(unique)} texts went to the normaliser and {len(found)} came back")
    return dict(zip(unique, found))
