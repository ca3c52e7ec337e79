"""What simple means reach on the rows of `attune eval`: a linear model per set, and the usual word-list scorers.

Linear: word and character n-grams with logistic regression, trained on the set's own train rows (at most 30,000), its
strength chosen on the validation rows. VADER for English and SnowNLP for Chinese know one thing, polarity, and are read
as such. Leaves models/baselines.json, whose keys are the first two columns of the table of `attune eval`.
"""
import json

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from . import chats, data, metrics
from .config import MODELS
from .encode import rng_of

LIMIT = 30000
STRENGTHS = (.5, 2., 8.)


class Linear:
    """Word 1-2 and character 2-5 grams for English, character 1-3 grams for Chinese."""

    def __init__(self, lang):
        options = dict(sublinear_tf=True, min_df=2, dtype=np.float32, lowercase=True)
        self.views = [TfidfVectorizer(analyzer="char", ngram_range=(1, 3), **options)] if lang == "zh" else [
            TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"(?u)\S+", **options),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **options)]

    def fit(self, train, validation, measure):
        """`train`, `validation`: [(text, label)]; keeps the strength with the best `measure(labels, chances)`."""
        texts, labels = zip(*train)
        seen = hstack([view.fit_transform(texts) for view in self.views]).tocsr()
        best = -1.
        for strength in STRENGTHS:
            model = LogisticRegression(C=strength, solver="liblinear") if len(set(labels)) == 2 else LogisticRegression(C=strength, max_iter=60)
            model.fit(seen, labels)
            value = measure([label for _, label in validation], self._chances(model, [text for text, _ in validation]))
            if value > best:
                best, self.model = value, model
        return self

    def _chances(self, model, texts):
        return model.predict_proba(hstack([view.transform(texts) for view in self.views]).tocsr())

    def chances(self, texts):
        return self._chances(self.model, texts)


def macro_f1(labels, chances):
    return metrics.macro_f1(np.array(labels), np.asarray(chances).argmax(1))


def macro_recall(labels, chances):
    return metrics.macro_recall(np.array(labels), np.asarray(chances).argmax(1))


def accuracy(labels, chances):
    return float((np.array(labels) == np.asarray(chances).argmax(1)).mean())


def of_class(measure, at):
    """A measure of one class against the rest."""
    return lambda labels, chances: measure([int(label == at) for label in labels], np.asarray(chances)[:, at])


def english_mood(texts):
    """VADER's compound score, -1 to 1."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    analyzer = SentimentIntensityAnalyzer()
    return np.array([analyzer.polarity_scores(text)["compound"] for text in texts])


def chinese_mood(texts):
    """SnowNLP's chance of a good mood, moved to -1 to 1."""
    from snownlp import SnowNLP
    return np.array([2 * SnowNLP(text).sentiments - 1 if text.strip() else 0. for text in texts])


MOOD = dict(en=english_mood, zh=chinese_mood)


def by_threshold(mood):
    """One-hot chances for negative, neutral, positive as VADER's authors cut them."""
    return np.stack([mood <= -.05, abs(mood) < .05, mood >= .05], 1).astype(float)


def two(score):
    return np.stack([1 - score, score], 1)


def labelled(path, name, split, label, source=None):
    rows = [row for row in data.rows(path, name, split) if source is None or row["source"].endswith(source)]
    found = [(row["text"], label(row)) for row in rows]
    return [(text, value) for text, value in found if value is not None]


def sample(rows, name):
    return rows if len(rows) <= LIMIT else rng_of("baseline", name).sample(rows, LIMIT)


