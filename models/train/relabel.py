"""Public rows whose level of anger was set anew by reading them: `models/data/relabelled/*.tsv`.

A line is the start of the SHA-256 of the text, the level, flags: the texts themselves stay where their licence keeps them.
"""
import functools
import hashlib

from .config import MODELS, RISKS

WEIGHT = 1.4
FILES = ("en_complaints", "zh_waimai", "zh_online_shopping")


def key(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@functools.cache
def table():
    """key -> (level, flags)."""
    out = {}
    for path in sorted((MODELS / "data" / "relabelled").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            name, level, flags = line.split("\t")
            out[name] = int(level), [flag for flag in flags.split(",") if flag]
    return out


def apply(example):
    """Replaces what the source bounded by what was read."""
    found = table().get(key(example.text))
    if found:
        level, flags = found
        example.lo = example.hi = level
        example.risks.update({risk: float(risk in flags) for risk in RISKS.labels if risk not in ("complaint", "urgent")})
        example.risks["complaint"] = float(level >= 1)
        example.weight = WEIGHT
    return example
