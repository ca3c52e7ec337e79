"""Training: one loop over the steps of a round, on whatever device there is; it goes on from its checkpoint after a cut."""
import json
import math
import time

import torch

CHECKPOINT_SECONDS = 120
SAID_EVERY = 100
HEADS = ("pool_hidden", "pool_score", "anger", "mood", "risks")
KEPT = .998           # of the running mean of the weights, at each step


def device():
    return "cuda" if torch.cuda.is_available() else "cpu"


def optimiser(network, rates, beside):
    """AdamW with rates of their own for the body, the heads (and what is trained beside them) and the vocabulary."""
    parts = dict(body=[], heads=list(beside), rows=[])
    for name, parameter in network.named_parameters():
        first = name.split(".")[0]
        parts["rows" if first == "rows" else "heads" if first in HEADS else "body"].append(parameter)
    groups = [dict(params=parts[name], top=getattr(rates, name), weight_decay=0. if name == "rows" else .01) for name in parts]
    return torch.optim.AdamW(groups, lr=0., betas=(.9, .98), fused=True)


class Mean:
    """A running mean of a network's weights: steadier than the last step."""

    def __init__(self, network):
        self.values = [one.detach().clone() for one in network.parameters()]

    def follow(self, network, step):
        kept = min(KEPT, (1 + step) / (10 + step))
        torch._foreach_lerp_(self.values, [one.detach() for one in network.parameters()], 1 - kept)

    def into(self, network):
        with torch.no_grad():
            for mine, value in zip(network.parameters(), self.values):
                mine.copy_(value)


def run(network, work, rates, phases, seed, seconds=None):
    """Trains `network` in place over all batches of the phases, mixed, and leaves it at the mean of its last steps.
    `seconds`: the schedule ends by the round's share of them, whatever is left."""
    torch.manual_seed(seed)
    seconds = seconds and seconds * rates.share
    steps = [(phase, step) for phase in phases for step in range(len(phase))]
    order = torch.randperm(len(steps), generator=torch.Generator().manual_seed(seed)).tolist()
    beside = [one for phase in phases for one in getattr(phase, "parameters", list)()]
    adam, mean, done = optimiser(network, rates, beside), Mean(network), 0
    saved = work / f"checkpoint-{rates.name}.pt"
    if saved.exists():
        state = torch.load(saved, map_location=device())
        network.load_state_dict(state["network"])
        adam.load_state_dict(state["adam"])
        mean.values, done = state["mean"], state["done"]
    say(work, event="start", round=rates.name, at=done, steps=len(steps))
    network.train()
    began = kept_at = time.monotonic()
    running = torch.zeros((), device=device())
    for at in range(done, len(steps)):
        now = time.monotonic()
        gone = at / len(steps) if seconds is None else max(at / len(steps), (now - began) / seconds)
        if gone >= 1:
            break
        phase, step = steps[order[at]]
        rate = min(1., (at + 1) / min(.06 * len(steps), 300)) * (rates.floor + (1 - rates.floor) * .5 * (1 + math.cos(math.pi * gone)))
        for group in adam.param_groups:
            group["lr"] = group["top"] * rate
        value = phase.cost(network, step)
        value.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.)
        adam.step()
        adam.zero_grad(set_to_none=True)
        mean.follow(network, at)
        running += value.detach()
        if (at + 1) % SAID_EVERY == 0:
            say(work, round=rates.name, step=at + 1, of=len(steps), loss=round(float(running) / SAID_EVERY, 4), seconds=round(time.monotonic() - began, 1))
            running.zero_()
        if now - kept_at > CHECKPOINT_SECONDS:
            kept_at = now
            _save(saved, network=network.state_dict(), adam=adam.state_dict(), mean=mean.values, done=at + 1)
    mean.into(network)
    say(work, event="done", round=rates.name, seconds=round(time.monotonic() - began, 1))
    return network.eval()


def _save(path, **state):
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def say(work, **facts):
    """One line in the log of the run."""
    line = json.dumps(dict(time=time.strftime("%H:%M:%S"), **facts))
    print(line, flush=True)
    with open(work / "log.jsonl", "a", encoding="utf-8") as log:
        log.write(line + "\n")


def mixed(device_name):
    """Products in bfloat16."""
    return torch.autocast(device_name, dtype=torch.bfloat16)
