"""The trained network as `triage.onnx`: int32 input_ids, attention_mask, token_type_ids [batch, sequence] ->
float32 logits [batch, H], contributions [batch, sequence], embedding [batch, 384]."""
import numpy as np
import torch
from onnx import TensorProto

from .config import ANGER, CLS, EMOTIONS, GRAM_BUCKETS, HEADS, MODELS, OUTPUTS, POOLS, RISKS, SENTIMENT, SEP, WIDTH
from .graph import Graph, rows_to_int8


def export(work, target=None, int8=True):
    """Writes the model; `int8=False` keeps the products in float32, to see what int8 costs.

    `cool.npy`, if there, holds for each logit the temperature both languages share: logits leave nearly calibrated,
    and a rounding that differs between engines weighs no more than it should.
    """
    state = {name: value.float().numpy() for name, value in torch.load(work / "network.pt", map_location="cpu").items()}
    rows = np.load(work / "rows.npz")
    cool = np.load(work / "cool.npy") if (work / "cool.npy").exists() else np.ones(OUTPUTS, np.float32)
    for name, start, end in (("anger", ANGER.start, ANGER.end), ("mood", SENTIMENT.start, EMOTIONS.end), ("risks", RISKS.start, RISKS.end)):
        state[name + ".weight"] /= cool[start:end, None]
        state[name + ".bias"] /= cool[start:end]
    graph = Graph()
    ids, mask, kinds = (graph.input(name) for name in ("input_ids", "attention_mask", "token_type_ids"))
    multiply = graph.linear_int8 if int8 else graph.linear
    shape = graph.op("Shape", ids)
    table_rows = graph.op("Gather", graph.constant(rows["row_of_id"].astype(np.int32), "row_of_id"), ids)
    x = _embed(graph, state, shape, table_rows, kinds)
    heads_shape = graph.op("Concat", shape, np.array([HEADS, WIDTH // HEADS], np.int64), axis=0)
    present = graph.op("Cast", mask, to=TensorProto.FLOAT)
    bias = graph.op("Mul", graph.op("Sub", present, np.float32(1)), np.float32(1e4))
    bias = graph.op("Unsqueeze", bias, np.array([1, 2], np.int64))
    peaks = np.load(work / "peaks.npz") if (work / "peaks.npz").exists() else {}
    for at in range(sum(name.endswith("qkv.weight") for name in state)):
        x = _layer(graph, state, multiply, x, bias, heads_shape, f"layers.{at}.", peaks)
    message = _message_mask(graph, ids, mask, kinds)
    outputs = _read(graph, state, x, shape, message)
    if (work / "wide.npz").exists():
        wide = np.load(work / "wide.npz")
        outputs = _wide(graph, wide["table"], wide["scale"] / cool, table_rows, message, outputs)
    logits, contributions, embedding = outputs
    path = target or MODELS / "triage.onnx"
    graph.save(path, dict(logits=(logits, ["batch", OUTPUTS]), contributions=(contributions, ["batch", "sequence"]),
                          embedding=(embedding, ["batch", WIDTH])), "Attune triage model; see models/README.md")
    return path


def measure_peaks(work, batches):
    """Largest |activation| of each input channel of each product over `batches` of (ids, mask, kinds): `peaks.npz`."""
    from .student import new_network
    network, peaks = new_network(work).eval(), {}
    network.load_state_dict(torch.load(work / "network.pt"))
    def note(name):
        def hook(_, given):
            found = given[0].detach().abs().flatten(0, -2).amax(0).numpy()
            peaks[name] = np.maximum(peaks.get(name, 0.), found)
        return hook
    for name, module in network.named_modules():
        if name.startswith("layers.") and isinstance(module, torch.nn.Linear):
            module.register_forward_pre_hook(note(name))
    with torch.no_grad():
        for batch in batches:
            network(*[torch.from_numpy(one) for one in batch])
    np.savez(work / "peaks.npz", **peaks)


def _embed(graph, state, shape, table_rows, kinds):
    table, scale = rows_to_int8(state["rows.weight"])
    flat = graph.op("Reshape", table_rows, np.array([-1], np.int64))
    words = graph.op("Cast", graph.op("Gather", graph.constant(table, "rows.w"), flat), to=TensorProto.FLOAT)
    words = graph.op("Mul", words, graph.op("Gather", graph.constant(scale, "rows.s"), flat))
    kind = graph.op("Gather", graph.constant(state["kind.weight"], "kind.w"), graph.op("Reshape", kinds, np.array([-1], np.int64)))
    length = graph.op("Slice", shape, np.array([1], np.int64), np.array([2], np.int64), np.array([0], np.int64))
    position = graph.op("Slice", graph.constant(state["position.weight"], "position.w"), np.array([0], np.int64), length, np.array([0], np.int64))
    cube = graph.op("Concat", shape, np.array([WIDTH], np.int64), axis=0)
    placed = graph.op("Add", graph.op("Reshape", graph.op("Add", words, kind), cube), position)
    return graph.norm(graph.op("Reshape", placed, np.array([-1, WIDTH], np.int64)), state["norm.weight"], state["norm.bias"], "norm")


def _smoothing(peak, weight):
    """Per-channel divisor of the activations: the square root of how much louder they are than their weights."""
    divisor = np.sqrt(np.maximum(peak, 1e-3) / np.maximum(np.abs(weight).max(1), 1e-3))
    return (divisor / np.exp(np.log(divisor).mean())).astype(np.float32)


def _layer(graph, state, multiply, x, bias, heads_shape, name, peaks):
    def part(inner):
        weight = state[f"{name}{inner}.weight"].T.copy()
        smooth = _smoothing(peaks[name + inner], weight) if name + inner in peaks else None
        return weight, state[f"{name}{inner}.bias"].copy(), name + inner, smooth
    weight, offset, *rest = part("qkv")
    weight[:, :WIDTH] /= (WIDTH // HEADS) ** .5
    offset[:WIDTH] /= (WIDTH // HEADS) ** .5
    parts = graph.op("Split", multiply(x, weight, offset, *rest), np.array([WIDTH] * 3, np.int64), axis=1, outputs=3)
    q, k, v = (graph.op("Reshape", one, heads_shape) for one in parts)
    q, v = (graph.op("Transpose", one, perm=[0, 2, 1, 3]) for one in (q, v))
    scores = graph.op("Add", graph.op("MatMul", q, graph.op("Transpose", k, perm=[0, 2, 3, 1])), bias)
    mixed = graph.op("Transpose", graph.op("MatMul", graph.op("Softmax", scores, axis=-1), v), perm=[0, 2, 1, 3])
    mixed = graph.op("Reshape", mixed, np.array([-1, WIDTH], np.int64))
    x = graph.norm(graph.op("Add", x, multiply(mixed, *part("out"))), state[name + "norm1.weight"], state[name + "norm1.bias"], name + "norm1")
    inner = multiply(graph.gelu(multiply(x, *part("up"))), *part("down"))
    return graph.norm(graph.op("Add", x, inner), state[name + "norm2.weight"], state[name + "norm2.bias"], name + "norm2")


def _message_mask(graph, ids, mask, kinds):
    """1.0 for tokens of the message itself, [batch, sequence]."""
    special = graph.op("Or", graph.op("Equal", ids, np.int32(CLS)), graph.op("Equal", ids, np.int32(SEP)))
    inside = graph.op("And", graph.op("Equal", kinds, np.int32(0)), graph.op("Not", special))
    return graph.op("Cast", graph.op("And", inside, graph.op("Equal", mask, np.int32(1))), to=TensorProto.FLOAT)


def _read(graph, state, x, shape, message):
    column = graph.op("Unsqueeze", message, np.array([2], np.int64))
    hidden = graph.op("Tanh", graph.linear(x, state["pool_hidden.weight"].T, state["pool_hidden.bias"], "pool_hidden"))
    scores = graph.op("MatMul", hidden, graph.constant(state["pool_score.weight"].T.copy(), "pool_score.w"))
    scores = graph.op("Reshape", scores, graph.op("Concat", shape, np.array([POOLS], np.int64), axis=0))
    hide = graph.op("Mul", graph.op("Sub", column, np.float32(1)), np.float32(1e4))
    shares = graph.op("Mul", graph.op("Softmax", graph.op("Add", scores, hide), axis=1), column)
    count = graph.op("Max", graph.op("ReduceSum", column, np.array([1], np.int64), keepdims=1), np.float32(1))
    shares = graph.op("Concat", shares, graph.op("Div", column, count), axis=2)
    cube = graph.op("Reshape", x, graph.op("Concat", shape, np.array([WIDTH], np.int64), axis=0))
    pools = graph.op("MatMul", graph.op("Transpose", shares, perm=[0, 2, 1]), cube)
    anger, mood, risks, mean = (graph.op("Gather", pools, np.array(at, np.int64), axis=1) for at in range(POOLS + 1))
    logits = [graph.linear(anger, state["anger.weight"].T, state["anger.bias"], "anger")]
    for name, pool in (("mood", mood), ("risks", risks)):
        both = graph.op("Concat", pool, mean, axis=1)
        logits.append(graph.linear(both, state[name + ".weight"].T, state[name + ".bias"], name))
    pull = graph.op("Reshape", graph.op("MatMul", x, graph.constant(state["anger.weight"][1:2].T.copy(), "pull.w")), shape)
    share = graph.op("Gather", shares, np.array(0, np.int64), axis=2)
    length = graph.op("ReduceL2", mean, np.array([1], np.int64), keepdims=1)
    embedding = graph.op("Div", mean, graph.op("Max", length, np.float32(1e-12)))
    return graph.op("Concat", *logits, axis=1), graph.op("Mul", share, pull), embedding


def _wide(graph, table, scale, rows, message, outputs):
    """Adds what single tokens and pairs of tokens say by themselves: a hashed linear model over the message."""
    logits, contributions, embedding = outputs
    zero = graph.op("Mul", graph.op("Slice", rows, np.array([0], np.int64), np.array([1], np.int64), np.array([1], np.int64)), np.int32(0))
    start, stop, axis = np.array([0], np.int64), np.array([-1], np.int64), np.array([1], np.int64)
    before = graph.op("Concat", zero, graph.op("Slice", rows, start, stop, axis), axis=1)
    outside = graph.op("Cast", zero, to=TensorProto.FLOAT)
    pairs_in = graph.op("Mul", message, graph.op("Concat", outside, graph.op("Slice", message, start, stop, axis), axis=1))
    single = graph.op("Mod", graph.op("Mul", rows, np.int32(37)), np.int32(GRAM_BUCKETS))
    pair = graph.op("Add", graph.op("Mul", before, np.int32(8191)), graph.op("Add", graph.op("Mul", rows, np.int32(131)), np.int32(17)))
    pair = graph.op("Mod", pair, np.int32(GRAM_BUCKETS))
    table, scale = graph.constant(table, "grams.w"), graph.constant(scale, "grams.s")
    def read(found, inside):
        values = graph.op("Cast", graph.op("Gather", table, found), to=TensorProto.FLOAT)
        return graph.op("Mul", values, graph.op("Unsqueeze", inside, np.array([2], np.int64)))
    each = graph.op("Add", read(single, message), read(pair, pairs_in))
    count = graph.op("Add", graph.op("ReduceSum", message, axis, keepdims=1), graph.op("ReduceSum", pairs_in, axis, keepdims=1))
    root = graph.op("Sqrt", graph.op("Max", count, np.float32(1)))
    each = graph.op("Mul", graph.op("Div", each, graph.op("Unsqueeze", root, np.array([2], np.int64))), scale)
    logits = graph.op("Add", logits, graph.op("ReduceSum", each, axis, keepdims=0))
    return logits, graph.op("Add", contributions, graph.op("Gather", each, np.array(1, np.int64), axis=2)), embedding
