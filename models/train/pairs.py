"""Questions that mean the same, for the embedding: each batch pulls a pair together and its neighbours apart.

Our own groups (`models/data/pairs`) meet each other only: there the neighbours differ in the one thing that matters.
"""
import collections
import itertools

from . import data, encode
from .config import MODELS, SEED

INTENTS = {"en_banking77": .5, "en_clinc150": .2, "en_bitext_support": .3, "en_dstc11_intents": .5, "zh_smp2019_nlu": .5}
SAME = {"zh_afqmc_pairs": "1"}
FAMILIES = ("en_", "zh_", "own_en", "own_zh")   # pairs meet pairs of their own family


def pairs(path, open_only=False):
    """[(group, one text, another)]: two pairs of one group never meet in a batch."""
    rng, out = encode.rng_of(SEED, "pairs"), []
    for name, share in INTENTS.items():
        if open_only and name not in data.OPEN_SOURCES | {"en_dstc11_intents"}:
            continue
        by_intent = collections.defaultdict(list)
        for row in data.rows(path, name, "train"):
            if row["label"] != "oos":
                by_intent[row["label"]].append(row["text"])
        for intent, texts in by_intent.items():
            rng.shuffle(texts)
            out += [(f"{name}:{intent}", one, other) for one, other in zip(texts, texts[1:]) if rng.random() < share]
    for name, label in SAME.items():
        if not (open_only and name not in data.OPEN_SOURCES):
            out += [(f"{name}:{at}", row["text"], row["text_b"]) for at, row in enumerate(data.rows(path, name, "train")) if str(row["label"]) == label]
    out += [(f"own_{file.stem}:{at}", one, other)
            for file in sorted((MODELS / "data" / "pairs").glob("*.tsv"))
            for at, line in enumerate(file.read_text(encoding="utf-8").splitlines()) for one, other in itertools.combinations(line.split("\t"), 2)]
    rng.shuffle(out)
    return out
