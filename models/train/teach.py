"""Teachers: the whole original with its own tokenizer. They know more than what is released, and are too large for it.

`embed` keeps what the original makes of each text before any training; `teach` trains one teacher on two thirds of the
examples, and the mean of the chances of all is what they teach: a teacher thinks better of a label that it
did not learn by heart.
"""
from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F

from . import fit, inputs, loss, measure, phases, plans, weights
from .config import OUTPUTS, SEED, WIDTH
from .corpus import FOLDS
from .network import Network, mean_of

LAYERS = tuple(range(12))


def original(start, device):
    """The original as our network, with untrained heads."""
    rows = start.original_rows()
    network = Network(np.arange(len(rows)), len(LAYERS))
    start.fill(network, rows, LAYERS)
    return network.to(device)


def embed(corpus, work, device):
    """Leaves `vectors.npy`: float16 [texts, 384], unit length, the mean of all taken away first, since the original's
    embeddings all point one way."""
    start = weights.Start(work)
    network, tokenizer = original(start, device).eval(), start.tokenizer()
    texts = inputs.Texts(corpus, tokenizer, device, tokenizer.encode(weights.PREFIX.strip(), add_special_tokens=False).ids)
    out = torch.zeros((len(corpus.texts), WIDTH), device=device)
    with torch.no_grad(), fit.mixed(device):
        for chosen in inputs.by_length(texts.length):
            ids, mask, kinds = texts(chosen)
            out[torch.from_numpy(chosen).to(device)] = mean_of(network.hidden(ids, mask, kinds), mask.float())
    out = F.normalize(out, dim=1)
    np.save(work / "vectors.npy", F.normalize(out - out.mean(0), dim=1).half().cpu().numpy())
    _given(corpus, work, start, "cpu")


def _given(corpus, work, start, device):
    return inputs.of_corpus(corpus, start.tokenizer(), f"{SEED}:teacher", device, splits=False, kept=work / "inputs-teacher.npz")


def teach(corpus, work, number, device, limit=None, seconds=None):
    """Leaves `chances-NUMBER.npy`: float16 [examples, OUTPUTS], of a teacher that never sees third NUMBER % FOLDS."""
    start = weights.Start(work)
    network = original(start, device)
    given = _given(corpus, work, start, device)
    rng = np.random.default_rng((SEED, number))
    phase = phases.Labelled(corpus, given, plans.TEACH, rng, allowed=corpus.fold != number % FOLDS, limit=limit)
    fit.run(network, work, replace(plans.TEACHER, name=f"teacher-{number}"), [phase], SEED + number, seconds)
    found = logits(network, given)
    fit.say(work, round=f"teacher-{number}", **measure.figures(corpus, found))
    np.save(work / f"chances-{number}.npy", loss.chances(torch.from_numpy(found)).half().numpy())


def agreed(work, corpus):
    """The mean of the teachers' chances, where one that never saw an example counts twice; None if nobody taught."""
    if not (work / "chances-0.npy").exists():
        return None
    total, shares = 0., 0.
    for number in range(plans.TEACHERS):
        share = 1. + (corpus.fold == number % FOLDS)[:, None]
        total, shares = total + share * np.load(work / f"chances-{number}.npy").astype(np.float32), shares + share
    return (total / shares).astype(np.float16)


def logits(network, given, form=0):
    """float32 [examples, OUTPUTS] of the plain form, or of a changed one."""
    out = np.zeros((given.whole.shape[1], OUTPUTS), np.float32)
    network.eval()
    with torch.no_grad(), fit.mixed(given.device):
        for chosen in inputs.by_length(given.whole[form]):
            out[chosen] = network(*given.plain(chosen, form=form))[0].float().cpu().numpy()
    return out
