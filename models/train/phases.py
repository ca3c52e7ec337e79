"""What one step of training asks of the network. A phase knows its batches and the cost of each."""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import fit, inputs, loss
from .config import CLS, SEP, UNK, WIDTH
from .network import message_of

SIZES = {"cpu": (1800, 96), "cuda": (16384, 512)}   # tokens and rows of one batch
HIDDEN = .15          # share of tokens to be guessed
HEAT = .05
PER_BATCH = {"cpu": 40, "cuda": 160}
SPARSE = 1e-3         # what the contributions cost: few words are to carry the anger


class Labelled:
    """Labels, and beside them what teachers think (`soft`) and what the original's embedding is (`vectors`), if given."""

    def __init__(self, corpus, given, plan, rng, allowed=None, soft=None, vectors=None, trust=1., likeness=1., limit=None):
        self.rows, self.weights = inputs.draws(corpus, plan, rng, allowed)
        if limit:
            chosen = rng.permutation(len(self.rows))[:limit]
            self.rows, self.weights = self.rows[chosen], self.weights[chosen]
        self.given, self.soft, self.vectors, self.trust, self.likeness = given, soft, vectors, trust, likeness
        self.batches = inputs.batches(given.whole[0, self.rows], *SIZES[given.device], rng)
        self.target = loss.tensors(vars(corpus), given.device)
        self.text = torch.from_numpy(corpus.text).long().to(given.device)
        self.seed = int(rng.integers(1 << 30))

    def __len__(self):
        return len(self.batches)

    def cost(self, network, step):
        rng = np.random.default_rng((self.seed, step))
        rows = self.rows[self.batches[step]]
        arrays = self.given.drawn(rows, rng)
        at = torch.from_numpy(rows).to(self.given.device)
        weight = torch.from_numpy(self.weights[self.batches[step]]).to(self.given.device)
        with fit.mixed(self.given.device):
            logits, contributions, embedding = network(*arrays)
        target = [one[at] for one in self.target]
        target[-1] = weight = target[-1] * weight
        total = loss.loss(logits, target) + SPARSE * contributions.abs().sum(1).mean()
        if self.soft is not None:
            total = total + self.trust * loss.taught(logits, self.soft[at].float(), weight)
        if self.vectors is not None:
            total = total + self.likeness * (1 - (embedding * self.vectors[self.text[at]].float()).sum(1)).mean()
        return total


class Waking:
    """Texts alone: some tokens are hidden and guessed, and the embedding is drawn to that of the original."""

    def __init__(self, corpus, given, passes, vectors, rng, limit=None):
        rows = np.flatnonzero([not corpus.sources[one].startswith("measure:") for one in range(len(corpus.sources))])
        rows = np.flatnonzero(np.isin(corpus.source, rows))
        self.rows = np.concatenate([rng.permutation(rows) for _ in range(passes)])[:limit]
        self.given, self.vectors, self.text = given, vectors, torch.from_numpy(corpus.text).long().to(given.device)
        self.batches = inputs.batches(given.whole[0, self.rows], *SIZES[given.device], rng)
        self.guess = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.LayerNorm(WIDTH)).to(given.device)
        self.seed = int(rng.integers(1 << 30))

    def __len__(self):
        return len(self.batches)

    def parameters(self):
        """What is trained with the network and thrown away after."""
        return list(self.guess.parameters())

    def cost(self, network, step):
        rng = np.random.default_rng((self.seed, step))
        rows = self.rows[self.batches[step]]
        ids, mask, kinds = self.given.drawn(rows, rng)
        at = torch.from_numpy(rows).to(self.given.device)
        message = message_of(ids, mask, kinds)
        hidden = (torch.rand(ids.shape, device=ids.device) < HIDDEN) & mask.bool() & (ids != CLS) & (ids != SEP)
        with fit.mixed(self.given.device):
            x = network.hidden(torch.where(hidden, UNK, ids), mask, kinds)
            guessed = self.guess(x[hidden]) @ network.rows.weight.T
        embedding = network.read(x, message)[2]
        alike = 1 - (embedding * self.vectors[self.text[at]].float()).sum(1)
        return .3 * F.cross_entropy(guessed.float(), network.row_of_id[ids[hidden]]) + 3. * alike.mean()


class Alike:
    """Pairs of questions that mean the same: each is to find its partner among all of a batch."""

    def __init__(self, corpus, tokens, device, rng, limit=None):
        self.batches = _apart(corpus, PER_BATCH[device], rng)[:limit]
        self.pairs, self.tokens, self.device = corpus.pairs, tokens, device

    def __len__(self):
        return len(self.batches)

    def cost(self, network, step):
        texts = self.pairs[self.batches[step]].T.ravel()
        with fit.mixed(self.device):
            vectors = network(*self.tokens(texts))[2]
        one, other = vectors.chunk(2)
        near = one @ other.T / HEAT
        wanted = torch.arange(len(one), device=self.device)
        return .25 * (F.cross_entropy(near, wanted) + F.cross_entropy(near.T, wanted))


def _apart(corpus, size, rng):
    """Batches of pairs of one family in which no group comes twice."""
    out = []
    for family in np.unique(corpus.families):
        rest = rng.permutation(np.flatnonzero(corpus.families == family)).tolist()
        while rest:
            batch, groups, later = [], set(), []
            for at, pair in enumerate(rest):
                if len(batch) == size:
                    later += rest[at:]
                    break
                if corpus.groups[pair] in groups:
                    later.append(pair)
                else:
                    batch.append(pair)
                    groups.add(corpus.groups[pair])
            rest = later
            if len(batch) < size // 2:
                break
            out.append(batch)
    return out
