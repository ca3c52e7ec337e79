"""What int8 costs, and how well distress is told from words that only sound like it: on rows that no step trained on."""
import numpy as np

from sklearn.metrics import roc_auc_score

from . import calibrate, chats, export
from .config import ANGER, RISKS
from .model import Model, calibrated, read_manifest


def quantisation(path, work):
    """Prints the differences on the dev chats and our held-out ones."""
    turns = calibrate.chat_turns(path, "en") + calibrate.chat_turns(path, "zh")
    exact = Model(export.export(work, work / "exact.onnx", int8=False), work / "tokenizer.json").logits(turns)
    small = Model().logits(turns)
    apart, at = np.abs(exact - small), ANGER.start + 1
    flips = int(((exact[:, at] > 0) != (small[:, at] > 0)).sum())
    print(f"int8 against float32, {len(turns)} turns: {flips} change sides of one half in anger >= 2 ({flips / len(turns):.2%}); "
          f"median of each turn's largest logit difference {np.median(apart.max(1)):.3f}, largest {apart.max():.2f}, "
          f"standard deviation of the anger logit {exact[:, at].std():.2f}")


def distress(line=.4):
    """Prints ranking, and recall and false alarms at the policy's line, on the held-out lines: half of them in distress."""
    model, calibration, at = Model(), read_manifest()["calibration"], RISKS.start + RISKS.labels.index("distress")
    for lang in ("en", "zh"):
        held = [one for one in chats.lines("held_out") if one.lang == lang]
        wanted = np.array([one.risks["distress"] == 1. for one in held])
        chance = 1 / (1 + np.exp(-calibrated(model.logits(held), lang, calibration)[:, at]))
        print(f"distress {lang}, {len(held)} held-out lines: AUROC {roc_auc_score(wanted, chance):.3f}; at the line {line}: "
              f"found {np.mean(chance[wanted] >= line):.2f}, false {np.mean(chance[~wanted] >= line):.2f}")
