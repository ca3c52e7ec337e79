"""The evaluation sets: name -> examples with a truth and the measure that reads it from calibrated logits.

`split="validation"` chooses and tunes; `split="test"` is looked at once, at the end.
"""
from dataclasses import dataclass

from . import data, metrics
from .config import EMOTIONS


@dataclass
class Suite:
    """One line of the card. `guess` maps calibrated logits to what `measure` compares with `truth`."""
    name: str
    lang: str
    examples: list
    truth: list
    guess: object
    measure: object
    groups: list | None = None


def _labelled(path, file, split, keep=lambda row: True):
    return [data.labelled(row, file) for row in data.rows(path, file, split) if keep(row)]


def _emotions(name, lang, examples, classes):
    known = [one for one in examples if len(one.emotions) == 1 and EMOTIONS.labels[next(iter(one.emotions))] in classes]
    truth = [classes.index(EMOTIONS.labels[next(iter(one.emotions))]) for one in known]
    return Suite(name, lang, known, truth, lambda logits: metrics.restricted(logits, classes), metrics.macro_f1)


def _anger(name, lang, examples, groups=None, measure=metrics.auroc):
    known = [at for at, one in enumerate(examples) if one.lo is not None and (one.lo >= 2 or one.hi < 2)]
    return Suite(name, lang, [examples[at] for at in known], [int(examples[at].lo >= 2) for at in known],
                 metrics.at_least_two, measure, groups and [groups[at] for at in known])


def _polarity(name, examples):
    """Negative against positive."""
    known = [one for one in examples if one.sentiment in (0, 2)]
    return Suite(name, "zh", known, [int(one.sentiment == 2) for one in known],
                 lambda logits: (logits[:, 5] > logits[:, 3]).astype(int), metrics.accuracy)


def _flag(name, lang, examples, risk, measure):
    known = [one for one in examples if one.risks.get(risk) in (0., .9, 1.)]
    guess = (lambda logits: (metrics.risk(logits, risk) > .5).astype(int)) if measure is metrics.macro_f1 else (lambda logits: metrics.risk(logits, risk))
    return Suite(name, lang, known, [int(one.risks[risk] > .5) for one in known], guess, measure)


def suites(path, split):
    """Everything that has the split; support chats and reviews have no test part and are measured on dev or validation."""
    out = []
    tweets = _labelled(path, "en_tweeteval_emotion", split)
    usual = _labelled(path, "zh_smp2020_ewect", split, lambda row: row["source"].endswith("usual"))
    out += [_emotions("TweetEval emotion, macro-F1 of 4", "en", tweets, metrics.TWEETEVAL),
            _anger("TweetEval emotion, anger AUROC", "en", tweets),
            _emotions("SMP2020 usual, macro-F1 of 6", "zh", usual, metrics.SMP),
            _anger("SMP2020 usual, angry AUROC", "zh", usual)]
    virus = _labelled(path, "zh_smp2020_ewect", split, lambda row: row["source"].endswith("virus"))
    if virus:
        out.append(_emotions("SMP2020 virus, macro-F1 of 6", "zh", virus, metrics.SMP))
    feelings = _labelled(path, "en_tweeteval_sentiment", split)
    out.append(Suite("TweetEval sentiment, macro-recall", "en", feelings, [one.sentiment for one in feelings],
                     metrics.sentiment, metrics.macro_recall))
    out.append(_flag("TweetEval offensive, macro-F1", "en", _labelled(path, "en_tweeteval_offensive", split), "abuse", metrics.macro_f1))
    out.append(_flag("COLD offensive, macro-F1", "zh", _labelled(path, "zh_cold_offensive", split), "abuse", metrics.macro_f1))
    reddit = [data.labelled(row, "en_goemotions") for row in data.rows(path, "en_goemotions", split)]
    angry = [row["labels"] for row in data.rows(path, "en_goemotions", split)]
    out.append(Suite("GoEmotions, anger AUPRC", "en", reddit, [int("anger" in labels) for labels in angry], metrics.at_least_two, metrics.auprc))
    for lang in ("en", "zh"):
        out += chats(path, lang)
    out += [_polarity("waimai (validation), accuracy", _labelled(path, "zh_waimai", "validation")),
            _polarity("hotel (validation), accuracy", _labelled(path, "zh_hotel", "validation"))]
    return out


def chats(path, lang):
    """Visitor turns of the dev support chats, with their context; intervals are over chats."""
    groups = [chat["id"] for chat in data.rows(path, f"support_{lang}", "dev") for turn in chat["turns"] if turn["role"] == "visitor"]
    turns = list(data.support(path, lang, "dev"))
    out = [_anger(f"support chats {lang} (dev), anger >= 2 AUROC", lang, turns, groups)]
    for risk in ("human", "distress", "gratitude", "sarcasm"):
        suite = _flag(f"support chats {lang} (dev), {risk} AUROC", lang, turns, risk, metrics.auroc)
        suite.groups = groups
        out.append(suite)
    return out
