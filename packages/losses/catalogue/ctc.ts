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
      ["labelLengths", "U", "labels of each sequence; concatenated labels i32[ΣU] need them"],
      ["blank", "0", "the class of the blank"],
      ["zeroInfinity", "false", "0 instead of Infinity for what has no path"],
      ["timeMajor", "false", "logits are [T, N, C]"],
    ],
    edges: [
      "A sequence that no path can give has loss Infinity, and gradient 0.",
      "Frames beyond the length have gradient exactly 0, whatever they hold.",
    ],
    kernels: [4, "2 along the frames, 1 for the gradient, and the mean"],
    mean: "each loss by max(labels, 1), then by the number of sequences",
    vectors: [
      { file: "ctc-loss.json", cases: ["*"] },
      { file: "ctc-edge.json", cases: ["*"] },
    ],
    source: "Graves et al. (2006)",
  },
  {
    name: "ctcLossFromLogProbs",
    title: "Connectionist temporal classification of log-probabilities",
    formula: "−log Σ over all paths that collapse to the labels of exp(Σ x[t, path[t]]), normalised or not",
    names: {
      keras: NONE,
      tensorflow: NONE,
      pytorch: "CTCLoss (the same value; its gradient is that of logits)",
      optax: NONE,
      sklearn: NONE,
    },
    options: [
      ["inputLengths", "T", "frames of each sequence"],
      ["labelLengths", "U", "labels of each sequence; concatenated labels i32[ΣU] need them"],
      ["blank", "0", "the class of the blank"],
      ["zeroInfinity", "false", "0 instead of Infinity for what has no path"],
      ["timeMajor", "false", "log-probabilities are [T, N, C]"],
    ],
    edges: [
      "The gradient is −occupancy: of what is passed in, where PyTorch gives exp(x) − occupancy.",
      "Entries 4.6e7 or more below the greatest of their frame count as −∞.",
      "A sequence that no path can give has loss Infinity, and gradient 0.",
      "Frames beyond the length have gradient exactly 0, whatever they hold.",
    ],
    kernels: [4, "2 along the frames, 1 for the gradient, and the mean"],
    mean: "each loss by max(labels, 1), then by the number of sequences",
    vectors: [
      { file: "ctc-loss.json", cases: ["*"] },
      { file: "ctc-edge.json", cases: ["*"] },
    ],
    source: "Graves et al. (2006)",
  },
];
