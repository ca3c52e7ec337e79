"""Names, sizes and paths shared by every step. The layout of the heads here is the layout in the manifest."""
from dataclasses import dataclass
from pathlib import Path

MODELS = Path(__file__).resolve().parent.parent
SEED = 20

SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[VISITOR]", "[BOT]", "[AGENT]", "[RARE]"]
PAD, UNK, CLS, SEP, VISITOR, BOT, AGENT, RARE = range(8)
ROLES = {"visitor": VISITOR, "user": VISITOR, "bot": BOT, "agent": AGENT}

MESSAGE_TOKENS = 64   # of one message: its first 40 and its last 24 if it is longer
MESSAGE_HEAD = 40
MAX_TOKENS = 96       # the whole input with [CLS] and [SEP]; the context gives way first, its oldest tokens at that

LAYERS = (1, 3, 5, 7, 9, 11)  # which of the twelve pretrained layers are kept
WIDTH, HEADS, INNER = 384, 12, 1536
POOLS, POOL_WIDTH = 3, 128
GRAM_BUCKETS = 1 << 16  # rows of the table of single tokens and pairs of tokens (the wide part)


@dataclass(frozen=True)
class Head:
    """One output: `kind` says how its logits become probabilities, `start` where they lie in the logits row."""
    name: str
    kind: str
    labels: tuple
    start: int

    @property
    def end(self):
        return self.start + len(self.labels)


ANGER = Head("anger", "ordinal", ("1", "2", "3"), 0)
SENTIMENT = Head("sentiment", "softmax", ("negative", "neutral", "positive"), 3)
EMOTIONS = Head("emotions", "softmax", ("anger", "disgust", "fear", "joy", "sadness", "surprise", "optimism", "neutral"), 6)
RISKS = Head("risks", "sigmoid",
             ("abuse", "human", "churn", "legal", "publicity", "distress", "complaint", "gratitude", "sarcasm", "urgent"), 14)
ALL_HEADS = (ANGER, SENTIMENT, EMOTIONS, RISKS)
OUTPUTS = RISKS.end
