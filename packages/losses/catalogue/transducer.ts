/** @file The RNN transducer. */
import { type LossEntry, NONE, type OptionEntry } from "./entry.ts";

const OPTIONS: readonly OptionEntry[] = [
  ["inputLengths", "T", "frames of each sequence"],
  ["labelLengths", "U", "labels of each sequence"],
  ["blank", "0", "the class of the blank; torchaudio's default is the last"],
  ["fastEmitLambda", "0", "multiplies what labels have in the gradient by 1 + λ, and the loss too (FastEmit, as NeMo)"],
  ["clamp", "none", "where the gradient of each sequence's loss is cut off, before reduction and cotangents"],
];

export const transducer: readonly LossEntry[] = [
  {
    name: "rnntLoss",
    alsoExported: ["rnntComposite"],
    title: "RNN transducer (RNN-T)",
    formula:
      "−log Σ over all ways through the lattice of nodes (t, u) of Π softmax(x[t, u])[blank, or label u + 1]; a blank leads to (t + 1, u), a label to (t, u + 1)",
    names: { keras: NONE, tensorflow: NONE, pytorch: "torchaudio RNNTLoss, rnnt_loss", optax: NONE, sklearn: NONE },
    options: OPTIONS,
    edges: [
      "There is always a path, unless a needed logit is −∞: the loss is then Infinity and the gradient 0.",
      "Without frames the loss is 0 for the empty target, else Infinity.",
      "Beyond the lengths the gradient is exactly 0, whatever the logits hold.",
      "Lengths and labels out of range are errors where the host knows them, else the loss of their sequence is NaN.",
      "The mean over a batch of nothing is NaN.",
    ],
    kernels: [5, "2 along the diagonals, 2 for the gradient, and the mean"],
    mean: "the number of sequences",
    vectors: [{ file: "rnnt-loss.json", cases: ["*"] }],
    source: "Graves (2012), Sequence transduction with recurrent neural networks; Yu et al. (2021), FastEmit",
  },
  {
    name: "rnntLossFromLogProbs",
    title: "RNN transducer of log-probabilities",
    formula: "−log Σ over all ways through the lattice of exp Σ x[t, u][blank, or label u + 1]",
    names: {
      keras: NONE,
      tensorflow: NONE,
      pytorch: "torchaudio RNNTLoss (fused_log_softmax: false)",
      optax: NONE,
      sklearn: NONE,
    },
    options: OPTIONS,
    edges: [
      "Nothing is normalised; the gradient is that of what is passed in, and 0 for all but the blank and the label.",
      "Entries above 1e4 count as 1e4; the loss may be below 0.",
      "Else as rnntLoss.",
    ],
    kernels: [5, "2 along the diagonals, 2 for the gradient, and the mean"],
    mean: "the number of sequences",
    vectors:
      "Behind a log-softmax equal to rnntLoss; else finite differences in double precision, in transducer-log-probs.test.ts.",
    source: "Graves (2012), Sequence transduction with recurrent neural networks",
  },
];
