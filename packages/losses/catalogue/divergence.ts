/** @file Divergences between distributions. */
import { type LossEntry, NONE, type OptionEntry } from "./entry.ts";

const terms = 'the number of elements, whatever their weights; "batchmean": the extent of the first axis';
const options: readonly OptionEntry[] = [
  ["reduction", '"mean"', 'also "batchmean": the sum by the extent of the first axis'],
  ["logTarget", "false", "the target is given as logarithms"],
  ["logInput", "true", "false: the prediction is given as probabilities"],
  ["eps", "1e-7", "the least probability of such a prediction; below it the gradient is 0"],
  ["weight", "none", "factors of the elements' terms, broadcast"],
];
const negative = "A negative probability is an error where it is on the host, and else gives NaN.";

export const divergence: readonly LossEntry[] = [
  {
    name: "klDivergence",
    title: "Kullback–Leibler divergence",
    formula: "t (log t − x), with x = log p",
    names: {
      keras: "KLDivergence (of probabilities)",
      tensorflow: NONE,
      pytorch: "KLDivLoss",
      optax: "kl_divergence, kl_divergence_with_log_targets",
      sklearn: NONE,
    },
    options,
    edges: [
      "Where t = 0, or log t = −∞, the term is 0 with gradient 0, where PyTorch gives NaN for the latter.",
      negative,
    ],
    kernels: 1,
    mean: terms,
    vectors: [
      { file: "torch.json", cases: ["kl_*"] },
      { file: "keras.json", cases: ["kl_divergence"] },
      { file: "optax.json", cases: ["kl_divergence", "kl_divergence_with_log_targets"] },
    ],
    source: "Kullback and Leibler (1951)",
  },
  {
    name: "generalizedKl",
    title: "Generalised Kullback–Leibler divergence",
    formula: "t (log t − x) − t + exp(x), with x = log p",
    names: {
      keras: NONE,
      tensorflow: NONE,
      pytorch: NONE,
      optax: "generalized_kl_divergence",
      sklearn: NONE,
    },
    options,
    edges: ["Where t = 0 the term is exp(x); near p = t it does not cancel.", negative],
    kernels: 1,
    mean: terms,
    vectors: [{ file: "optax.json", cases: ["generalized_kl_divergence"] }],
    source: "Csiszár (1991)",
  },
  {
    name: "sparsemax",
    title: "Sparsemax of two classes",
    formula: "0 where t x ≥ 1, −t x where t x ≤ −1, else (1 − t x)²/4",
    names: {
      keras: NONE,
      tensorflow: NONE,
      pytorch: NONE,
      optax: "sparsemax_loss (labels 0 and 1)",
      sklearn: NONE,
    },
    options: [
      ["coding", '"signed"', 'labels are −1 and 1; "binary": 0 and 1'],
      ["weight", "none", "factors of the losses, broadcast"],
    ],
    edges: [
      "Branches meet with equal gradients.",
      "A label that is neither is an error where labels are on the host; elsewhere the formula takes it.",
    ],
    kernels: 1,
    mean: "the number of elements, whatever their weights",
    vectors: [{ file: "optax.json", cases: ["sparsemax_loss"] }],
    source: "Martins and Astudillo (2016)",
  },
  {
    name: "multiclassSparsemax",
    title: "Sparsemax",
    formula: "Σ (x² − τ²)/2 + 1/2 − x[label] over x > τ, where Σ (x − τ) = 1",
    names: {
      keras: NONE,
      tensorflow: NONE,
      pytorch: NONE,
      optax: "multiclass_sparsemax_loss",
      sklearn: NONE,
    },
    options: [
      ["axis", "−1", "the axis of the classes"],
      ["weight", "none", "factors of the rows' losses, broadcast"],
    ],
    edges: [
      "A score of −∞ takes its class out; those of +∞ share all probability.",
      "A label that is no class is an error where labels are on the host, and else gives NaN.",
    ],
    kernels: 2,
    mean: "the number of rows, whatever their weights",
    vectors: [{ file: "optax.json", cases: ["multiclass_sparsemax_loss"] }],
    source: "Martins and Astudillo (2016)",
  },
  {
    name: "fenchelYoung",
    title: "Fenchel–Young losses",
    formula: "maxFun(x) − Σ t x",
    names: {
      keras: NONE,
      tensorflow: NONE,
      pytorch: NONE,
      optax: "make_fenchel_young_loss",
      sklearn: NONE,
    },
    options: [["weight", "none", "factors of the rows' losses, broadcast"]],
    edges: ["Where t = 0 an infinite score adds nothing to the sum."],
    kernels: 2,
    mean: "the number of rows, whatever their weights",
    vectors: "Nobody publishes any: with logSumExp it must be cross-entropy, and its gradient softmax − t.",
    source: "Blondel, Martins, Niculae (2020)",
  },
];
