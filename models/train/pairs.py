"""Questions that mean the same, for the embedding: each batch pulls a pair together and its neighbours apart.

Our own groups (`models/data/pairs`) meet each other only: there the neighbours differ in the one thing that matters.
"""
import collections
import itertools

import torch
import torch.nn.functional as F

from . import data, encode
from .config import MODELS, SEED

INTENTS = {"en_banking77": 1., "en_clinc150": .5, "en_bitext_support": 1., "en_dstc11_intents": 1., "zh_smp2019_nlu": .5}
SAME = {"zh_afqmc_pairs": "1"}
FAMILIES = ("en_", "zh_", "own_en", "own_zh")   # pairs meet pairs of their own family
PER_BATCH = 40
HEAT = .05


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


def batches(found):
    """[[pair]] of at most PER_BATCH pairs, one family and no group twice in a batch."""
    out = []
    for family in FAMILIES:
        rest = [pair for pair in found if pair[0].startswith(family)]
        while rest:
            batch, groups, later = [], set(), []
            for pair in rest:
                if len(batch) < PER_BATCH and pair[0] not in groups:
                    batch.append(pair)
                    groups.add(pair[0])
                else:
                    later.append(pair)
                    if len(batch) == PER_BATCH and len(later) > 4000:
                        break
            rest = later + rest[len(batch) + len(later):]
            if len(batch) < PER_BATCH // 2:
                break
            out.append(batch)
    encode.rng_of(SEED, "pair batches").shuffle(out)
    return out


def loss(vectors):
    """`vectors` [2 B, width] of unit length, pair after pair: cross-entropy of finding one's partner among all, both ways."""
    one, other = vectors[0::2], vectors[1::2]
    likeness = one @ other.T / HEAT
    wanted = torch.arange(len(one))
    return (F.cross_entropy(likeness, wanted) + F.cross_entropy(likeness.T, wanted)) / 2
