"""The linear floor: n-grams and logistic regression by averaged stochastic gradient, trained for each set alone on its own train rows."""
import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from . import data, metrics
from .config import EMOTIONS

LIMIT = 30000


class Linear:
    """Word 1-2 and character 2-4 grams for English, character 1-3 grams for Chinese."""

    def __init__(self, lang, strength=4.):
        options = dict(sublinear_tf=True, min_df=2, dtype=np.float32, lowercase=True)
        self.views = [TfidfVectorizer(analyzer="char", ngram_range=(1, 3), **options)] if lang == "zh" else [
            TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"(?u)\S+", **options),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), **options)]
        self.strength, self.model = strength, None

    def fit(self, texts, labels):
        self.model = SGDClassifier(loss="log_loss", alpha=1 / (self.strength * len(texts)), max_iter=15, tol=None, average=True, random_state=20)
        self.model.fit(hstack([view.fit_transform(texts) for view in self.views]).tocsr(), labels)
        return self

    def chances(self, texts):
        return self.model.predict_proba(hstack([view.transform(texts) for view in self.views]).tocsr())


def _train_rows(path, name, seed=20):
    found = [data.labelled(row, name) for row in data.rows(path, name, "train")]
    order = np.random.default_rng(seed).permutation(len(found))[:LIMIT]
    return [found[at] for at in order]


def _emotion(path, suite, name, classes):
    def pick(example):
        return classes.index(EMOTIONS.labels[next(iter(example.emotions))])
    train = [one for one in _train_rows(path, name) if one.emotions]
    model = Linear(suite.lang).fit([one.text for one in train], [pick(one) for one in train])
    return model.chances([one.text for one in suite.examples])


def floors(path, suites):
    """Suite name -> (value, low, high) for the sets where a linear model of their own makes sense."""
    by_name, out = {suite.name: suite for suite in suites}, {}
    for sets, name, classes in ((("TweetEval emotion, macro-F1 of 4", "TweetEval emotion, anger AUROC"), "en_tweeteval_emotion", metrics.TWEETEVAL),
                                (("SMP2020 usual, macro-F1 of 6", "SMP2020 usual, angry AUROC"), "zh_smp2020_ewect", metrics.SMP)):
        f1, roc = (by_name[one] for one in sets)
        chances = _emotion(path, f1, name, classes)
        out[f1.name] = metrics.interval(metrics.macro_f1, f1.truth, chances.argmax(1))
        out[roc.name] = metrics.interval(metrics.auroc, roc.truth, chances[:, classes.index("anger")])
    plain = {"TweetEval sentiment, macro-recall": ("en_tweeteval_sentiment", lambda one: one.sentiment),
             "TweetEval offensive, macro-F1": ("en_tweeteval_offensive", lambda one: int(one.risks["abuse"] > .5)),
             "COLD offensive, macro-F1": ("zh_cold_offensive", lambda one: int(one.risks["abuse"] > .5)),
             "waimai (validation), accuracy": ("zh_waimai", lambda one: int(one.sentiment == 2)),
             "hotel (validation), accuracy": ("zh_hotel", lambda one: int(one.sentiment == 2))}
    for title, (name, label) in plain.items():
        suite, train = by_name[title], [one for one in _train_rows(path, name) if name != "en_tweeteval_sentiment" or one.sentiment is not None]
        model = Linear(suite.lang).fit([one.text for one in train], [label(one) for one in train])
        out[title] = metrics.interval(suite.measure, suite.truth, model.chances([one.text for one in suite.examples]).argmax(1))
    for lang in ("en", "zh"):
        suite = by_name[f"support chats {lang} (dev), anger >= 2 AUROC"]
        train = list(data.support(path, lang, "train"))
        model = Linear(lang).fit([one.text for one in train], [int(one.lo >= 2) for one in train])
        out[suite.name] = metrics.interval(suite.measure, suite.truth, model.chances([one.text for one in suite.examples])[:, 1], suite.groups)
    return out
