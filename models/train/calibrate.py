"""One temperature for each head and language, and a bias for each label, fitted on rows that never trained."""
import collections
import json

import numpy as np
import torch

from . import chats, corpus, data, encode, loss, wide
from .config import ALL_HEADS
from .model import Model

DEV_WEIGHT = 4.   # a support chat counts this much more than a public row: it is what the server reads
STRANGERS = 8.    # for anger, a turn by hands that none of the training chats came from counts this much more than one of ours
PER_SOURCE = 1500
VALIDATION = {
    "en": ["en_tweeteval_emotion", "en_goemotions", "en_emocontext", "en_complaints", "en_convabuse", "en_tweeteval_sentiment",
           "en_tweeteval_offensive", "en_tweeteval_irony", "en_isarcasm", "en_bitext_support", "en_banking77"],
    "zh": ["zh_smp2020_ewect", "zh_waimai", "zh_online_shopping", "zh_hotel", "zh_multi_emotion", "zh_cold_offensive",
           "zh_en_codeswitch", "zh_afqmc_pairs"],
}


def chat_turns(path, lang, strangers=1.):
    """What the server reads: turns of the dev support chats, which others wrote, and of our own chats that are held out."""
    dev = list(data.support(path, lang, "dev"))
    for turn in dev:
        turn.weight *= strangers
    return dev + [one for one in chats.examples(held_out=True) if one.lang == lang]


def held_out(path, lang, open_only=False):
    """Validation rows of the public sources, the dev support chats, and our own chats that are held out."""
    out = []
    for name in VALIDATION[lang]:
        if open_only and name not in data.OPEN_SOURCES:
            continue
        found = [data.labelled(row, name) for row in data.rows(path, name, "validation")
                 if name != "zh_smp2020_ewect" or row["source"].endswith("usual")]
        out += encode.rng_of("calibration", name).sample(found, min(PER_SOURCE, len(found)))
    turns = chat_turns(path, lang)
    for turn in turns:
        turn.weight *= DEV_WEIGHT
    return out + turns


def _targets(examples):
    return loss.tensors(corpus.targets(examples))


def mix(path, work, model_path, open_only=False):
    """Chooses how much of the wide part each head takes and writes `wide.npz`."""
    examples = held_out(path, "en", open_only) + held_out(path, "zh", open_only)
    deep = Model(model_path, work / "tokenizer.json").logits(examples)
    share = wide.mix(deep, wide.score(work, examples), _targets(examples))
    wide.save(work, share)
    return {head.name: round(float(share[head.start]), 3) for head in ALL_HEADS}


def calibrate(path, work, model, open_only=False):
    """Calibration for the manifest, also left in `work`. Anger is fitted on chats alone: it is read nowhere else, and
    what tweets call anger is common there and rare here. Of the chats those of other writers count most: on our own,
    held out or not, the model is surer than on anybody else's. Emotions are fitted with every source counting alike: the
    largest has the noisiest labels, and would make the model doubt itself on all others."""
    out = {}
    for lang in ("en", "zh"):
        examples, turns = held_out(path, lang, open_only), chat_turns(path, lang, STRANGERS)
        logits, target = model.logits(examples), _targets(examples)
        out[lang] = _fit(logits, target)
        out[lang]["emotions"] = _fit(logits, [*target[:-1], target[-1] * _alike(examples)])["emotions"]
        out[lang]["anger"] = _fit(model.logits(turns), _targets(turns))["anger"]
    (work / "calibration.json").write_text(json.dumps(out))
    return out


def _alike(examples):
    """Weights by which every public source counts as much as a full one."""
    counts = collections.Counter(one.source for one in examples)
    return torch.tensor([PER_SOURCE / counts[one.source] if one.source in VALIDATION[one.lang] else 1. for one in examples])


def shared_temperatures(calibration):
    """float32 [OUTPUTS]: the geometric mean over both languages, head by head."""
    return np.concatenate([[np.sqrt(calibration["en"][head.name]["temperature"] * calibration["zh"][head.name]["temperature"])]
                           * len(head.labels) for head in ALL_HEADS]).astype(np.float32)


def _fit(logits, target, pull=.002):
    """Minimises the training loss without smoothing; `pull` keeps labels that no row knows where they are."""
    logits = torch.from_numpy(logits)
    heat, bias = torch.zeros(len(ALL_HEADS), requires_grad=True), torch.zeros(logits.shape[1], requires_grad=True)
    head_of = torch.tensor([at for at, head in enumerate(ALL_HEADS) for _ in head.labels])
    optimiser = torch.optim.Adam([heat, bias], lr=.03)
    for _ in range(400):
        smooth, loss.SMOOTHING = loss.SMOOTHING, 0.
        value = loss.loss(logits * torch.exp(-heat)[head_of] + bias, target) + pull * (bias ** 2).mean() + pull * (heat ** 2).mean()
        loss.SMOOTHING = smooth
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
    temperature, bias = torch.exp(heat).detach().numpy(), bias.detach().numpy()
    return {head.name: dict(temperature=float(temperature[at]), bias=[float(one) for one in bias[head.start:head.end]])
            for at, head in enumerate(ALL_HEADS)}
