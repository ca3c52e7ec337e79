"""Everything that training reads, as arrays: each text once, normalised, and one row for each example.

Training itself needs neither the labelled files nor the server's normaliser: a machine that has this file and
`start.npz` has all it needs. Only rows with split `train` are ever drawn; those of the other parts measure.
"""
import copy

import numpy as np

from . import chats, data, encode, own, pairs, perturb, relabel
from .config import EMOTIONS, RISKS, ROLES, SEED
from .normalise import normalise

FORMS = 3             # forms with slips that an example may have
SLIPPED = .5          # share of the public examples that have one
SHARES = (.1, .2, .35)   # of words or characters that slip
FOLDS = 3
NOTHING = -1
CHATS = ("support_en", "support_zh", "chats")
WRITTEN = (*CHATS, "lines", "own", "relabelled")   # what is nearest to service: with every form
UNLABELLED = "en_cucom_unlabelled"
MEASURED = {"zh_smp2020_ewect": 1577, "en_tweeteval_emotion": 373, "en_goemotions": 2500, "en_tweeteval_offensive": 1290,
            "en_tweeteval_sentiment": 1200, "zh_hotel": 778, "zh_waimai": 600}   # validation rows: file -> how many


class Corpus:
    """`texts`; arrays with one row an example: `text` and `slipped` [N, FORMS] (places in `texts`), `context` [N, 2] and
    `roles` [N, 2] (newest last), `source` (place in `sources`), `fold`, and the targets of `targets`; `pairs` [M, 2] and `groups` [M]."""

    def __init__(self, path):
        kept = np.load(path)
        for name in kept.files:
            setattr(self, name, kept[name])
        self.texts = self.texts.tobytes().decode().split("\n")
        self.sources = [str(one) for one in self.sources]

    def rows_of(self, source):
        return np.flatnonzero(self.source == self.sources.index(source))

    def part(self, rows):
        """A corpus of these rows and the texts that they need, without pairs."""
        out = copy.copy(self)
        used = np.unique(np.concatenate([self.text[rows], self.slipped[rows].ravel(), self.context[rows].ravel()]))
        used = used[used != NOTHING]
        out.texts = [self.texts[at] for at in used]
        for name in ("source", "lang", "fold", "roles", "anger", "sentiment", "emotions", "classes", "risks", "weight"):
            setattr(out, name, getattr(self, name)[rows])
        for name in ("text", "slipped", "context"):
            there = getattr(self, name)[rows]
            setattr(out, name, np.where(there == NOTHING, NOTHING, np.searchsorted(used, there)).astype(np.int32))
        return out


def targets(examples):
    """Arrays with one row an example. anger: chance of each cumulative level; risks: chance; -1 is unknown."""
    size = len(examples)
    out = dict(anger=np.full((size, 3), -1, np.float16), sentiment=np.full(size, -1, np.int8),
               emotions=np.zeros((size, len(EMOTIONS.labels)), np.float16), classes=np.zeros((size, len(EMOTIONS.labels)), bool),
               risks=np.full((size, len(RISKS.labels)), -1, np.float16), weight=np.ones(size, np.float16))
    for at, example in enumerate(examples):
        out["weight"][at] = example.weight
        if example.lo is not None:
            for level in (1, 2, 3):
                if example.lo >= level:
                    out["anger"][at, level - 1] = example.surely_annoyed if level == 2 else 1.
                elif example.hi < level:
                    out["anger"][at, level - 1] = 0.
        if example.sentiment is not None:
            out["sentiment"][at] = example.sentiment
        if example.emotions:
            out["classes"][at, list(example.classes)] = True
            for label, share in example.emotions.items():
                out["emotions"][at, label] = share
        for risk, value in example.risks.items():
            out["risks"][at, RISKS.labels.index(risk)] = value
    return out


