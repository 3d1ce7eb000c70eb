/** @file The RNN transducer. */
import { type LossEntry, NONE } from "./entry.ts";

export const transducer: readonly LossEntry[] = [
  {
    name: "rnntLoss",
    alsoExported: ["rnntComposite"],
    title: "RNN transducer (RNN-T)",
    formula:
      "−log Σ over all ways through the lattice of nodes (t, u) of Π softmax(x[t, u])[blank, or label u + 1]; a blank leads to (t + 1, u), a label to (t, u + 1)",
    names: { keras: NONE, tensorflow: NONE, pytorch: "torchaudio RNNTLoss, rnnt_loss", optax: NONE, sklearn: NONE },
    options: [
      ["inputLengths", "T", "frames of each sequence"],
      ["labelLengths", "U", "labels of each sequence"],
      ["blank", "0", "the class of the blank; torchaudio's default is the last"],
      [
        "fastEmitLambda",
        "0",
        "multiplies what labels have in the gradient by 1 + λ, and the loss too (FastEmit, as NeMo)",
      ],
      ["clamp", "none", "where the gradient of each sequence's loss is cut off, before reduction and cotangents"],
    ],
    edges: [
      "There is always a path, unless a needed logit is −∞: the loss is then Infinity and the gradient 0.",
      "Without frames the loss is 0 for the empty target, else Infinity.",
      "Beyond the lengths the gradient is exactly 0, whatever the logits hold.",
      "Lengths and labels out of range are errors where the host knows them, else the loss of their sequence is NaN.",
      "The mean over a batch of nothing is NaN.",
    ],
    mean: "the number of sequences",
    vectors: [{ file: "rnnt-loss.json", cases: ["*"] }],
    source: "Graves (2012), Sequence transduction with recurrent neural networks; Yu et al. (2021), FastEmit",
  },
];
