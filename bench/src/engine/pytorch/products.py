"""Matrix products."""

from __future__ import annotations

from job import Forward, Inputs


def matmul(workload: dict, inputs: Inputs) -> Forward:
    a, b = inputs["a"], inputs["b"]
    if workload["layout"] == "tn":
        return Forward(lambda: a.T @ b)
    if workload["layout"] == "nt":
        return Forward(lambda: a @ b.T)
    return Forward(lambda: a @ b)


def batch_matmul(_workload: dict, inputs: Inputs) -> Forward:
    a, b = inputs["a"], inputs["b"]
    return Forward(lambda: a @ b)


def cold_start(_workload: dict, inputs: Inputs) -> Forward:
    a, b = inputs["a"], inputs["b"]
    return Forward(lambda: (a @ b).softmax(-1))
