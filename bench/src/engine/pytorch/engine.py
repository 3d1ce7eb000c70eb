"""PyTorch, as its users would write the workloads."""

from __future__ import annotations

import platform

import numpy as np
import torch

from conv import conv, conv_forward
from cross_entropy import cross_entropy
from ctc import ctc
from draw import draw
from host_facts import features, use_cores
from job import Inputs, Job
from lstm import lstm, lstm_ctc
from maps import gelu, layer_norm, softmax, tiny_ops
from mlp import mlp
from products import batch_matmul, cold_start, matmul
from transformer import transformer

# By kind of workload. There is no graph to build: operations run as they are called.
JOBS = {
    "matmul": matmul,
    "batch-matmul": batch_matmul,
    "gelu": gelu,
    "softmax": softmax,
    "layer-norm": layer_norm,
    "cross-entropy": cross_entropy,
    "conv": conv,
    "conv-forward": conv_forward,
    "ctc": ctc,
    "mlp": mlp,
    "memory": mlp,
    "lstm": lstm,
    "lstm-ctc": lstm_ctc,
    "transformer": transformer,
    "tiny-ops": tiny_ops,
    "cold-start": cold_start,
}


class Engine:
    """Computes in a precision: "float32" to be measured, "float64" to be compared with."""

    def __init__(self, precision: str) -> None:
        self._dtype = {"float32": torch.float32, "float64": torch.float64}[precision]
        use_cores()
        self.facts = {
            "threads": torch.get_num_threads(),
            "versions": {"python": platform.python_version(), "torch": str(torch.__version__)},
            "features": features(),
        }

    def draw(self, specs: dict[str, dict]) -> dict[str, np.ndarray]:
        return {name: draw(spec) for name, spec in specs.items()}

    def open(self, workload: dict, drawn: dict[str, np.ndarray]) -> Job | None:
        """Sets a workload up. None if there is no such here."""
        job = JOBS.get(workload["kind"])
        return None if job is None else job(workload, self._bring(drawn))

    def _bring(self, drawn: dict[str, np.ndarray]) -> Inputs:
        # Classes are of 64 bits wherever PyTorch takes them.
        dtypes = {np.dtype(np.float32): self._dtype, np.dtype(np.int32): torch.int64}
        return {name: torch.from_numpy(data).to(dtypes[data.dtype]) for name, data in drawn.items()}
