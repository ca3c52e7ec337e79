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

    def forward(self, x, mask):
        rows, length, _ = x.shape
        q, k, v = self.qkv(x).view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.out(mixed.transpose(1, 2).reshape(rows, length, WIDTH)))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class Network(nn.Module):
    """ids, mask, kinds [B, S] -> (logits [B, OUTPUTS], contributions [B, S], embedding [B, 384])."""

    def __init__(self, fresh, old, row_of_id):
        super().__init__()
        self.register_buffer("row_of_id", torch.as_tensor(row_of_id, dtype=torch.int64), persistent=False)
        self.fresh, self.old = nn.Embedding(fresh, WIDTH, sparse=True), nn.Embedding(old, WIDTH)
        self.old.weight.requires_grad_(False)
        self.position, self.kind = nn.Embedding(MAX_TOKENS, WIDTH), nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in LAYERS)
        self.pool_hidden, self.pool_score = nn.Linear(WIDTH, POOL_WIDTH), nn.Linear(POOL_WIDTH, POOLS, bias=False)
        self.anger = nn.Linear(WIDTH, ANGER.end - ANGER.start)
        self.mood = nn.Linear(2 * WIDTH, EMOTIONS.end - SENTIMENT.start)
        self.risks = nn.Linear(2 * WIDTH, len(RISKS.labels))
        self.dropout = nn.Dropout(.1)
        with torch.no_grad():
            self.anger.bias.copy_(torch.tensor([0., -1., -2.]))

    def embed(self, ids):
        rows = self.row_of_id[ids]
        count = self.fresh.num_embeddings
        is_fresh = (rows < count).unsqueeze(-1)
        fresh = self.fresh(torch.where(rows < count, rows, 0))
        old = self.old(torch.where(rows < count, count, rows) - count)
        return torch.where(is_fresh, fresh, old)

    def forward(self, ids, mask, kinds):
        length = ids.shape[1]
        x = self.embed(ids) + self.position.weight[:length] + self.kind(kinds)
        x = self.dropout(self.norm(x))
        keep = mask.bool()[:, None, None, :]
        for layer in self.layers:
            x = layer(x, keep)
        x = x.float()
        message = (mask.bool() & (kinds == 0) & (ids != CLS) & (ids != SEP)).float()
        with torch.autocast("cpu", enabled=False):
            return self.read(x, message)

    def read(self, x, message):
        scores = self.pool_score(torch.tanh(self.pool_hidden(x))) - 1e4 * (1 - message.unsqueeze(-1))
        share = torch.softmax(scores, 1) * message.unsqueeze(-1)
        pooled = torch.einsum("bsp,bsd->bpd", share, x)
        mean = (x * message.unsqueeze(-1)).sum(1) / message.sum(1, keepdim=True).clamp(min=1)
        anger = self.anger(self.dropout(pooled[:, 0]))
        mood = self.mood(self.dropout(torch.cat([pooled[:, 1], mean], 1)))
        risks = self.risks(self.dropout(torch.cat([pooled[:, 2], mean], 1)))
        contributions = share[:, :, 0] * (x @ self.anger.weight[1])
        return torch.cat([anger, mood, risks], 1), contributions, F.normalize(mean, dim=1)
