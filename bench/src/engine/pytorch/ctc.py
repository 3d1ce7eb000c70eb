"""CTC, forward and backward."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from job import Differentiated, Inputs


def ctc(_workload: dict, inputs: Inputs) -> Differentiated:
    logits, labels = inputs["logits"], inputs["labels"]
    return Differentiated(lambda: ctc_losses(logits, labels), "losses", [("gradient", logits)])


def ctc_losses(logits: Tensor, labels: Tensor) -> Tensor:
    """logits[batch, frames, classes], labels[batch, labels], all of full length, blank 0 → losses[batch]."""
    batch, frames, _ = logits.shape
    lengths = torch.full((batch,), frames), torch.full((batch,), labels.shape[1])
    return F.ctc_loss(logits.log_softmax(-1).transpose(0, 1), labels, *lengths, blank=0, reduction="none")
