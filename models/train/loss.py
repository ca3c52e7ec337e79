"""What a source does not know costs nothing: interval loss for anger, softmax within the classes of the source,
binary cross-entropy on the flags that are known."""
import torch
import torch.nn.functional as F

from .config import ANGER, EMOTIONS, RISKS, SENTIMENT

SMOOTHING = .05


def targets(examples):
    """Tensors for a batch. anger: 1 yes, 0 no, -1 unknown for each cumulative level; risks: -1 unknown."""
    size = len(examples)
    anger, sentiment = torch.full((size, 3), -1.), torch.full((size,), -1, dtype=torch.long)
    emotions, classes = torch.zeros(size, len(EMOTIONS.labels)), torch.zeros(size, len(EMOTIONS.labels), dtype=torch.bool)
    risks, weight = torch.full((size, len(RISKS.labels)), -1.), torch.ones(size)
    for at, example in enumerate(examples):
        weight[at] = example.weight
        if example.lo is not None:
            for level in (1, 2, 3):
                if example.lo >= level:
                    anger[at, level - 1] = example.surely_annoyed if level == 2 else 1.
                elif example.hi < level:
                    anger[at, level - 1] = 0.
        if example.sentiment is not None:
            sentiment[at] = example.sentiment
        if example.emotions:
            classes[at, list(example.classes)] = True
            for label, share in example.emotions.items():
                emotions[at, label] = share
        for risk, value in example.risks.items():
            risks[at, RISKS.labels.index(risk)] = value
    return anger, sentiment, emotions, classes, risks, weight


def _known(values, target, weight):
    known = (target >= 0).float()
    each = F.binary_cross_entropy_with_logits(values, target.clamp(min=0), reduction="none") * known
    return (each.sum(1) * weight).sum() / len(values)


def loss(logits, target):
    """Mean over the batch of the sum of what each example knows."""
    anger, sentiment, emotions, classes, risks, weight = target
    total = .7 * _known(logits[:, ANGER.start:ANGER.end], anger, weight)
    total = total + .7 * _known(logits[:, RISKS.start:RISKS.end], risks, weight)
    known = sentiment >= 0
    if known.any():
        each = F.cross_entropy(logits[known, SENTIMENT.start:SENTIMENT.end], sentiment[known], reduction="none", label_smoothing=SMOOTHING)
        total = total + .6 * (each * weight[known]).sum() / len(logits)
    known = classes.any(1)
    if known.any():
        allowed = classes[known]
        values = logits[known, EMOTIONS.start:EMOTIONS.end].masked_fill(~allowed, -1e4)
        goal = emotions[known] * (1 - SMOOTHING) + SMOOTHING * allowed / allowed.sum(1, keepdim=True)
        each = -(goal * torch.log_softmax(values, 1)).sum(1)
        total = total + (each * weight[known]).sum() / len(logits)
    return total
