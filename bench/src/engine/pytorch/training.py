"""Training: steps of Adam."""

from __future__ import annotations

from typing import Callable, Iterable

import torch
from torch import Tensor, nn

from job import Outputs


class Training:
    """A run is a step. `loss_of` computes the loss from `parameters`."""

    def __init__(self, parameters: Iterable[nn.Parameter], loss_of: Callable[[], Tensor]) -> None:
        self._optimizer = torch.optim.Adam(parameters, lr=1e-3, betas=(0.9, 0.999), eps=1e-8)
        self._loss_of = loss_of
        self._loss = float("nan")

    def run(self) -> None:
        self._optimizer.zero_grad(set_to_none=True)
        loss = self._loss_of()
        loss.backward()
        self._optimizer.step()
        self._loss = loss.item()

    def outputs(self) -> Outputs:
        return {"loss": torch.tensor([self._loss], dtype=torch.float64)}


def linear(weight: Tensor, bias: Tensor | None = None) -> nn.Linear:
    """A layer with given values; `weight` is [in, out]."""
    layer = nn.Linear(*weight.shape, bias=bias is not None, dtype=weight.dtype)
    set_to(layer.weight, weight.T)
    if bias is not None:
        set_to(layer.bias, bias)
    return layer


def set_to(parameter: nn.Parameter, values: Tensor) -> None:
    with torch.no_grad():
        parameter.copy_(values)
