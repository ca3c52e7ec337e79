"""How well the sentence embedding finds what means the same: on rows that no step trained on.

English: the nearest other question of the BANKING77 validation part has the same intent. Chinese: questions that mean the
same against questions that do not, as an area under the ROC curve. Beside it: words in common (cosine of character
n-grams).
"""
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from . import data, metrics
from .data import Example
from .model import Model


def _ours(texts, lang):
    return Model().outputs([Example(text, lang, "embedding") for text in texts])[2]


def _words(texts, _):
    return TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True).fit_transform(texts).toarray().astype(np.float32)


def nearest(path, embed):
    rows = list(data.rows(path, "en_banking77", "validation"))
    vectors = embed([row["text"] for row in rows], "en")
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -9)
    labels = np.array([row["label"] for row in rows])
    return float((labels[likeness.argmax(1)] == labels).mean()), len(rows)


def same(path, embed, name):
    rows = list(data.rows(path, name, "validation"))[:4000]
    vectors = embed([text for row in rows for text in (row["text"], row["text_b"])], "zh")
    return metrics.auroc([int(str(row["label"]) == "1") for row in rows], (vectors[0::2] * vectors[1::2]).sum(1)), len(rows)


def measure(path):
    """Prints a Markdown table."""
    print("| questions | measure | n | embedding | words in common |\n|---|---|---|---|---|")
    (ours, n), (words, _) = nearest(path, _ours), nearest(path, _words)
    print(f"| BANKING77, validation | nearest neighbour has the intent | {n} | {ours:.3f} | {words:.3f} |")
    for name, title in (("zh_afqmc_pairs", "AFQMC, validation"), ("zh_lcqmc_pairs", "LCQMC, never trained on"), ("zh_bq_pairs", "BQ, never trained on")):
        (ours, n), (words, _) = same(path, _ours, name), same(path, _words, name)
        print(f"| {title} | AUROC | {n} | {ours:.3f} | {words:.3f} |")