def publics(path):
    """(lang, file, label, test split, source, what chooses the strength, [(key, measure, lexicon chances or None)])."""
    tweets, feelings = ("anger", "joy", "optimism", "sadness"), ("negative", "neutral", "positive")
    weibo = ("angry", "fear", "happy", "neutral", "sad", "surprise")
    negative = lambda mood: two((1 - mood) / 2)
    four = lambda mood: np.stack([-mood, mood * 0 - 2, mood * 0 - 2, mood * 0 - 2], 1)
    six = lambda mood: np.stack([-mood] + [mood * 0 - 2] * 5, 1)
    yes = lambda good: lambda row: int(row["label"] == good)
    def index(classes):
        return lambda row: classes.index(row["label"]) if row["label"] in classes else None
    anger = of_class(metrics.auroc, 0)
    yield "en", "en_tweeteval_emotion", index(tweets), "test", None, macro_f1, [
        ("TweetEval emotion, test | macro-F1 of 4", macro_f1, None), ("TweetEval emotion, test | anger AUROC", anger, four)]
    yield "en", "en_tweeteval_sentiment", index(feelings), "test", None, macro_recall, [
        ("TweetEval sentiment, test | macro-recall of 3", macro_recall, by_threshold)]
    yield "en", "en_tweeteval_offensive", yes("offensive"), "test", None, macro_f1, [
        ("TweetEval offensive, test | macro-F1 of 2", macro_f1, negative), ("TweetEval offensive, test | abuse AUROC", of_class(metrics.auroc, 1), negative)]
    yield "en", "en_goemotions", lambda row: int("anger" in row["labels"]), "test", None, of_class(metrics.auprc, 1), [
        ("GoEmotions, test | anger AUPRC", of_class(metrics.auprc, 1), negative)]
    yield "zh", "zh_smp2020_ewect", index(weibo), "test", "usual", macro_f1, [
        ("SMP2020 usual, test | macro-F1 of 6", macro_f1, None), ("SMP2020 usual, test | angry AUROC", anger, six)]
    yield "zh", "zh_waimai", yes("positive"), "validation", None, accuracy, [("waimai reviews, validation | accuracy", accuracy, lambda mood: two((1 + mood) / 2))]
    yield "zh", "zh_hotel", yes("positive"), "validation", None, accuracy, [("hotel reviews, validation | accuracy", accuracy, lambda mood: two((1 + mood) / 2))]
    yield "zh", "zh_cold_offensive", yes("offensive"), "test", None, macro_f1, [("COLD offensive, test | macro-F1 of 2", macro_f1, negative)]


def write(path):
    """Measures everything; a few minutes."""
    out = {}
    for lang, name, label, split, source, chooses, figures in publics(path):
        train = sample(labelled(path, name, "train", label), name)
        if split == "validation":   # no other part to choose on
            cut = len(train) // 10
            choose, train = train[:cut], train[cut:]
        else:
            choose = labelled(path, name, "validation", label, source)
        test = labelled(path, name, split, label, source)
        texts, labels = [text for text, _ in test], [label for _, label in test]
        chances, mood = Linear(lang).fit(train, choose, chooses).chances(texts), MOOD[lang](texts)
        for key, measure, lexicon in figures:
            out[key] = dict(linear=measure(labels, chances)) | (dict(lexicon=measure(labels, lexicon(mood))) if lexicon else {})
            print(key, out[key], flush=True)
    for lang in ("en", "zh"):
        out |= _support(path, lang)
    out |= _transfer(path)
    (MODELS / "baselines.json").write_text(json.dumps(out, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return out


def _support(path, lang):
    """Trained on the same chats as the model, without context."""
    turns = list(data.support(path, lang, "train")) + [one for one in chats.examples(held_out=False) + chats.lines() if one.lang == lang]
    choose = [one for one in chats.examples(held_out=True) if one.lang == lang]
    pairs = lambda found: [(one.text, int(one.lo >= 2)) for one in found]
    test = pairs(data.support(path, lang, "dev"))
    texts, labels = [text for text, _ in test], [label for _, label in test]
    chances = Linear(lang).fit(pairs(turns), pairs(choose), of_class(metrics.auroc, 1)).chances(texts)[:, 1]
    mood = -MOOD[lang](texts)
    out = {f"support chats {lang}, dev | anger >= 2 {name}": dict(linear=measure(labels, chances), lexicon=measure(labels, mood))
           for name, measure in (("AUROC", metrics.auroc), ("AUPRC", metrics.auprc))}
    print(out, flush=True)
    return out


def _transfer(path):
    """Trained on reviews, read on service chats that nothing trains on."""
    label = lambda row: int(row["label"] == "negative")
    train = labelled(path, "zh_waimai", "train", label) + sample(labelled(path, "zh_online_shopping", "train", label), "transfer")
    choose = labelled(path, "zh_waimai", "validation", label)
    test = [(row["text"], int(row["label"] == "sat_0")) for row in data.rows(path, "zh_jddc_satisfaction", "test") if row.get("label")]
    texts, labels = [text for text, _ in test], [label for _, label in test]
    chances = Linear("zh").fit(train, choose, accuracy).chances(texts)[:, 1]
    out = {"JDDC, test | dissatisfied AUROC": dict(linear=metrics.auroc(labels, chances), lexicon=metrics.auroc(labels, -chinese_mood(texts)))}
    print(out, flush=True)
    return out
