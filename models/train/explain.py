"""Teaches the anger pool to look where the anger is: at the words without which the score falls.

Deep layers write what they found into any word they like, often the dullest; an explanation made of those is of no use.
The layers stay as they are. Only the pools and the anger head learn: on angry texts the pool is to share its attention
as leaving out each word would share the loss of anger, and on all texts every logit is to stay where it was.
"""
import re

import numpy as np
import torch
import torch.nn.functional as F

from . import encode, fit, inputs
from .config import ANGER, SEED
from .network import message_of
from .student import new_network

SOURCES = ("support_en", "support_zh", "chats", "lines", "own", "relabelled", "en_complaints", "en_tweeteval_emotion", "zh_smp2020_ewect")
TEXTS, ANGRY, OTHERS = 11000, 3000, 4000
LONGEST = 40          # tokens of an angry text
SURE, FALLS = 0., .3  # an angry text has a logit above SURE, and loses at least FALLS by leaving words out
PASSES, BATCH, RATE = 25, 128, 1e-3
KEPT = 2.                       # weight of staying where one was


def train(corpus, work, device):
    """Changes `network.pt`; what `fit` left is kept as `network-mean.pt`."""
    network, tokenizer = new_network(work), encode.load(work / "tokenizer.json")
    network.load_state_dict(torch.load(work / "network-mean.pt"))
    network.to(device).eval()
    rng = np.random.default_rng((SEED, 9))
    rows = np.unique(np.concatenate([corpus.rows_of(one) for one in SOURCES if one in corpus.sources]))
    part = corpus.part(rng.permutation(rows)[:TEXTS])
    read = _read(network, inputs.of_corpus(part, tokenizer, f"{SEED}:explain", device, splits=False))
    angry = [one for one in read if one["logits"][ANGER.start + 1] > SURE and len(one["ids"]) <= LONGEST][:ANGRY]
    _leave_out(network, angry, tokenizer)
    angry = [one for one in angry if one["falls"].sum() > FALLS]
    fit.say(work, event="explain", angry=len(angry), before=round(_agreement(network, angry, device), 3))
    _learn(network, angry + read[-OTHERS:], rng, device)
    fit.say(work, event="explained", after=round(_agreement(network, angry, device), 3))
    torch.save({name: value.cpu() for name, value in network.state_dict().items()}, work / "network.pt")


def _hidden(network, arrays):
    with torch.no_grad(), fit.mixed(arrays[0].device.type):
        return network.hidden(*arrays)


def _read(network, given, size=64):
    """[ids, hidden layer, message, logits of each], every second one without its context."""
    out, rows = [], np.arange(given.whole.shape[1])
    for half, context in ((rows[::2], True), (rows[1::2], False)):
        for chosen in inputs.by_length((given.whole if context else given.message)[0, half], size):
            arrays = given.plain(half[chosen], context)
            x, message = _hidden(network, arrays), message_of(*arrays)
            logits = network.read(x, message)[0].detach()
            for ids, mask, kinds, layer, inside, logit in zip(*arrays, x, message, logits):
                count = int(mask.sum())
                out.append(dict(ids=ids[:count], kinds=kinds[:count], x=layer[:count].half(), message=inside[:count], logits=logit, falls=torch.zeros(count)))
    np.random.default_rng(SEED).shuffle(out)
    return out


def _words(ids, message, names):
    """Places of the message's words: in English the pieces of one together, in Chinese each token by itself."""
    out = []
    for at in torch.nonzero(message).ravel().tolist():
        name = names[int(ids[at])]
        if name.startswith("##") and not re.search("[㐀-鿿]", name) and out:
            out[-1].append(at)
        elif re.search(r"\w", name):
            out.append([at])
    return out


def _leave_out(network, several, tokenizer, size=256):
    """Fills `falls`: by how much the anger logit falls without the word of each token."""
    names = {at: name for name, at in tokenizer.get_vocab().items()}
    tries = [(one, word) for one in several for word in _words(one["ids"], one["message"], names)]
    tries.sort(key=lambda each: len(each[0]["ids"]))
    for start in range(0, len(tries), size):
        chosen = tries[start:start + size]
        kept = []
        for one, word in chosen:
            stays = torch.ones(len(one["ids"]), dtype=torch.bool)
            stays[word] = False
            kept.append((one["ids"][stays].tolist(), one["kinds"][stays].tolist()))
        arrays = [torch.from_numpy(part).to(one["ids"].device) for part in encode.pad(kept)]
        logits = network.read(_hidden(network, arrays), message_of(*arrays))[0][:, ANGER.start + 1]
        for (one, word), logit in zip(chosen, logits.tolist()):
            one["falls"][word] = max(0., float(one["logits"][ANGER.start + 1]) - logit) / len(word)


def _batch(chosen, device):
    pad = lambda name: torch.nn.utils.rnn.pad_sequence([one[name] for one in chosen], batch_first=True).to(device)
    return pad("x").float(), pad("message"), pad("falls"), torch.stack([one["logits"] for one in chosen])


def _learn(network, several, rng, device):
    learning = [*network.pool_hidden.parameters(), *network.pool_score.parameters(), *network.anger.parameters()]
    adam = torch.optim.AdamW(learning, lr=RATE, weight_decay=0.)
    steps = PASSES * (len(several) // BATCH)
    for step in range(steps):
        adam.param_groups[0]["lr"] = RATE * (1 - step / steps)
        x, message, falls, before = _batch([several[at] for at in rng.integers(len(several), size=BATCH)], device)
        logits, contributions, _ = network.read(x, message)
        total = falls.sum(1)
        wanted = falls / total.clamp(min=1e-6).unsqueeze(1)
        shown = F.relu(contributions) + 1e-6
        apart = -(wanted * torch.log(shown / shown.sum(1, keepdim=True))).sum(1)
        known = total > 0
        cost = (apart * known).sum() / known.sum().clamp(min=1) + KEPT * F.smooth_l1_loss(logits, before)
        adam.zero_grad()
        cost.backward()
        adam.step()


def _agreement(network, several, device, size=256):
    """Share of the loss by leaving words out that lies on the three tokens with the largest contributions, against that
    on the three whose loss is largest."""
    found = best = 0.
    with torch.no_grad():
        for start in range(0, len(several), size):
            x, message, falls, _ = _batch(several[start:start + size], device)
            shown = network.read(x, message)[1].masked_fill(message == 0, -9.)
            found += falls.gather(1, shown.topk(3, 1).indices).sum().item()
            best += falls.topk(3, 1).values.sum().item()
    return found / best
