"""What a source does not know costs nothing: interval loss for anger, softmax within the classes of the source,
binary cross-entropy on the flags that are known. What a teacher thinks costs over every head."""
import torch
import torch.nn.functional as F

from .config import ANGER, EMOTIONS, RISKS, SENTIMENT

SMOOTHING = .05
ORDER = ("anger", "sentiment", "emotions", "classes", "risks", "weight")
SHARES = {ANGER: .7, SENTIMENT: .6, EMOTIONS: 1., RISKS: .7}


def tensors(arrays, device="cpu"):
    """The targets of `corpus.targets` on the device, in ORDER."""
    kinds = dict(sentiment=torch.long, classes=torch.bool)
    return [torch.as_tensor(arrays[name]).to(device, kinds.get(name, torch.float32)) for name in ORDER]


def _known(values, target, weight):
    known = (target >= 0).float()
    each = F.binary_cross_entropy_with_logits(values, target.clamp(min=0), reduction="none") * known
    return (each.sum(1) * weight).mean()


def loss(logits, target):
    """Mean over the batch of the sum of what each example knows."""
    anger, sentiment, emotions, classes, risks, weight = target
    total = SHARES[ANGER] * _known(logits[:, ANGER.start:ANGER.end], anger, weight)
    total = total + SHARES[RISKS] * _known(logits[:, RISKS.start:RISKS.end], risks, weight)
    each = F.cross_entropy(logits[:, SENTIMENT.start:SENTIMENT.end], sentiment, reduction="none", label_smoothing=SMOOTHING, ignore_index=-1)
    total = total + SHARES[SENTIMENT] * (each * weight).mean()
    known = classes.any(1)
    values = logits[:, EMOTIONS.start:EMOTIONS.end].masked_fill(~classes & known.unsqueeze(1), -1e4)
    goal = emotions * (1 - SMOOTHING) + SMOOTHING * classes / classes.sum(1, keepdim=True).clamp(min=1)
    each = -(goal * torch.log_softmax(values, 1)).sum(1) * known
    return total + SHARES[EMOTIONS] * (each * weight).mean()


def chances(logits):
    """Probabilities of all outputs, laid out as the logits are."""
    parts = [torch.softmax(logits[:, head.start:head.end], 1) if head.kind == "softmax" else torch.sigmoid(logits[:, head.start:head.end])
             for head in (ANGER, SENTIMENT, EMOTIONS, RISKS)]
    return torch.cat(parts, 1)


def taught(logits, wanted, weight):
    """How far the outputs are from the chances that a teacher gives, over every head."""
    total = 0.
    for head, share in SHARES.items():
        values, goal = logits[:, head.start:head.end], wanted[:, head.start:head.end]
        each = -(goal * torch.log_softmax(values, 1)).sum(1) if head.kind == "softmax" else F.binary_cross_entropy_with_logits(values, goal, reduction="none").sum(1)
        total = total + share * (each * weight).mean()
    return total
