"""The same network and texts in Python: one by one, as a typical server does, and in batches of 16 in order of arrival.

    python peer.py MODELS MESSAGES IDS

Prints one line of figures for table.py. Writes the token ids it read to IDS, against which peer.mjs is checked. Stops at
the raw logits: it neither normalises, calibrates nor keeps a belief, which favours it.
"""
import json
import math
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
import onnxruntime
import tokenizers
from tokenizers.processors import TemplateProcessing

PASSES, BATCH, WARMING, LONG = 5, 16, 32, 20
OUTPUTS = ["logits", "contributions"]


def percentiles(seconds):
    """By nearest rank, in milliseconds."""
    seconds = sorted(seconds)
    at = lambda share: 1000 * seconds[math.ceil(share * len(seconds)) - 1]
    return {"p50": at(0.50), "p99": at(0.99), "n": len(seconds)}


def main(models, messages, ids_file):
    texts = Path(messages).read_text(encoding="utf-8").splitlines()
    tokenizer = tokenizers.Tokenizer.from_file(str(Path(models) / "tokenizer.json"))
    specials = [(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=specials)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(Path(models) / "triage.onnx"), options, providers=["CPUExecutionProvider"])

    def run(ids, mask):
        ids, mask = np.array(ids, dtype=np.int32), np.array(mask, dtype=np.int32)
        return session.run(OUTPUTS, {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})

    def alone(text):
        encoding = tokenizer.encode(text)
        run([encoding.ids], [encoding.attention_mask])
        return len(encoding.ids)

    def together(batch):
        encodings = tokenizer.encode_batch(batch)
        run([e.ids for e in encodings], [e.attention_mask for e in encodings])

    others = [f"{text} 7 7" for text in texts[:: len(texts) // WARMING]]
    Path(ids_file).write_text(json.dumps([tokenizer.encode(text).ids for text in texts]))
    whole, long, preparing = [], [], []
    for text in others:
        alone(text)
    for _ in range(PASSES):
        for text in texts:
            start = perf_counter()
            length = alone(text)
            took = perf_counter() - start
            whole.append(took)
            if length >= LONG:
                long.append(took)
            start = perf_counter()
            tokenizer.encode(text)
            preparing.append(perf_counter() - start)
    tokenizer.enable_padding()
    together(others[:BATCH])
    start = perf_counter()
    for _ in range(PASSES):
        for at in range(0, len(texts), BATCH):
            together(texts[at : at + BATCH])
    took = perf_counter() - start
    tokenizer.no_padding()
    read = PASSES * len(texts)
    print(json.dumps({
        "who": f"Python {sys.version.split()[0]}, onnxruntime {onnxruntime.__version__}, tokenizers {tokenizers.__version__}",
        "mean_tokens": sum(len(tokenizer.encode(text).ids) for text in texts) / len(texts),
        "alone": percentiles(whole), "long": percentiles(long), "preparing": percentiles(preparing),
        "alone_per_second": read / sum(whole), "together_per_second": read / took,
        "mean_batch": len(texts) / math.ceil(len(texts) / BATCH),
    }))


if __name__ == "__main__":
    main(*sys.argv[1:])
