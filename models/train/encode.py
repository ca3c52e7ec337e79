"""Text -> ids exactly as the server assembles them, from normalised text: `[CLS] message [SEP]` and, if there is context, `context [SEP]`.

The server's tokeniser and this file must agree; the golden file holds logits that fail when they do not.
"""
import random

import numpy as np
from tokenizers import Tokenizer

from .config import CLS, MAX_TOKENS, MESSAGE_HEAD, MESSAGE_TOKENS, PAD, ROLES, SEP
from .normalise import normalise


def load(path):
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def shorten(ids):
    """At most MESSAGE_TOKENS: the first MESSAGE_HEAD and the last of the rest."""
    if len(ids) <= MESSAGE_TOKENS:
        return ids
    return ids[:MESSAGE_HEAD] + ids[len(ids) - (MESSAGE_TOKENS - MESSAGE_HEAD):]


def assemble(message, context):
    """`message`: ids of the message; `context`: (role token, ids) of up to two turns, oldest first -> ids, kinds.

    The last [SEP] belongs to the specials (kind 0); the context keeps its newest tokens.
    """
    message = shorten(message)
    ids, kinds = [CLS, *message, SEP], [0] * (len(message) + 2)
    turns = [one for role, turn in context for one in (role, *turn)]
    room = MAX_TOKENS - len(ids) - 1
    turns = turns[max(0, len(turns) - room):]
    if turns:
        ids, kinds = ids + turns + [SEP], kinds + [1] * len(turns) + [0]
    return ids, kinds


def encode_texts(tokenizer, texts):
    """text -> ids of the normalised text, each text once."""
    read = normalise(texts)
    return dict(zip(read, (found.ids for found in tokenizer.encode_batch(list(read.values()), add_special_tokens=False))))


def inputs(tokenizer, examples, known=None):
    """[(ids, kinds)] for examples."""
    if known is None:
        known = encode_texts(tokenizer, [text for one in examples for text in (one.text, *(t for _, t in one.context))])
    return [assemble(known[one.text], [(ROLES.get(role, ROLES["visitor"]), known[text]) for role, text in one.context[-2:]])
            for one in examples]


class Splitter:
    """Breaks some Han words into characters in training, so that characters learn too and misspelt words still read."""

    def __init__(self, tokenizer, share):
        vocabulary = tokenizer.get_vocab()
        self.share, self.parts = share, {}
        for piece, at in vocabulary.items():
            bare = piece.removeprefix("##")
            if len(bare) > 1 and all("一" <= one <= "鿿" for one in bare):
                prefix = "##" if piece.startswith("##") else ""
                self.parts[at] = [vocabulary[prefix + bare[0]]] + [vocabulary["##" + one] for one in bare[1:]]

    def __call__(self, ids, rng):
        if not any(one in self.parts for one in ids):
            return ids
        out = []
        for one in ids:
            out += self.parts[one] if one in self.parts and rng.random() < self.share else [one]
        return out


def pad(batch):
    """Arrays ids, mask, kinds [B, longest] for [(ids, kinds)]."""
    longest = max(len(ids) for ids, _ in batch)
    ids = np.full((len(batch), longest), PAD, np.int64)
    mask, kinds = np.zeros_like(ids), np.zeros_like(ids)
    for at, (one, kind) in enumerate(batch):
        ids[at, :len(one)], kinds[at, :len(one)], mask[at, :len(one)] = one, kind, 1
    return ids, mask, kinds


def batches(lengths, tokens, rng):
    """Index batches of similar length with at most `tokens` padded tokens, in random order."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    out = []
    for start in range(0, len(order), 6400):
        window, batch = sorted(order[start:start + 6400], key=lambda at: lengths[at]), []
        for at in window:
            if batch and (len(batch) + 1) * lengths[at] > tokens or len(batch) >= 96:
                out.append(batch)
                batch = []
            batch.append(at)
        if batch:
            out.append(batch)
    rng.shuffle(out)
    return out


def rng_of(*parts):
    return random.Random(":".join(map(str, parts)))
