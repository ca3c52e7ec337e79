"""The shipped int8 model on every suite, the linear floor beside it, and the table for the card."""
import json
import re

import numpy as np

from .calibrate import errors
from .config import MODELS
from .data import support
from .floor import floors
from .metrics import interval
from .model import Model, calibrated, read_manifest
from .suites import suites

BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


def measure(path, split, with_floor=True):
    """{suite: {n, lang, value, low, high, floor}} and calibration errors on the dev chats."""
    model, calibration, found = Model(), read_manifest()["calibration"], suites(path, split)
    linear, out = floors(path, found) if with_floor else {}, {}
    for suite in found:
        logits = calibrated(model.logits(suite.examples), suite.lang, calibration)
        value, low, high = interval(suite.measure, suite.truth, suite.guess(logits), suite.groups)
        out[suite.name] = dict(n=len(suite.truth), lang=suite.lang, value=value, low=low, high=high, floor=linear.get(suite.name))
    for lang in ("en", "zh"):
        turns = list(support(path, lang, "dev"))
        logits = calibrated(model.logits(turns), lang, calibration)
        out[f"support chats {lang} (dev), anger >= 2 ECE"] = dict(n=len(turns), lang=lang, value=errors(logits, turns), low=None, high=None, floor=None)
        alone = [type(turn)(**{**vars(turn), "context": []}) for turn in turns]
        suite = next(one for one in found if one.name == f"support chats {lang} (dev), anger >= 2 AUROC")
        hidden = calibrated(model.logits(alone), lang, calibration)
        value, low, high = interval(suite.measure, suite.truth, suite.guess(hidden), suite.groups)
        out[f"the same {lang} with the context hidden"] = dict(n=len(turns), lang=lang, value=value, low=low, high=high, floor=None)
    return json.loads(json.dumps(out, default=float))


def table(figures):
    """Markdown."""
    lines = ["| measure | n | model (95 % interval) | linear floor (95 % interval) |", "|---|---|---|---|"]
    def show(value, low, high):
        return f"{value:.3f}" + (f" ({low:.3f}–{high:.3f})" if low is not None and not np.isnan(low) else "")
    for name, one in figures.items():
        floor = show(*one["floor"]) if one["floor"] else "–"
        lines.append(f"| {name} | {one['n']} | {show(one['value'], one['low'], one['high'])} | {floor} |")
    return "\n".join(lines)


def write(path, split):
    """Measures, keeps the numbers beside the model and puts the table into the card."""
    return publish(measure(path, split))


def publish(figures):
    """`figures` as figures.json and as the table of the card."""
    (MODELS / "figures.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    card = MODELS / "README.md"
    text = card.read_text(encoding="utf-8")
    card.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{table(figures)}\n{END}", text, flags=re.S), encoding="utf-8")
    return figures
