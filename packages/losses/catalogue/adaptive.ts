/** @file Adaptive softmax, which is in the family of large vocabularies. */
import { type LossEntry, NONE } from "./entry.ts";

export const adaptive: LossEntry = {
  name: "adaptiveLogSoftmax",
  alsoExported: ["adaptiveLogProbabilities", "adaptiveShapes"],
  title: "Adaptive softmax",
  formula:
    "−log softmax(head x)[t] for frequent classes; else −log softmax(head x)[cluster] − log softmax(tail x)[t − first]",
  names: {
    keras: NONE,
    tensorflow: NONE,
    pytorch: "AdaptiveLogSoftmaxWithLoss (log_prob: adaptiveLogProbabilities)",
    optax: NONE,
    sklearn: NONE,
  },
  options: [
    ["cutoffs", "required", "adaptiveShapes: the first class of each tail"],
    ["divValue", "4", "adaptiveShapes: by how much the features of each tail are fewer"],
    ["headBias", "none", "params, adaptiveShapes: a bias for each row of the head"],
    ["weight", "none", "factors of the rows' losses, broadcast"],
  ],
  edges: [
    "A label that is no class is an error where it is known on the host; else it gives NaN.",
    "All tails are computed for all rows.",
    "The mean of no rows is NaN.",
  ],
  kernels: [10, "matrix products, 2 and more for each cluster"],
  mean: "the number of rows, whatever their weights",
  vectors: "The definition, computed by hand, and probabilities that sum to 1, in adaptive-log-softmax.test.ts.",
  source: "Grave et al. (2017), Efficient softmax approximation for GPUs",
};
