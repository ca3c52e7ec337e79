"""What int8 costs: the shipped file against the same network in float32, on turns that no step trained on."""
import numpy as np

from . import calibrate, export
from .config import ANGER
from .model import Model


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
