"""The released model as a start: the weights in `triage.onnx` as float32 again, with the tokenizer beside it.

Nobody has to repeat the earlier rounds to teach the model their own chats. What int8 rounded stays rounded: about one
part in a hundred of a weight, which the next round mends where it matters. The wide part is trained anew by its own step.
"""
import numpy as np
import onnx
import torch
from onnx import numpy_helper

from .config import HEADS, MODELS, WIDTH


def take(work, after):
    """Leaves `tokenizer.json`, `rows.npz` and `network-AFTER.pt` in `work`: the rounds that follow `after` train."""
    (work / "tokenizer.json").write_bytes((MODELS / "tokenizer.json").read_bytes())
    graph = onnx.load(MODELS / "triage.onnx").graph
    values = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    np.savez(work / "rows.npz", row_of_id=values["row_of_id"])
    state = {name: torch.from_numpy(np.array(value, np.float32)) for name, value in _state(graph, values).items()}
    torch.save(state, work / f"network-{after}.pt")


def _state(graph, values):
    table = values["rows.w"].astype(np.float32) * values["rows.s"]
    state = {"rows.weight": table, "kind.weight": values["kind.w"], "position.weight": values["position.w"]}
    smooth = _smoothing(graph, values)
    for name, value in values.items():
        part, _, kind = name.rpartition(".")
        if kind == "w" and part + ".s" in values and part.startswith("layers."):
            weight = value.astype(np.float32) * values[part + ".s"] / smooth.get(part, np.ones(len(value), np.float32))[:, None]
            state[part + ".weight"], state[part + ".bias"] = weight.T, values[part + ".b"].copy()
        elif "norm" in part and kind in ("w", "b"):
            state[part + (".weight" if kind == "w" else ".bias")] = value
    for part in ("pool_hidden", "pool_score", "anger", "mood", "risks"):
        state[part + ".weight"] = values[part + ".w"].T
        if part + ".b" in values:
            state[part + ".bias"] = values[part + ".b"]
    for name in [name for name in state if ".qkv." in name]:
        state[name][:WIDTH] *= (WIDTH // HEADS) ** .5   # the graph divides queries beforehand
    return state


def _smoothing(graph, values):
    """Product -> the divisors of its input channels: the constant its input is multiplied with, turned over."""
    by_output = {output: node for node in graph.node for output in node.output}
    out = {}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            divided = by_output[by_output[node.input[0]].input[0]]
            scaled = by_output.get(divided.input[0])
            if scaled is not None and scaled.op_type == "Mul" and scaled.input[1] in values and values[scaled.input[1]].ndim == 1:
                out[node.input[1].removesuffix(".w")] = 1 / values[scaled.input[1]]
    return out


