"""The exported model through ONNX Runtime, and the manifest that tells a server how to read it."""
import hashlib
import json
import tomllib

import numpy as np
import onnxruntime

from . import encode
from .config import ALL_HEADS, MAX_TOKENS, MESSAGE_TOKENS, MODELS

VERSION = "0.6.0"
NORMALISER = 3   # of the server; it refuses a model trained behind another
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class Model:
    """Scores examples; batches are of similar length, one thread."""

    def __init__(self, path=MODELS / "triage.onnx", tokenizer=MODELS / "tokenizer.json", threads=1):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.tokenizer = encode.load(tokenizer)

    def run(self, batch):
        arrays = [one.astype(np.int32) for one in encode.pad(batch)]
        return self.session.run(None, dict(zip(INPUTS, arrays)))

    def outputs(self, examples, size=16):
        """(logits [N, H], contributions as a list of rows, embedding [N, 384])."""
        given = encode.inputs(self.tokenizer, examples)
        order = sorted(range(len(given)), key=lambda at: len(given[at][0]))
        logits, parts, vectors = [None] * len(given), [None] * len(given), [None] * len(given)
        for start in range(0, len(order), size):
            chosen = order[start:start + size]
            for at, *found in zip(chosen, *self.run([given[at] for at in chosen])):
                logits[at], parts[at], vectors[at] = found
        return np.array(logits), parts, np.array(vectors)

    def logits(self, examples):
        return self.outputs(examples)[0]


def identity():
    """Calibration that changes nothing."""
    return {lang: {head.name: dict(temperature=1., bias=[0.] * len(head.labels)) for head in ALL_HEADS} for lang in ("en", "zh")}


def calibrated(logits, lang, calibration):
    """logit / temperature + bias, head by head."""
    out = logits.copy()
    for head in ALL_HEADS:
        entry = calibration[lang][head.name]
        out[:, head.start:head.end] = logits[:, head.start:head.end] / entry["temperature"] + np.array(entry["bias"])
    return out


def read_manifest(path=MODELS / "manifest.toml"):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def write_manifest(calibration, parameters, folder=MODELS):
    """manifest.toml beside the files it names."""
    def digest(name):
        return hashlib.sha256((folder / name).read_bytes()).hexdigest()
    lines = ["schema = 1", 'name = "attune-triage"', f'version = "{VERSION}"', 'languages = ["en", "zh"]', "",
             "[model]", 'file = "triage.onnx"', f'sha256 = "{digest("triage.onnx")}"', f"parameters = {parameters}",
             'format = "int8 per-token, 7-bit weights"', "",
             "[tokenizer]", 'file = "tokenizer.json"', f'sha256 = "{digest("tokenizer.json")}"',
             f"message_tokens = {MESSAGE_TOKENS}", f"max_tokens = {MAX_TOKENS}", "", "[normaliser]", f"version = {NORMALISER}", ""]
    for head in ALL_HEADS:
        lines += ["[[heads]]", f'name = "{head.name}"', f'kind = "{head.kind}"', f"labels = {json.dumps(list(head.labels))}",
                  f"start = {head.start}", ""]
    for lang, heads in calibration.items():
        for name, entry in heads.items():
            bias = ", ".join(f"{value:.4f}" for value in entry["bias"])
            lines += [f"[calibration.{lang}.{name}]", f"temperature = {entry['temperature']:.4f}", f"bias = [{bias}]", ""]
    (folder / "manifest.toml").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
