"""Words that customers type, commonest first: what a typing error may have been meant for.

Counted in the visitors' lines of this project's own chats and single messages, never in tests. The server reads the list
(`src/triage/normalise/spoken_words.txt`), so that a new list is a new version of the normaliser.
"""
import collections
import re

from . import chats
from .config import MODELS

LIST = MODELS.parent / "src" / "triage" / "normalise" / "spoken_words.txt"
SEEN = 3      # rarer words may be typing errors themselves
LINE = 20     # words in a line of the file


def write():
    """Writes the list; returns how many words it holds."""
    texts = [one.text for one in chats.examples(held_out=False) + chats.lines() if one.lang == "en"]
    counted = collections.Counter(word for text in texts for word in re.findall(r"(?<![\w'’@#./-])[a-z]{2,16}(?![\w'’@#/-])", text.lower()))
    words = sorted((word for word, times in counted.items() if times >= SEEN), key=lambda word: (-counted[word], word))
    lines = [" ".join(words[at:at + LINE]) for at in range(0, len(words), LINE)]
    LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(words)
