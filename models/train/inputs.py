"""The examples of a corpus as tokens on the device, and the batches that a phase draws from them."""
import numpy as np
import torch

from . import encode
from .config import CLS, MAX_TOKENS, PAD, SEP
from .corpus import FORMS, NOTHING

WORDS_SPLIT = .1
CONTEXT_DROPPED = .3
CHANGED = .4          # share of draws that read the changed form: with slips if there is one, with Han words broken up
WINDOW = 40           # batches of similar length are cut from this many at once


class Inputs:
    """`ids` [1 + FORMS, N, MAX_TOKENS], plain and changed; `message` and `whole` [1 + FORMS, N]: how many are the message
    with its specials, and how many there are in all."""

    def __init__(self, ids, message, whole, device):
        self.ids, self.message, self.whole, self.device = torch.from_numpy(ids).to(device), message, whole, device

    def plain(self, rows, context=True, form=0):
        """(ids, mask, kinds) of one form: the plain one unless another is named."""
        return self._arrays(np.full(len(rows), form), rows, (self.whole if context else self.message)[form, rows])

    def drawn(self, rows, rng):
        """The same with each row changed, or without its context, by chance."""
        form = np.where(rng.random(len(rows)) < CHANGED, rng.integers(1, 1 + FORMS, len(rows)), 0)
        message, whole = self.message[form, rows], self.whole[form, rows]
        return self._arrays(form, rows, np.where(rng.random(len(rows)) < CONTEXT_DROPPED, message, whole))

    def _arrays(self, form, rows, length):
        longest = min(MAX_TOKENS, -(-int(length.max()) // 8) * 8)
        there = torch.from_numpy(np.stack([form, rows, length, self.message[form, rows]]).astype(np.int64)).to(self.device, non_blocking=True)
        form, rows, length, message = there
        at = torch.arange(longest, device=self.device)
        mask = at < length[:, None]
        kinds = (at >= message[:, None]) & (at < length[:, None] - 1)
        return torch.where(mask, self.ids[form, rows, :longest], PAD).long(), mask.long(), kinds.long()


def of_corpus(corpus, tokenizer, seed, device, splits=True, kept=None):
    """Inputs through one tokenizer. `kept`: a file that keeps them, for several that train side by side."""
    if kept is None or not kept.exists():
        splitter = encode.Splitter(tokenizer, WORDS_SPLIT) if splits else lambda ids, _: ids
        arrays = _assembled(corpus, tokenizer, splitter, encode.rng_of(seed, "inputs"))
        if kept is None:
            return Inputs(*arrays, device)
        part = kept.with_suffix(".part.npz")
        np.savez(part, *arrays)
        part.replace(kept)
    found = np.load(kept)
    return Inputs(*(found[name] for name in found.files), device)


def _assembled(corpus, tokenizer, splitter, rng):
    encoded = [one.ids for one in tokenizer.encode_batch(corpus.texts, add_special_tokens=False)]
    size = len(corpus.text)
    ids = np.full((1 + FORMS, size, MAX_TOKENS), PAD, np.int32)
    message, whole = np.zeros((1 + FORMS, size), np.int16), np.zeros((1 + FORMS, size), np.int16)
    for at in range(size):
        turns = [(int(role), encoded[text]) for text, role in zip(corpus.context[at], corpus.roles[at]) if text != NOTHING]
        plain = corpus.text[at]
        changed = (splitter(encoded[plain if text == NOTHING else text], rng) for text in corpus.slipped[at])
        for form, tokens in enumerate((encoded[plain], *changed)):
            found, _ = encode.assemble(tokens, turns)
            ids[form, at, :len(found)] = found
            message[form, at], whole[form, at] = min(len(tokens), encode.MESSAGE_TOKENS) + 2, len(found)
    return ids, message, whole


def draws(corpus, plan, rng, allowed=None):
    """(rows, weights) of one phase. `plan`: source -> (passes, weight of each example)."""
    rows, weights = [], []
    for source, (passes, weight) in plan.items():
        if source in corpus.sources:
            found = corpus.rows_of(source)
            found = found if allowed is None else found[allowed[found]]
            taken = np.concatenate([rng.permutation(found) for _ in range(int(passes))] + [rng.permutation(found)[:round((passes % 1) * len(found))]])
            rows.append(taken)
            weights.append(np.full(len(taken), weight, np.float32))
    return np.concatenate(rows), np.concatenate(weights)


def by_length(lengths, size=512):
    """All places, in batches of like length."""
    order = np.argsort(lengths, kind="stable")
    return [order[at:at + size] for at in range(0, len(order), size)]


def batches(lengths, tokens, most, rng):
    """Places in batches of similar length with at most `tokens` padded tokens and `most` rows, in random order."""
    order, out = rng.permutation(len(lengths)), []
    window = WINDOW * most
    for start in range(0, len(order), window):
        batch = []
        for at in sorted(order[start:start + window], key=lambda at: lengths[at]):
            if batch and ((len(batch) + 1) * lengths[at] > tokens or len(batch) >= most):
                out.append(np.array(batch))
                batch = []
            batch.append(at)
        out.append(np.array(batch))
    rng.shuffle(out)
    return out


class Texts:
    """All texts of a corpus by themselves, each after `prefix`: called with their places it gives (ids, mask, kinds)."""

    def __init__(self, corpus, tokenizer, device, prefix=()):
        encoded = [one.ids for one in tokenizer.encode_batch(corpus.texts, add_special_tokens=False)]
        self.ids = np.full((len(encoded), MAX_TOKENS), PAD, np.int32)
        self.length = np.zeros(len(encoded), np.int64)
        for at, one in enumerate(encoded):
            ids = [CLS, *prefix, *encode.shorten(one), SEP]
            self.ids[at, :len(ids)], self.length[at] = ids, len(ids)
        self.ids, self.device = torch.from_numpy(self.ids).to(device), device

    def __call__(self, texts):
        length = self.length[texts]
        texts, there = (torch.from_numpy(one).to(self.device) for one in (np.asarray(texts, np.int64), length))
        ids = self.ids[texts, :int(length.max())].long()
        mask = torch.arange(ids.shape[1], device=self.device) < there[:, None]
        return ids, mask.long(), torch.zeros_like(ids)
