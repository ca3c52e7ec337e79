"""Fine-tuning. Each phase is one plan of sources; every 200 steps a checkpoint, so that a cut run goes on where it was."""
import json
import math
import time

import numpy as np
import torch

from . import data, encode, loss, weights
from .config import SEED
from .network import Network

CONTEXT_DROPPED = .3
WORDS_SPLIT = .1
TOKENS_PER_BATCH = 1800
CHECKPOINT_EVERY = 200
RATES = dict(body=1.5e-4, heads=1e-3, fresh=1.5e-3)


def new_network(work):
    rows = np.load(work / "rows.npz")
    return Network(int(rows["fresh"]), len(rows["old"]), rows["row_of_id"])


def optimisers(network):
    heads, body = [], []
    for name, parameter in network.named_parameters():
        if name.startswith(("fresh", "old")):
            continue
        (heads if name.split(".")[0] in ("pool_hidden", "pool_score", "anger", "mood", "risks") else body).append(parameter)
    dense = torch.optim.AdamW([dict(params=body, lr=RATES["body"]), dict(params=heads, lr=RATES["heads"])], weight_decay=.01, fused=True)
    sparse = torch.optim.SparseAdam(list(network.fresh.parameters()), lr=RATES["fresh"])
    return dense, sparse


class Phase:
    """The batches of one phase, the same for the same seed however often the run is cut."""

    def __init__(self, path, plan, name, tokenizer, open_only, limit=None):
        self.examples = data.training(path, plan, f"{SEED}:{name}", open_only)[:limit]
        texts = [text for one in self.examples for text in (one.text, *(t for _, t in one.context))]
        self.known = encode.encode_texts(tokenizer, texts)
        self.splitter = encode.Splitter(tokenizer, WORDS_SPLIT)
        rng, self.inputs = encode.rng_of(SEED, name, "inputs"), []
        for one in self.examples:
            context = [] if rng.random() < CONTEXT_DROPPED else one.context
            turns = [(encode.ROLES.get(role, 4), self.known[text]) for role, text in context]
            self.inputs.append(encode.assemble(self.splitter(self.known[one.text], rng), turns))
        self.batches = encode.batches([len(ids) for ids, _ in self.inputs], TOKENS_PER_BATCH, rng)

    def batch(self, step):
        chosen = self.batches[step]
        arrays = encode.pad([self.inputs[at] for at in chosen])
        return [torch.from_numpy(one) for one in arrays], loss.targets([self.examples[at] for at in chosen])


def fit(path, work, plans, open_only=False, limit=None, threads=2):
    """Runs the phases of `plans` [(name, plan)] as one schedule. Leaves `network.pt` in `work`."""
    torch.set_num_threads(threads)
    torch.manual_seed(SEED)
    tokenizer = encode.load(work / "tokenizer.json")
    network = new_network(work)
    dense, sparse = optimisers(network)
    phases = [Phase(path, plan, name, tokenizer, open_only, limit) for name, plan in plans]
    total, done = sum(len(phase.batches) for phase in phases), 0
    saved = work / "checkpoint.pt"
    if saved.exists():
        state = torch.load(saved)
        network.load_state_dict(state["network"])
        dense.load_state_dict(state["dense"])
        sparse.load_state_dict(state["sparse"])
        done = state["done"]
    else:
        weights.start(network, work, SEED)
    _say(work, event="start", at=done, steps=total, examples=[len(phase.examples) for phase in phases])
    steps = [(phase, step) for phase in phases for step in range(len(phase.batches))]
    network.train()
    began, seen, running = time.monotonic(), 0, 0.
    for at in range(done, total):
        phase, step = steps[at]
        rate = min(1., (at + 1) / (.05 * total)) * max(.02, .5 * (1 + math.cos(math.pi * at / total)))
        for group, base in zip(dense.param_groups + sparse.param_groups, (RATES["body"], RATES["heads"], RATES["fresh"])):
            group["lr"] = base * rate
        value = _step(network, dense, sparse, *phase.batch(step))
        seen, running = seen + len(phase.batches[step]), running + value
        if (at + 1) % 50 == 0:
            _say(work, step=at + 1, of=total, loss=round(running / 50, 4), per_second=round(seen / (time.monotonic() - began), 1))
            running = 0.
        if (at + 1) % CHECKPOINT_EVERY == 0:
            _save(saved, network, dense, sparse, at + 1)
    torch.save(network.state_dict(), work / "network.pt")
    _say(work, event="done", steps=total)


def _step(network, dense, sparse, arrays, target):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits, contributions, _ = network(*arrays)
    value = loss.loss(logits.float(), target) + 1e-3 * contributions.abs().sum(1).mean()
    value.backward()
    torch.nn.utils.clip_grad_norm_([p for g in dense.param_groups for p in g["params"]], 1.)
    for one in (dense, sparse):
        one.step()
        one.zero_grad(set_to_none=True)
    return float(value.detach())


def _save(path, network, dense, sparse, done):
    part = path.with_suffix(".part")
    torch.save(dict(network=network.state_dict(), dense=dense.state_dict(), sparse=sparse.state_dict(), done=done), part)
    part.replace(path)


def _say(work, **facts):
    with open(work / "log.jsonl", "a", encoding="utf-8") as log:
        log.write(json.dumps(dict(time=time.strftime("%H:%M:%S"), **facts)) + "\n")
