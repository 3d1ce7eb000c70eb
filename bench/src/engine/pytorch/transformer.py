"""Training of a block of a transformer."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from job import Inputs
from training import Training, linear, set_to


def transformer(workload: dict, inputs: Inputs) -> Training:
    x, labels = inputs["x"], inputs["labels"].flatten()
    model = Decoder(workload, inputs)
    return Training(model.parameters(), lambda: F.cross_entropy(model(x).flatten(0, 1), labels))


class Decoder(nn.Module):
    """x[batch, length, width] → logits[batch, length, classes]."""

    def __init__(self, workload: dict, inputs: Inputs) -> None:
        super().__init__()
        self.heads = workload["heads"]
        self.norm1 = norm(inputs["scale1"], inputs["shift1"])
        # One product in the place of three, as is usual.
        self.qkv = linear(torch.cat([inputs["wq"], inputs["wk"], inputs["wv"]], 1))
        self.project = linear(inputs["wo"])
        self.norm2 = norm(inputs["scale2"], inputs["shift2"])
        self.expand = linear(inputs["w1"], inputs["b1"])
        self.contract = linear(inputs["w2"], inputs["b2"])
        self.head = linear(inputs["w3"], inputs["b3"])

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attend(self.norm1(x))
        x = x + self.contract(F.gelu(self.expand(self.norm2(x)), approximate="tanh"))
        return self.head(x)

    def attend(self, x: Tensor) -> Tensor:
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, -1))
        return self.project(causal_attention(q, k, v).transpose(1, 2).flatten(2))


def norm(scale: Tensor, shift: Tensor) -> nn.LayerNorm:
    layer = nn.LayerNorm(scale.shape, eps=1e-5, dtype=scale.dtype)
    set_to(layer.weight, scale)
    set_to(layer.bias, shift)
    return layer


def causal_attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """All [batch, heads, length, width of a head]."""
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)
    # Before PyTorch 2.
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    is_later = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
    return scores.masked_fill(is_later, -math.inf).softmax(-1) @ v
