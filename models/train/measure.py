"""Figures on validation rows, dev chats and chats held out: to choose between trainings, never for the card."""
import numpy as np
import torch

from . import metrics
from .config import EMOTIONS, RISKS, SENTIMENT
from .corpus import CHATS


def figures(corpus, logits):
    """name -> figure for float32 logits [examples, OUTPUTS]."""
    out = {}
    for at, source in enumerate(corpus.sources):
        if source.startswith("measure:"):
            rows = np.flatnonzero(corpus.source == at)
            kind = source.removeprefix("measure:")
            for name, value in _of(kind, corpus, rows, logits[rows]).items():
                out[name] = round(float(value), 4)
    return out


def slips(corpus, plain, slipped):
    """Share of the angry turns found among chats that is still found with slips, at 5 % false alarms without them."""
    rows = np.flatnonzero(np.isin(corpus.source, [corpus.sources.index(f"measure:{one}") for one in CHATS]))
    out = {}
    for lang in ("en", "zh"):
        chosen = rows[corpus.lang[rows] == (lang == "zh")]
        truth = corpus.anger[chosen, 1] > .5
        line = np.quantile(plain[chosen[~truth], 1], .95)
        found = plain[chosen[truth], 1] > line
        out[f"slips_{lang}"] = round(float((slipped[chosen[truth], 1] > line).sum() / max(found.sum(), 1)), 4)
    return out


def _of(kind, corpus, rows, found):
    if kind in ("zh_smp2020_ewect", "en_tweeteval_emotion", "en_goemotions"):
        classes, truth = np.flatnonzero(corpus.classes[rows[0]]), corpus.emotions[rows].argmax(1)
        mood = found[:, EMOTIONS.start:EMOTIONS.end][:, classes]
        anger = torch.log_softmax(torch.from_numpy(mood), 1).numpy()[:, list(classes).index(EMOTIONS.labels.index("anger"))]
        angry = corpus.emotions[rows, EMOTIONS.labels.index("anger")] >= .5
        if kind == "en_goemotions":
            return dict(goemotions=metrics.auprc(angry, found[:, 1]))   # as the card reads it
        return {kind[3:6]: metrics.macro_f1(truth, classes[mood.argmax(1)]), kind[3:6] + "_anger": metrics.auroc(angry, anger)}
    if kind == "en_tweeteval_offensive":
        truth, score = corpus.risks[rows, RISKS.labels.index("abuse")] > .5, found[:, RISKS.start + RISKS.labels.index("abuse")]
        return dict(offensive=metrics.auroc(truth, score), offensive_f1=max(metrics.macro_f1(truth, score > line) for line in np.quantile(score, np.arange(.4, .9, .02))))
    if kind == "en_tweeteval_sentiment":
        return dict(sentiment=metrics.macro_recall(corpus.sentiment[rows], found[:, SENTIMENT.start:SENTIMENT.end].argmax(1)))
    if kind in ("zh_hotel", "zh_waimai"):
        return {kind[3:]: np.mean((found[:, SENTIMENT.start + 2] > found[:, SENTIMENT.start]) == (corpus.sentiment[rows] == 2))}
    return {f"{kind}_{lang}_{name}": value for lang in ("en", "zh") for name, value in _chats(corpus, rows, found, corpus.lang[rows] == (lang == "zh")).items()}


def _chats(corpus, rows, found, chosen):
    rows, found, out = rows[chosen], found[chosen], {}
    columns = dict(anger=(corpus.anger[rows, 1], found[:, 1]))
    for risk in ("urgent", "distress"):
        at = RISKS.labels.index(risk)
        columns[risk] = corpus.risks[rows, at], found[:, RISKS.start + at]
    for name, (truth, score) in columns.items():
        known = truth >= 0
        if 0 < (truth[known] > .5).sum() < known.sum():
            out[name] = metrics.auroc(truth[known] > .5, score[known])
    return out
