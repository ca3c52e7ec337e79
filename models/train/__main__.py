"""`python -m train STEP --data PATH`: spoken, vocabulary, corpus, teach, fit, explain, wide, export, calibrate, policy, golden,
checks, baselines, or all in order.

`take` puts the released model's weights into the work folder, so that `fit` trains only the last round on them (or, with
`--part waking`, both rounds on labels). `fit` goes on from its checkpoint after a cut; delete the work folder to start afresh.
"""
import argparse
import json
from pathlib import Path

from .config import MODELS


def _vocabulary(given):
    from . import data, plans, vocabulary
    texts = vocabulary.texts(given.data, plans.SOURCES, given.open_only, data.OPEN_SOURCES)
    print(vocabulary.build(texts, vocabulary.english_pieces(), given.work))


def _corpus(given):
    from . import corpus, plans, weights
    print(corpus.build(given.data, plans.SOURCES, given.work / "corpus.npz", given.open_only))
    print("pieces of the original:", weights.gather(given.work, corpus.Corpus(given.work / "corpus.npz").texts))


def _teach(given):
    from . import corpus, plans, teach
    device = _device(given)
    read = corpus.Corpus(given.work / "corpus.npz")
    if given.part in (None, "embed") and not (given.work / "vectors.npy").exists():
        teach.embed(read, given.work, device)
    for number in range(plans.TEACHERS) if given.part is None else [int(given.part)] if given.part.isdigit() else []:
        if not (given.work / f"chances-{number}.npy").exists():
            teach.teach(read, given.work, number, device, given.limit, given.seconds)


def _fit(given):
    from . import corpus, student
    student.train(corpus.Corpus(given.work / "corpus.npz"), given.work, _device(given), given.part, given.limit, given.seconds)


def _explain(given):
    from . import corpus, explain
    explain.train(corpus.Corpus(given.work / "corpus.npz"), given.work, _device(given))


def _device(given):
    import torch
    from . import fit
    torch.set_num_threads(given.threads)
    torch.set_float32_matmul_precision("high")
    return fit.device()


def _take(given):
    from . import plans, released
    released.take(given.work, given.part or plans.FITTING.name)


def _wide(given):
    from . import corpus, plans, wide
    wide.train(corpus.Corpus(given.work / "corpus.npz"), given.work, plans.WIDE, given.threads)


def _export(given):
    import shutil
    import numpy as np
    from . import calibrate, encode, export, model
    deep = given.work / "deep.onnx"
    sample = calibrate.held_out(given.data, "en", given.open_only)[::16] + calibrate.held_out(given.data, "zh", given.open_only)[::12]
    found = encode.inputs(encode.load(given.work / "tokenizer.json"), sample)
    export.measure_peaks(given.work, [encode.pad(found[at:at + 16]) for at in range(0, len(found), 16)])
    for stale in ("wide.npz", "cool.npy"):
        (given.work / stale).unlink(missing_ok=True)
    export.export(given.work, deep)
    print("share of the wide part:", calibrate.mix(given.data, given.work, deep, given.open_only))
    hot = model.Model(export.export(given.work, given.work / "hot.onnx"), given.work / "tokenizer.json")
    np.save(given.work / "cool.npy", calibrate.shared_temperatures(calibrate.calibrate(given.data, given.work, hot, given.open_only)))
    export.export(given.work)
    shutil.copy(given.work / "tokenizer.json", MODELS / "tokenizer.json")
    # The folder must hold a model that loads: the next step reads through the program.
    model.write_manifest(model.identity(), _parameters(given))


def _parameters(given):
    import torch
    count = sum(one.numel() for one in torch.load(given.work / "network.pt").values())
    return count + torch.load(given.work / "wide.pt")["bag.weight"].numel()


def _calibrate(given):
    from . import calibrate, model
    model.write_manifest(calibrate.calibrate(given.data, given.work, model.Model(), given.open_only), _parameters(given))


def _golden(given):
    from . import golden
    for line in golden.write():
        print("left out:", *line)


def _checks(given):
    from . import checks, embedding
    checks.quantisation(given.data, given.work)
    checks.distress()
    embedding.measure(given.data)


def _baselines(given):
    from . import baselines
    baselines.write(given.data)


def _spoken(_):
    from . import spoken
    print("words:", spoken.write())


def _policy(given):
    from . import policy
    policy.fit(given.data)


STEPS = dict(spoken=_spoken, vocabulary=_vocabulary, corpus=_corpus, teach=_teach, fit=_fit, explain=_explain, wide=_wide, export=_export, calibrate=_calibrate, policy=_policy, golden=_golden, checks=_checks, baselines=_baselines)


def main():
    parser = argparse.ArgumentParser(prog="python -m train", description=__doc__)
    parser.add_argument("step", choices=["take", *STEPS, "all"])
    parser.add_argument("--data", type=Path, help="folder with the *.jsonl.gz files")
    parser.add_argument("--work", type=Path, default=MODELS / "train" / "work", help="checkpoints, logs and everything in between")
    parser.add_argument("--open-only", action="store_true", help="train on sources with an explicit open licence alone")
    parser.add_argument("--limit", type=int, help="at most this many examples in each phase, for a trial run")
    parser.add_argument("--part", help="alone, for several side by side: of `teach` embed or the number of one teacher, of `fit` inputs, waking, the number of one student or mean")
    parser.add_argument("--seconds", type=float, help="end the schedule of each round by then, for a device lent by the minute")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    with open(given.work / "runs.jsonl", "a", encoding="utf-8") as runs:
        runs.write(json.dumps({name: str(value) for name, value in vars(given).items()}) + "\n")
    if given.step == "take":
        _take(given)
    for name, step in STEPS.items():
        if given.step in (name, "all"):
            step(given)


if __name__ == "__main__":
    main()
