/** @file Cross-entropy of a linear layer, in the catalogue. */
import { type LossEntry, NONE } from "./entry.ts";

export const linear: LossEntry = {
  name: "linearCrossEntropy",
  title: "Cross-entropy of a linear layer, without its logits",
  formula: "log Σ exp(z) − z[label] with z = x Wᵀ + b, by chunks of rows",
  names: {
    keras: NONE,
    tensorflow: NONE,
    pytorch: "LinearCrossEntropyLoss, functional.linear_cross_entropy",
    optax: NONE,
    sklearn: NONE,
  },
  options: [
    ["bias", "none", "added to the logits"],
    ["chunk", "as many rows as make the logits as large as x or 4 MiB, at least 1/64 of all", "rows at a time"],
    ["classWeight", "none", "a factor for each class; it has no gradient"],
    ["ignoreIndex", "none", "rows with this label count for nothing"],
    ["labelSmoothing", "0", "t becomes t (1 − s) + s/C"],
  ],
  edges: [
    "Memory: one chunk of logits and its gradient, the weight's gradient twice, and x a few times.",
    "If all rows are ignored, or weigh nothing, the mean is 0; an ignored row has gradient 0 whatever it holds.",
    "A label that is no class is an error where labels are on the host, and else gives NaN.",
    "Shapes that do not fit, mixed dtypes, and a chunk below 1 are errors.",
  ],
  kernels: [10, "4 and matrix products for each chunk of rows; here for two chunks"],
  mean: "the sum of the labels' weights over the rows not ignored",
  vectors:
    "Equal to crossEntropy of the logits, value and gradients, for every option; finite differences in double precision.",
  source: "Wijmans et al. (2024), Cut your losses in large-vocabulary language models; Hsu et al. (2024), Liger kernel",
};
