"""The figures of the card, each with a bootstrap interval over examples (or over chats for turns of one chat)."""
import numpy as np
from sklearn.metrics import average_precision_score, f1_score, recall_score, roc_auc_score

from .config import ANGER, EMOTIONS, RISKS, SENTIMENT

TWEETEVAL = ("anger", "joy", "optimism", "sadness")
SMP = ("anger", "fear", "joy", "neutral", "sadness", "surprise")


def sigmoid(values):
    return 1 / (1 + np.exp(-np.clip(values, -50, 50)))


def softmax(values):
    grown = np.exp(values - values.max(1, keepdims=True))
    return grown / grown.sum(1, keepdims=True)


def at_least_two(logits):
    """P(anger >= 2)."""
    return sigmoid(logits[:, ANGER.start + 1])


def risk(logits, name):
    return sigmoid(logits[:, RISKS.start + RISKS.labels.index(name)])


def restricted(logits, names):
    """Index into `names` of the likeliest of these emotions."""
    columns = [EMOTIONS.start + EMOTIONS.labels.index(name) for name in names]
    return logits[:, columns].argmax(1)


def sentiment(logits):
    return logits[:, SENTIMENT.start:SENTIMENT.end].argmax(1)


def macro_f1(truth, guess):
    return f1_score(truth, guess, average="macro")


def macro_recall(truth, guess):
    return recall_score(truth, guess, average="macro")


def accuracy(truth, guess):
    return float(np.mean(np.asarray(truth) == np.asarray(guess)))


def auroc(truth, score):
    return roc_auc_score(truth, score) if 0 < sum(truth) < len(truth) else float("nan")


def auprc(truth, score):
    return average_precision_score(truth, score)


def calibration_error(truth, chance, bins=15):
    """Expected calibration error over equally wide bins."""
    truth, chance = np.asarray(truth, float), np.asarray(chance)
    place = np.minimum((chance * bins).astype(int), bins - 1)
    return float(sum(abs(truth[place == at].mean() - chance[place == at].mean()) * (place == at).mean()
                     for at in range(bins) if (place == at).any()))


def interval(measure, truth, guess, groups=None, draws=400, seed=20):
    """(value, low, high): 95 % bootstrap."""
    truth, guess = np.asarray(truth), np.asarray(guess)
    rng, values = np.random.default_rng(seed), []
    if groups is None:
        members = None
    else:
        members = [np.flatnonzero(np.asarray(groups) == one) for one in dict.fromkeys(groups)]
    for _ in range(draws):
        if members is None:
            chosen = rng.integers(0, len(truth), len(truth))
        else:
            chosen = np.concatenate([members[at] for at in rng.integers(0, len(members), len(members))])
        values.append(measure(truth[chosen], guess[chosen]))
    return measure(truth, guess), *np.nanquantile(values, [.025, .975])
