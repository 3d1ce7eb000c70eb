/** @file Connectionist temporal classification. */
import { type LossEntry, NONE } from "./entry.ts";

export const ctc: readonly LossEntry[] = [
  {
    name: "ctcLoss",
    alsoExported: ["ctcComposite"],
    title: "Connectionist temporal classification",
    formula: "−log Σ over all paths that collapse to the labels of Π softmax(x[t])[path[t]]",
    names: {
      keras: "CTC, ops.ctc_loss",
      tensorflow: "nn.ctc_loss",
      pytorch: "CTCLoss (of log-probabilities)",
      optax: "ctc_loss, ctc_loss_with_forward_probs",
      sklearn: NONE,
    },
    options: [
      ["inputLengths", "T", "frames of each sequence"],
      ["labelLengths", "U", "labels of each sequence"],
      ["blank", "0", "the class of the blank"],
      ["zeroInfinity", "false", "0 instead of Infinity for what has no path"],
      ["timeMajor", "false", "logits are [T, N, C]"],
    ],
    edges: [
      "A sequence that no path can give has loss Infinity, and gradient 0.",
      "Frames beyond the length have gradient exactly 0, whatever they hold.",
    ],
    mean: "each loss by max(labels, 1), then by the number of sequences",
    vectors: [
      { file: "ctc-loss.json", cases: ["*"] },
      { file: "ctc-edge.json", cases: ["*"] },
    ],
    source: "Graves et al. (2006)",
  },
];
