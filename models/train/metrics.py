"""Measures that training and its checks share; the figures of the card come from `attune eval`."""
import numpy as np
from sklearn.metrics import average_precision_score, f1_score, recall_score, roc_auc_score

from .config import ANGER


def sigmoid(values):
    return 1 / (1 + np.exp(-np.clip(values, -50, 50)))


def at_least_two(logits):
    """P(anger >= 2)."""
    return sigmoid(logits[:, ANGER.start + 1])


def macro_f1(truth, guess):
    return f1_score(truth, guess, average="macro")


def macro_recall(truth, guess):
    return recall_score(truth, guess, average="macro")


def auroc(truth, score):
    return roc_auc_score(truth, score) if 0 < sum(truth) < len(truth) else float("nan")


def auprc(truth, score):
    return average_precision_score(truth, score)
