"""The encoder and its heads in PyTorch. `export.py` writes the same function as an ONNX graph."""
import torch
import torch.nn.functional as F
from torch import nn

from .config import ANGER, CLS, EMOTIONS, HEADS, INNER, LAYERS, MAX_TOKENS, OUTPUTS, POOL_WIDTH, POOLS, RISKS, SEP, SENTIMENT, WIDTH


class Layer(nn.Module):
    """One transformer layer, normalising after each sum as BERT does."""

    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(.1)

    def forward(self, x, mask):
        rows, length, _ = x.shape
        q, k, v = self.qkv(x).view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(rows, length, WIDTH))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Network(nn.Module):
    """ids, mask, kinds [B, S] -> (logits [B, OUTPUTS], contributions [B, S], embedding [B, 384])."""

    def __init__(self, row_of_id, layers=len(LAYERS)):
        super().__init__()
        self.register_buffer("row_of_id", torch.as_tensor(row_of_id, dtype=torch.int64), persistent=False)
        self.rows = nn.Embedding(int(self.row_of_id.max()) + 1, WIDTH)
        self.position, self.kind = nn.Embedding(MAX_TOKENS, WIDTH), nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.pool_hidden, self.pool_score = nn.Linear(WIDTH, POOL_WIDTH), nn.Linear(POOL_WIDTH, POOLS, bias=False)
        self.anger = nn.Linear(WIDTH, ANGER.end - ANGER.start)
        self.mood = nn.Linear(2 * WIDTH, EMOTIONS.end - SENTIMENT.start)
        self.risks = nn.Linear(2 * WIDTH, len(RISKS.labels))
        self.dropout = nn.Dropout(.1)
        with torch.no_grad():
            self.anger.bias.copy_(torch.tensor([0., -1., -2.]))

    def forward(self, ids, mask, kinds):
        return self.read(self.hidden(ids, mask, kinds), message_of(ids, mask, kinds))

    def hidden(self, ids, mask, kinds):
        """The last layer, float32 [B, S, 384]."""
        x = self.rows(self.row_of_id[ids]) + self.position.weight[:ids.shape[1]] + self.kind(kinds)
        x = self.dropout(self.norm(x))
        keep = mask.bool()[:, None, None, :]
        for layer in self.layers:
            x = layer(x, keep)
        return x.float()

    def read(self, x, message):
        """Heads, contributions and embedding from the last layer; `message` [B, S] is 1 for the tokens that they read."""
        with torch.autocast(x.device.type, enabled=False):
            scores = self.pool_score(torch.tanh(self.pool_hidden(x))) - 1e4 * (1 - message.unsqueeze(-1))
            share = torch.softmax(scores, 1) * message.unsqueeze(-1)
            pooled = torch.einsum("bsp,bsd->bpd", share, x)
            mean = mean_of(x, message)
            anger = self.anger(self.dropout(pooled[:, 0]))
            mood = self.mood(self.dropout(torch.cat([pooled[:, 1], mean], 1)))
            risks = self.risks(self.dropout(torch.cat([pooled[:, 2], mean], 1)))
            contributions = share[:, :, 0] * (x @ self.anger.weight[1])
            return torch.cat([anger, mood, risks], 1), contributions, F.normalize(mean, dim=1)


def message_of(ids, mask, kinds):
    """1. for the tokens of the message itself."""
    return (mask.bool() & (kinds == 0) & (ids != CLS) & (ids != SEP)).float()


def mean_of(x, chosen):
    return (x * chosen.unsqueeze(-1)).sum(1) / chosen.sum(1, keepdim=True).clamp(min=1)
