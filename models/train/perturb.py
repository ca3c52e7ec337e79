"""Slips and tricks for training: typing errors, drawn-out letters, digits for letters, characters that sound alike.

Only so that the network has met such text; how well it copes is measured by `attune eval`, with code of its own.
"""
import collections
import functools
import re

from .vocabulary import readings

NEAR = {"a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n",
        "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x"}
LEET = dict(a="4", e="3", i="1", o="0", s="5", t="7")


@functools.cache
def alike():
    """Character -> common characters with the same syllable, tones aside."""
    by_sound, common = collections.defaultdict(list), readings()
    for character, sound in common.items():
        by_sound[sound].append(character)
    return {character: [other for other in by_sound[sound] if other != character] for character, sound in common.items()}


def perturbed(text, lang, rng, share=.2):
    """The text with slips in about `share` of its words or characters."""
    if lang == "zh":
        return "".join(rng.choice(alike()[one]) if alike().get(one) and rng.random() < share else one for one in text)
    return re.sub(r"[A-Za-z]{3,}", lambda word: _slip(word.group(), rng) if rng.random() < share else word.group(), text)


def _slip(word, rng):
    at, kind = rng.randrange(len(word)), rng.random()
    if kind < .25:
        return word[:at] + word[at + 1:]
    if kind < .45 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    if kind < .65:
        return word[:at] + rng.choice(NEAR.get(word[at].lower(), "e")) + word[at + 1:]
    if kind < .8:
        return word[:at] + word[at] * 2 + word[at + 1:]
    return "".join(LEET.get(one, one) if rng.random() < .5 else one for one in word)
