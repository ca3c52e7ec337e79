"""The network that is released. It wakes on the texts, then learns the labels and what the teachers think, and ends on the
same at a falling rate, with pairs of questions among it; without teachers it learns from labels alone. Several students learn
from one start, each in another order, and their mean is what is released. Each round leaves `network-ROUND.pt` and is not
trained again.
"""
import functools
import shutil
from dataclasses import replace

import numpy as np
import torch

from . import encode, fit, inputs, measure, phases, plans, teach, weights
from .config import LAYERS, SEED
from .network import Network


def new_network(work):
    return Network(np.load(work / "rows.npz")["row_of_id"])


def train(corpus, work, device, part=None, limit=None, seconds=None):
    """Leaves `network.pt`. `part` does one step of it, for several side by side: `inputs`, `waking`, the number of one
    student, or `mean`."""
    student = Student(corpus, work, device, limit, seconds)
    if part in (None, "waking") and not student.has(plans.WAKING.name) and not student.has(plans.FITTING.name):
        student.wake()
    numbers = range(plans.STUDENTS if (work / "chances-0.npy").exists() else 1)
    for number in [int(part)] if part and part.isdigit() else numbers if part is None else []:
        student.learn(number)
    if part in (None, "mean"):
        student.mean(numbers)


class Student:
    """What the rounds share."""

    def __init__(self, corpus, work, device, limit, seconds):
        self.corpus, self.work, self.device, self.limit, self.seconds = corpus, work, device, limit, seconds
        self.tokenizer = encode.load(work / "tokenizer.json")
        self.given = inputs.of_corpus(corpus, self.tokenizer, f"{SEED}:student", device, kept=work / "inputs-student.npz")
        self.vectors = torch.from_numpy(np.load(work / "vectors.npy")).to(device) if (work / "vectors.npy").exists() else None
        self.network = new_network(work).to(device)

    @functools.cached_property
    def soft(self):
        """What the teachers think, or None."""
        agreed = teach.agreed(self.work, self.corpus)
        return None if agreed is None else torch.from_numpy(agreed).to(self.device)

    def has(self, name):
        return (self.work / f"network-{name}.pt").exists()

    def wake(self):
        start = weights.Start(self.work)
        start.fill(self.network, start.own_rows(self.work), LAYERS)
        self._round(plans.WAKING, lambda dice: [phases.Waking(self.corpus, self.given, plans.WAKING_PASSES, self.vectors, dice, self.limit)])

    def learn(self, number):
        """Both rounds of one student; a start that stands after `fitting` (as `take` leaves it) needs the last alone."""
        if self.has(plans.FITTING.name):
            self._load(plans.FITTING.name)
        else:
            self._load(plans.WAKING.name)
            self._round(replace(plans.FITTING, name=f"{plans.FITTING.name}-{number}"), lambda dice: [self._labelled(plans.BASE, dice)])
        self._round(replace(plans.NEARING, name=f"{plans.NEARING.name}-{number}"), self._near)

    def mean(self, numbers):
        """Leaves the mean of the students' weights as `network-mean.pt` and `network.pt`."""
        several = [torch.load(self.work / f"network-{plans.NEARING.name}-{number}.pt") for number in numbers]
        self.network.load_state_dict({name: sum(one[name] for one in several) / len(several) for name in several[0]})
        self._keep("mean")
        shutil.copy(self.work / "network-mean.pt", self.work / "network.pt")

    def _near(self, dice):
        texts = inputs.Texts(self.corpus, self.tokenizer, self.device)
        return [self._labelled(plans.NEAR, dice), phases.Alike(self.corpus, texts, self.device, dice, self.limit and 8)]

    def _labelled(self, plan, dice):
        return phases.Labelled(self.corpus, self.given, plan, dice, soft=self.soft, vectors=self.vectors, trust=plans.TRUST, likeness=plans.LIKENESS, limit=self.limit)

    def _load(self, name):
        self.network.load_state_dict(torch.load(self.work / f"network-{name}.pt", map_location=self.device))

    def _round(self, rates, phases_of):
        if self.has(rates.name):
            return self._load(rates.name)
        dice = encode.rng_of(SEED, rates.name)
        fit.run(self.network, self.work, rates, phases_of(np.random.default_rng(dice.getrandbits(32))), dice.getrandbits(31), self.seconds)
        self._keep(rates.name)

    def _keep(self, name):
        torch.save({part: value.cpu() for part, value in self.network.state_dict().items()}, self.work / f"network-{name}.pt")
        plain = teach.logits(self.network, self.given)
        slipped = teach.logits(self.network, self.given, form=1)
        fit.say(self.work, round=name, **measure.figures(self.corpus, plain), **measure.slips(self.corpus, plain, slipped))
