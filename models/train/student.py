"""The network that is released. It wakes on the texts, then learns the labels and what the teachers think, and ends on a
mixture near to what a server reads; without teachers it learns from labels alone. Each round leaves `network-ROUND.pt` and is not trained again."""
import numpy as np
import torch

from . import encode, fit, inputs, measure, phases, plans, teach, weights
from .config import LAYERS, SEED
from .network import Network


def new_network(work):
    return Network(np.load(work / "rows.npz")["row_of_id"])


def train(corpus, work, device, waking_alone=False, limit=None, seconds=None):
    """Leaves `network.pt`; or, `waking_alone`, only the first round, which needs no teachers yet."""
    student = Student(corpus, work, device, limit, seconds)
    if not student.has(plans.FITTING):   # as after `take`
        student.wake()
    if not waking_alone:
        student.learn()
        student.near()
        torch.save(torch.load(work / f"network-{plans.NEARING.name}.pt"), work / "network.pt")


class Student:
    """What the rounds share."""

    def __init__(self, corpus, work, device, limit, seconds):
        self.corpus, self.work, self.device, self.limit, self.seconds = corpus, work, device, limit, seconds
        self.tokenizer = encode.load(work / "tokenizer.json")
        self.given = inputs.of_corpus(corpus, self.tokenizer, f"{SEED}:student", device)
        self.vectors = torch.from_numpy(np.load(work / "vectors.npy")).to(device) if (work / "vectors.npy").exists() else None
        self.network = new_network(work).to(device)

    def has(self, rates):
        return (self.work / f"network-{rates.name}.pt").exists()

    def wake(self):
        start = weights.Start(self.work)
        start.fill(self.network, start.own_rows(self.work), LAYERS)
        self._round(plans.WAKING, lambda dice: [phases.Waking(self.corpus, self.given, plans.WAKING_PASSES, self.vectors, dice, self.limit)])

    def learn(self):
        self._round(plans.FITTING, lambda dice: [self._labelled(plans.BASE, dice)])

    def near(self):
        def several(dice):
            texts = inputs.Texts(self.corpus, self.tokenizer, self.device)
            return [self._labelled(plans.NEAR, dice), phases.Alike(self.corpus, texts, self.device, dice, self.limit and 8)]
        self._round(plans.NEARING, several)

    def _labelled(self, plan, dice):
        soft = teach.agreed(self.work, self.corpus)
        soft = None if soft is None else torch.from_numpy(soft).to(self.device)
        return phases.Labelled(self.corpus, self.given, plan, dice, soft=soft, vectors=self.vectors, trust=plans.TRUST, likeness=plans.LIKENESS, limit=self.limit)

    def _round(self, rates, phases_of):
        kept = self.work / f"network-{rates.name}.pt"
        if self.has(rates):
            self.network.load_state_dict(torch.load(kept, map_location=self.device))
            return
        dice = np.random.default_rng((SEED, len(rates.name)))
        fit.run(self.network, self.work, rates, phases_of(dice), SEED, self.seconds)
        torch.save({name: value.cpu() for name, value in self.network.state_dict().items()}, kept)
        fit.say(self.work, round=rates.name, **measure.figures(self.corpus, teach.logits(self.network, self.given)))
