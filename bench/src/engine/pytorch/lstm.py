"""Training of an LSTM, with cross-entropy of its last frame or with CTC."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ctc import ctc_losses
from job import Inputs
from training import Training, linear, set_to


def lstm(workload: dict, inputs: Inputs) -> Training:
    x, labels = inputs["x"], inputs["labels"]
    model = Recognizer(workload, inputs)
    return Training(model.trained(), lambda: F.cross_entropy(model.of_last(x), labels))


def lstm_ctc(workload: dict, inputs: Inputs) -> Training:
    x, labels = inputs["x"], inputs["labels"]
    model = Recognizer(workload, inputs)
    return Training(model.trained(), lambda: ctc_losses(model(x), labels).mean())


class Recognizer(nn.Module):
    """x[batch, frames, features] → logits[batch, frames, classes]."""

    def __init__(self, workload: dict, inputs: Inputs) -> None:
        super().__init__()
        dtype = inputs["x"].dtype
        self.lstm = nn.LSTM(workload["features"], workload["hidden"], batch_first=True, dtype=dtype)
        set_to(self.lstm.weight_ih_l0, inputs["wx"].T)
        set_to(self.lstm.weight_hh_l0, inputs["wh"].T)
        set_to(self.lstm.bias_ih_l0, inputs["b"])
        # Its layers have two biases where the workload has one.
        set_to(self.lstm.bias_hh_l0, torch.zeros_like(inputs["b"]))
        self.lstm.bias_hh_l0.requires_grad_(False)
        self.head = linear(inputs["wo"], inputs["bo"])

    def trained(self) -> list[nn.Parameter]:
        return [parameter for parameter in self.parameters() if parameter.requires_grad]

    def of_last(self, x: Tensor) -> Tensor:
        """logits[batch, classes] of the last frame."""
        hidden, _ = self.lstm(x)
        return self.head(hidden[:, -1])

    def forward(self, x: Tensor) -> Tensor:
        hidden, _ = self.lstm(x)
        return self.head(hidden)
