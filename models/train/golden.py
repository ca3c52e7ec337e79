"""golden.jsonl: messages with what the shipped model must say of them, and its logits for parity between engines.

A case that the model gets wrong, or right by less than the margin, goes to the card instead.
"""
import json
import os
import subprocess

from .config import MODELS
from .data import Example
from .metrics import at_least_two
from .model import Model, calibrated, read_manifest
from .normalise import binary

MARGIN = .1  # in P(anger >= 2), on the far side of one half


def cases():
    """(want, lang, case, context, text) as written."""
    for lang in ("en", "zh"):
        for line in (MODELS / "data" / "suites" / f"golden_{lang}.tsv").read_text(encoding="utf-8").splitlines():
            want, case, before, text = line.split("\t")
            context = [tuple(turn.split(":", 1)) for turn in before.split(" || ") if turn]
            yield want, lang, case, context, text


def abstained(texts):
    """Texts that the server takes for another language."""
    lines = "".join(json.dumps(dict(id=at, text=text)) + "\n" for at, text in enumerate(texts))
    ran = subprocess.run([binary(), "score", "--models", MODELS], input=lines.encode(), stdout=subprocess.PIPE, check=True,
                         env={**os.environ, "ORT_DISABLE_TELEMETRY": "1"})
    return {text for text, line in zip(texts, ran.stdout.splitlines()) if json.loads(line)["lang"] is None}


def write():
    """Writes golden.jsonl; returns [(chance, want, lang, case, text)] of what it left out."""
    model, calibration, missed, lines = Model(), read_manifest()["calibration"], [], []
    foreign = abstained([text for *_, text in cases()])
    known = [case for case in cases() if case[-1] not in foreign]
    found = model.logits([Example(text, lang, "golden", context) for _, lang, _, context, text in known])
    for number, ((want, lang, case, context, text), logits) in enumerate(zip(known, found), 1):
        chance = float(at_least_two(calibrated(logits[None], lang, calibration))[0])
        if (chance < .5 + MARGIN) if want == "high" else (chance > .5 - MARGIN):
            missed.append((round(chance, 2), want, lang, case, text))
            continue
        line = dict(id=f"g{number:03}", lang=lang, text=text)
        if context:
            line["context"] = [dict(role=role, text=said) for role, said in context]
        line |= dict(expect={"anger_min": .5} if want == "high" else {"anger_max": .5}, case=case,
                     logits=[round(float(one), 4) for one in logits])
        lines.append(json.dumps(line, ensure_ascii=False))
    (MODELS / "golden.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return missed