def _examples(path, sources, open_only):
    """Every example that may train, and those that measure under a name with `measure:` before it."""
    found = {name: data.examples(path, name, "unlabelled" if name == UNLABELLED else "train")
             for name in sources if not name.startswith("support_") and not (open_only and name not in data.OPEN_SOURCES)}
    if "zh_afqmc_pairs" in found:
        found["zh_afqmc_pairs"] = list({one.text: one for one in found["zh_afqmc_pairs"]}.values())
    found["relabelled"] = [one for name in relabel.FILES for one in found.get(name, []) if relabel.key(one.text) in relabel.table()]
    for lang in ("en", "zh"):
        found[f"support_{lang}"] = list(data.support(path, lang, "train"))
        found[f"measure:support_{lang}"] = list(data.support(path, lang, "dev"))
    found.update(own=own.own_examples(f"{SEED}"), chats=chats.examples(held_out=False), lines=chats.lines())
    found.update({"measure:chats": chats.examples(held_out=True), "measure:lines": chats.lines("held_out")})
    for name, count in MEASURED.items():
        rows = [data.labelled(row, name) for row in data.rows(path, name, "validation")]
        found[f"measure:{name}"] = encode.rng_of(SEED, "measure", name).sample(rows, min(count, len(rows)))
    return found


def build(path, sources, to, open_only=False):
    """Writes the corpus to the file `to` and says how much there is."""
    found = _examples(path, sources, open_only)
    examples = [one for several in found.values() for one in several]
    slips = _slips(examples)
    alike = pairs.pairs(path, open_only)
    read = normalise([*(one.text for one in examples), *(text for one in examples for _, text in one.context[-2:]),
                      *slips.values(), *(text for _, *both in alike for text in both)])
    texts = list(dict.fromkeys(one.replace("\n", " ") for one in read.values()))
    place = {text: at for at, text in enumerate(texts)}
    place = {raw: place[one.replace("\n", " ")] for raw, one in read.items()}
    context, roles = np.full((len(examples), 2), NOTHING, np.int32), np.zeros((len(examples), 2), np.int8)
    for at, one in enumerate(examples):
        for back, (role, text) in enumerate(reversed(one.context[-2:]), 1):
            context[at, -back], roles[at, -back] = place[text], ROLES.get(role, ROLES["visitor"])
    names = list(found)
    groups = {name: at for at, name in enumerate(dict.fromkeys(group for group, *_ in alike))}
    np.savez(to, texts=np.frombuffer("\n".join(texts).encode(), np.uint8), sources=np.array(names),
             text=np.array([place[one.text] for one in examples], np.int32),
             slipped=np.array([[place[slips[at, form]] if (at, form) in slips else NOTHING for form in range(FORMS)] for at in range(len(examples))], np.int32),
             context=context, roles=roles, lang=np.array([one.lang == "zh" for one in examples]),
             source=np.repeat(np.arange(len(names), dtype=np.int16), [len(several) for several in found.values()]),
             fold=_folds(examples, place), **targets(examples),
             pairs=np.array([[place[text] for text in both] for _, *both in alike], np.int32),
             groups=np.array([groups[group] for group, *_ in alike], np.int32),
             families=np.array([next(at for at, family in enumerate(pairs.FAMILIES) if group.startswith(family)) for group, *_ in alike], np.int8))
    return dict(texts=len(texts), pairs=len(alike), **{name: len(several) for name, several in found.items()})


def _slips(examples):
    """(place, form) -> the text with slips; of what measures too, so that a round can say what slips cost it."""
    dice, out = encode.rng_of(SEED, "slips"), {}
    for at, one in enumerate(examples):
        forms = FORMS if one.source in WRITTEN else int(dice.random() < SLIPPED)
        for form in range(forms):
            out[at, form] = perturb.perturbed(one.text, one.lang, dice, dice.choice(SHARES))
    return out


def _folds(examples, place):
    """Which third an example lies in: all turns of one chat in the same, and else all examples of one text."""
    out, chat = np.zeros(len(examples), np.int8), 0
    for at, one in enumerate(examples):
        chat += not one.context
        key = f"{one.source}:{chat}" if one.source in CHATS else place[one.text]
        out[at] = encode.rng_of(SEED, "fold", key).randrange(FOLDS)
    return out
