"""Fine-tuning, round by round. Every 200 steps a checkpoint, so that a cut run goes on where it was."""
import json
import math
import time

import numpy as np
import torch

from . import data, encode, loss, pairs, perturb, weights
from .config import SEED
from .network import Network

CONTEXT_DROPPED = .3
WORDS_SPLIT = .1
TOKENS_PER_BATCH = 1800
CHECKPOINT_EVERY = 200


def new_network(work):
    rows = np.load(work / "rows.npz")
    return Network(int(rows["fresh"]), len(rows["old"]), rows["row_of_id"])


def optimisers(network, rates):
    heads, body = [], []
    for name, parameter in network.named_parameters():
        if name.startswith(("fresh", "old")):
            continue
        (heads if name.split(".")[0] in ("pool_hidden", "pool_score", "anger", "mood", "risks") else body).append(parameter)
    dense = torch.optim.AdamW([dict(params=body, lr=rates.body), dict(params=heads, lr=rates.heads)], weight_decay=.01, fused=True)
    sparse = torch.optim.SparseAdam(list(network.fresh.parameters()), lr=rates.fresh)
    return dense, sparse


class Phase:
    """The batches of one phase, the same for the same seed however often the run is cut."""

    def __init__(self, path, plan, name, tokenizer, open_only, slips=0., limit=None):
        self.examples = data.training(path, plan, f"{SEED}:{name}", open_only)[:limit]
        dice = encode.rng_of(SEED, name, "slips")
        written = [perturb.perturbed(one.text, one.lang, dice) if dice.random() < slips else one.text for one in self.examples]
        texts = written + [text for one in self.examples for _, text in one.context]
        self.known = encode.encode_texts(tokenizer, texts)
        self.splitter = encode.Splitter(tokenizer, WORDS_SPLIT)
        rng, self.inputs = encode.rng_of(SEED, name, "inputs"), []
        for one, text in zip(self.examples, written):
            context = [] if rng.random() < CONTEXT_DROPPED else one.context
            turns = [(encode.ROLES.get(role, 4), self.known[text]) for role, text in context]
            self.inputs.append(encode.assemble(self.splitter(self.known[text], rng), turns))
        self.batches = encode.batches([len(ids) for ids, _ in self.inputs], TOKENS_PER_BATCH, rng)

    def __len__(self):
        return len(self.batches)

    def batch(self, step):
        """(ids, mask, kinds), and a function from the network's outputs to the loss."""
        chosen = self.batches[step]
        arrays = encode.pad([self.inputs[at] for at in chosen])
        target = loss.targets([self.examples[at] for at in chosen])
        def cost(logits, contributions, _):
            return loss.loss(logits.float(), target) + 1e-3 * contributions.abs().sum(1).mean()
        return arrays, cost


class Pairs:
    """The batches that train the embedding."""

    def __init__(self, path, tokenizer, open_only, limit=None):
        self.batches = pairs.batches(pairs.pairs(path, open_only)[:limit])
        self.known = encode.encode_texts(tokenizer, [text for batch in self.batches for _, *both in batch for text in both])

    def __len__(self):
        return len(self.batches)

    def batch(self, step):
        texts = [text for _, *both in self.batches[step] for text in both]
        arrays = encode.pad([encode.assemble(self.known[text], []) for text in texts])
        return arrays, lambda logits, contributions, vectors: .5 * pairs.loss(vectors)


def fit(path, work, rounds, means, wanted, open_only=False, limit=None, threads=2):
    """Leaves `network.pt`, the weights called `wanted`, and `network-NAME.pt` for each round they rest on. What is in
    `work` already is not trained again, nor what only led there."""
    torch.set_num_threads(threads)

    def weights_of(name):
        kept = work / f"network-{name}.pt"
        if not kept.exists():
            if name in means:
                state = mean([(weights_of(part), share) for part, share in means[name]], new_network(work))
            else:
                before = weights_of(rounds[name].begins) if rounds[name].begins else None
                state = run(path, work, rounds[name], before, open_only, limit)
            torch.save(state, kept)
        return torch.load(kept)

    torch.save(weights_of(wanted), work / "network.pt")


def mean(parts, network):
    """The mean of weights that lie on one way, [(state, share)]: better on what they differ in than either. A label that
    one of them did not know keeps the other's weights."""
    known = [len(state["risks.bias"]) for state, _ in parts]
    states = [(_grown(state, network), share) for state, share in parts]
    out = {name: sum(share * state[name] for state, share in states) for name in states[-1][0]}
    for name in ("risks.weight", "risks.bias"):
        out[name][min(known):] = states[-1][0][name][min(known):]
    return out


def run(path, work, one, before, open_only=False, limit=None):
    """One round, from the weights `before` or from the pretrained ones; goes on from its checkpoint. -> state."""
    torch.manual_seed(SEED)
    tokenizer = encode.load(work / "tokenizer.json")
    network = new_network(work)
    dense, sparse = optimisers(network, one)
    phases = [Phase(path, plan, name, tokenizer, open_only, one.slips, limit) for name, plan in one.phases]
    steps = [(phase, step) for phase in phases for step in range(len(phase))]
    if one.pairs:
        alike = Pairs(path, tokenizer, open_only, limit)
        steps += [(alike, step) for step in range(len(alike))]
        encode.rng_of(SEED, one.name, "steps").shuffle(steps)
    saved, done = work / f"checkpoint-{one.name}.pt", 0
    if saved.exists():
        state = torch.load(saved)
        network.load_state_dict(state["network"])
        dense.load_state_dict(state["dense"])
        sparse.load_state_dict(state["sparse"])
        done = state["done"]
    elif before:
        network.load_state_dict(_grown(before, network))
    else:
        weights.start(network, work, SEED)
    _say(work, event="start", round=one.name, at=done, steps=len(steps), examples=[len(phase.examples) for phase in phases])
    network.train()
    began, seen, running = time.monotonic(), 0, 0.
    for at in range(done, len(steps)):
        phase, step = steps[at]
        rate = min(1., (at + 1) / (.05 * len(steps))) * max(one.floor, .5 * (1 + math.cos(math.pi * at / len(steps))))
        for group, base in zip(dense.param_groups + sparse.param_groups, (one.body, one.heads, one.fresh)):
            group["lr"] = base * rate
        value = _step(network, dense, sparse, *phase.batch(step))
        seen, running = seen + len(phase.batches[step]) * (2 if isinstance(phase, Pairs) else 1), running + value
        if (at + 1) % 50 == 0:
            _say(work, step=at + 1, of=len(steps), loss=round(running / 50, 4), per_second=round(seen / (time.monotonic() - began), 1))
            running = 0.
        if (at + 1) % CHECKPOINT_EVERY == 0:
            _save(saved, network, dense, sparse, at + 1)
    _say(work, event="done", round=one.name)
    return network.state_dict()


def _grown(state, network):
    """Weights of a round that knew fewer labels: what is new begins at zero."""
    for name in ("risks.weight", "risks.bias"):
        wanted = getattr(network.risks, name.split(".")[1])
        missing = len(wanted) - len(state[name])
        state[name] = torch.cat([state[name], torch.zeros_like(wanted[:missing])]) if missing else state[name]
    return state


def _step(network, dense, sparse, arrays, cost):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        outputs = network(*(torch.from_numpy(one) for one in arrays))
    value = cost(*outputs)
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
