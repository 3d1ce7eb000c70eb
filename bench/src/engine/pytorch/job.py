"""A workload that is set up, and its two plain forms: what is computed, and what is differentiated."""

from __future__ import annotations

from typing import Callable, Protocol, Sequence

import torch
from torch import Tensor

Inputs = dict  # of tensors, by the names that the workload gives them
Outputs = dict


class Job(Protocol):
    """As in `engine/contract.ts`. On a CPU all calls are synchronous."""

    def run(self) -> None: ...

    def outputs(self) -> Outputs: ...


class Forward:
    """Computes `out`, for no gradient."""

    def __init__(self, compute: Callable[[], Tensor]) -> None:
        self._compute = compute
        self._out = torch.empty(0)

    def run(self) -> None:
        with torch.inference_mode():
            self._out = self._compute()

    def outputs(self) -> Outputs:
        return {"out": self._out}


class Differentiated:
    """Computes a value, and what a sum over it with given weights gives for a gradient by each of `by`."""

    def __init__(
        self,
        compute: Callable[[], Tensor],
        value: str,
        by: Sequence[tuple[str, Tensor]],
        weights: Callable[[Tensor], Tensor] = torch.ones_like,
    ) -> None:
        self._compute = compute
        self._value = value
        self._by = [(name, leaf.requires_grad_()) for name, leaf in by]
        self._weights = weights
        self._outputs: Outputs = {}

    def run(self) -> None:
        value = self._compute()
        kept = value.detach()
        gradients = torch.autograd.grad(value, [leaf for _, leaf in self._by], self._weights(kept))
        self._outputs = {self._value: kept, **{name: g for (name, _), g in zip(self._by, gradients)}}

    def outputs(self) -> Outputs:
        return self._outputs
