"""Training of a multilayer perceptron."""

from __future__ import annotations

import torch.nn.functional as F
from torch import nn

from job import Inputs
from training import Training, linear


def mlp(workload: dict, inputs: Inputs) -> Training:
    x, labels = inputs["x"], inputs["labels"]
    layers: list[nn.Module] = []
    for i in range(len(workload["sizes"]) - 1):
        if i > 0:
            layers.append(nn.ReLU())
        layers.append(linear(inputs[f"w{i}"], inputs[f"b{i}"]))
    model = nn.Sequential(*layers)
    return Training(model.parameters(), lambda: F.cross_entropy(model(x), labels))
