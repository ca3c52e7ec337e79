"""The wide part: a linear model over single tokens and pairs of tokens, hashed into one table, inside the same graph.

It remembers wordings that a small encoder with little training forgets. It is trained by itself on the same rows and
then mixed in, head by head, by as much as validation rows say.
"""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import encode, inputs, loss
from .config import ALL_HEADS, GRAM_BUCKETS, OUTPUTS, SEED
from .normalise import normalise

EPOCHS, RATE, DECAY, DROPPED, BATCH = 3, .02, .002, .2, 512


def grams(ids, row_of_id):
    """Rows of the table for the tokens of one message and its pairs."""
    rows = row_of_id[np.asarray(ids, np.int64)].astype(np.int64)
    return np.concatenate([rows * 37 % GRAM_BUCKETS, (rows[:-1] * 8191 + rows[1:] * 131 + 17) % GRAM_BUCKETS])


def _bags(tokenizer, row_of_id, texts):
    """Of normalised texts."""
    return [grams(encode.shorten(one.ids), row_of_id) for one in tokenizer.encode_batch(texts, add_special_tokens=False)]


class Table(nn.Module):
    def __init__(self):
        super().__init__()
        self.bag = nn.EmbeddingBag(GRAM_BUCKETS, OUTPUTS, mode="sum")
        self.bias = nn.Parameter(torch.zeros(OUTPUTS))
        nn.init.zeros_(self.bag.weight)

    def forward(self, bags, drop=0.):
        size = torch.tensor([max(len(one), 1) for one in bags]).float().sqrt().unsqueeze(1)
        offsets = torch.tensor([0] + [len(one) for one in bags[:-1]]).cumsum(0)
        flat = torch.from_numpy(np.concatenate(bags))
        weight = (torch.rand(len(flat)) >= drop).float() / (1 - drop)
        return self.bias + self.bag(flat, offsets, per_sample_weights=weight) / size


def train(read, work, plan, threads=1):
    """Leaves `wide.pt` in `work`. `read`: the corpus."""
    torch.set_num_threads(threads)
    torch.manual_seed(SEED)
    dice = np.random.default_rng((SEED, 8))
    rows, weights = inputs.draws(read, plan, dice)
    every = _bags(encode.load(work / "tokenizer.json"), np.load(work / "rows.npz")["row_of_id"], read.texts)
    target, weights = loss.tensors(vars(read)), torch.from_numpy(weights)
    table = Table()
    optimiser = torch.optim.AdamW(table.parameters(), lr=RATE, weight_decay=DECAY, fused=True)
    total, at = EPOCHS * (len(rows) // BATCH), 0
    for _ in range(EPOCHS):
        order = dice.permutation(len(rows))
        for start in range(0, len(rows) - BATCH + 1, BATCH):
            chosen = order[start:start + BATCH]
            for group in optimiser.param_groups:
                group["lr"] = RATE * (1 - at / total)
            wanted = [one[torch.from_numpy(rows[chosen])] for one in target]
            wanted[-1] = wanted[-1] * weights[torch.from_numpy(chosen)]
            value = loss.loss(table([every[text] for text in read.text[rows[chosen]]], DROPPED), wanted)
            optimiser.zero_grad()
            value.backward()
            optimiser.step()
            at += 1
    torch.save(table.state_dict(), work / "wide.pt")


def score(work, examples):
    """Logits of the wide part alone, without its bias: float32 [N, OUTPUTS]."""
    table = Table()
    table.load_state_dict(torch.load(work / "wide.pt"))
    table.bias.data.zero_()
    read = normalise(one.text for one in examples)
    bags = _bags(encode.load(work / "tokenizer.json"), np.load(work / "rows.npz")["row_of_id"], [read[one.text] for one in examples])
    with torch.no_grad():
        return np.concatenate([table(bags[at:at + 2048]).numpy() for at in range(0, len(bags), 2048)])


def mix(deep, wide, target, steps=300):
    """How much of the wide part each head takes: a share >= 0 per head, fitted with a temperature and biases."""
    deep, wide = torch.from_numpy(deep), torch.from_numpy(wide)
    head_of = torch.tensor([at for at, head in enumerate(ALL_HEADS) for _ in head.labels])
    share, heat = torch.full((len(ALL_HEADS),), .3, requires_grad=True), torch.zeros(len(ALL_HEADS), requires_grad=True)
    bias = torch.zeros(OUTPUTS, requires_grad=True)
    optimiser = torch.optim.Adam([share, heat, bias], lr=.03)
    for _ in range(steps):
        value = loss.loss(torch.exp(heat)[head_of] * (deep + F.relu(share)[head_of] * wide) + bias, target)
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
    return F.relu(share).detach().numpy()[head_of.numpy()]


def save(work, share):
    """The table as int8 with the shares folded into its scales: `wide.npz`, which `export` adds to the graph."""
    weight = torch.load(work / "wide.pt")["bag.weight"].numpy()
    scale = np.maximum(np.abs(weight).max(0), 1e-6) / 127
    table = np.clip(np.rint(weight / scale), -127, 127).astype(np.int8)
    np.savez(work / "wide.npz", table=table, scale=(scale * share).astype(np.float32))
