/** @file Losses over sampled classes, in the catalogue. */
import { type LossEntry, NONE, type OptionEntry } from "./entry.ts";

const common: readonly OptionEntry[] = [
  ["bias", "none", "added to the logits"],
  ["logExpectedCount", "none", "gives what is subtracted from the logits, such as logUniformCount(S, C)"],
];

const edges = [
  "Only rows of the weight that are labels or samples have a gradient that is not 0.",
  "A label or sample that is no class is an error where it is known on the host; else a label gives NaN.",
  "The mean of no rows is NaN.",
];

const checked =
  "The definition, computed by hand in double precision, with one label and with two, with and without hits.";

export const sampled: readonly LossEntry[] = [
  {
    name: "sampledSoftmax",
    alsoExported: ["logUniformClasses", "logUniformCount"],
    title: "Sampled softmax",
    formula: "log Σ exp(z) over labels and samples, minus the mean z of the labels; z = x · W[c] + b[c] − log count(c)",
    names: { keras: NONE, tensorflow: "nn.sampled_softmax_loss", pytorch: NONE, optax: NONE, sklearn: NONE },
    options: [...common, ["removeAccidentalHits", "true", "leaves out samples that are the row's label"]],
    edges: [...edges, "With all classes as samples it is the full cross-entropy."],
    kernels: [13, "matrix products, and sums scattered into the rows of the weight"],
    mean: "the number of rows",
    vectors: checked,
    source: "Jean et al. (2015), On using very large target vocabulary for neural machine translation",
  },
  {
    name: "nce",
    title: "Noise-contrastive estimation",
    formula:
      "Σ over labels and samples of the binary cross-entropy of z = x · W[c] + b[c] − log count(c), of targets 1/K and 0",
    names: { keras: NONE, tensorflow: "nn.nce_loss", pytorch: NONE, optax: NONE, sklearn: NONE },
    options: [...common, ["removeAccidentalHits", "false", "leaves out samples that are the row's label"]],
    edges,
    kernels: [9, "matrix products, and sums scattered into the rows of the weight"],
    mean: "the number of rows",
    vectors: checked,
    source: "Gutmann, Hyvärinen (2010), Noise-contrastive estimation",
  },
];
