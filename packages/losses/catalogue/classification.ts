/** @file Cross-entropies and their kin. */
import { type LossEntry, NONE } from "./entry.ts";

export const classification: readonly LossEntry[] = [
  {
    name: "crossEntropy",
    title: "Softmax cross-entropy",
    formula: "log Σ exp(x) − x[label]; for probabilities −Σ t log softmax(x)",
    names: {
      keras: "SparseCategoricalCrossentropy, CategoricalCrossentropy (from_logits)",
      tensorflow: "nn.sparse_softmax_cross_entropy_with_logits, nn.softmax_cross_entropy_with_logits",
      pytorch: "CrossEntropyLoss",
      optax: "softmax_cross_entropy_with_integer_labels, softmax_cross_entropy, safe_softmax_cross_entropy",
      sklearn: "log_loss",
    },
    options: [
      ["weight", "none", "a factor for each class"],
      ["ignoreIndex", "none", "rows with this label count for nothing; only for labels"],
      ["labelSmoothing", "0", "t becomes t (1 − s) + s/C"],
      ["axis", "−1", "the axis of the classes"],
    ],
    edges: [
      "If all rows are ignored, or weigh nothing, the mean is 0; an ignored row has gradient 0 whatever it holds.",
      "A logit of −∞ takes its class out; with smoothing its loss is ∞. Logits of +∞ share all probability.",
      "A label that is no class is an error where labels are on the host, and else gives NaN.",
      "The loss of a confident row keeps its relative accuracy.",
    ],
    mean: "labels: the sum of the labels' weights over the rows not ignored; probabilities: the number of rows",
    vectors: [
      { file: "torch.json", cases: ["ce_*"] },
      {
        file: "keras.json",
        cases: ["sparse_categorical_crossentropy from_logits", "categorical_crossentropy from_logits"],
      },
      { file: "optax.json", cases: ["softmax_cross_entropy*", "safe_softmax_cross_entropy"] },
      { file: "stable-forms.json", cases: ["softmax_cross_entropy"] },
    ],
    source: "Goodfellow, Bengio, Courville (2016), eq. 6.29; smoothing: Szegedy et al. (2016)",
  },
  {
    name: "binaryCrossEntropyWithLogits",
    title: "Binary cross-entropy of logits",
    formula: "max(x, 0) − x t + log(1 + exp(−|x|))",
    names: {
      keras: "BinaryCrossentropy (from_logits)",
      tensorflow: "nn.sigmoid_cross_entropy_with_logits, nn.weighted_cross_entropy_with_logits",
      pytorch: "BCEWithLogitsLoss",
      optax: "sigmoid_binary_cross_entropy",
      sklearn: NONE,
    },
    options: [
      ["posWeight", "none", "a factor of the loss of positive targets, broadcast"],
      ["labelSmoothing", "0", "t becomes t (1 − s) + s/2"],
      ["weight", "none", "factors of the elements' losses, broadcast"],
    ],
    edges: ["Infinite logits give 0 or ∞, never NaN; gradients there are 0 or ±1.", "The mean of no elements is NaN."],
    mean: "the number of elements, whatever their weights",
    vectors: [
      { file: "torch.json", cases: ["bce_logits_*"] },
      { file: "keras.json", cases: ["binary_crossentropy from_logits"] },
      { file: "optax.json", cases: ["sigmoid_binary_cross_entropy(mean)"] },
      { file: "stable-forms.json", cases: ["bce_with_logits"] },
    ],
    source: "Goodfellow, Bengio, Courville (2016), section 6.2.2.2",
  },
];
