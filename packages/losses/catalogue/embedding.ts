/** @file Losses of embeddings, and of rankings. */
import { type LossEntry, NONE } from "./entry.ts";
import { ranking } from "./ranking.ts";

const WEIGHT = ["weight", "none", "factors of the losses, broadcast"] as const;
const PER_LOSS = "the number of losses, whatever their weights";
const NOTHING = "The mean of no losses is NaN.";
const KINK = "At the kink the gradient passes.";
const SIGNS = "A target other than ±1 is an error where it is known on the host; else it gives NaN.";

const TRIPLET = {
  margin: ["margin", "1", "by how much the negative should lie further away"],
  swap: ["swap", "false", "takes the lesser of the negative's distances from anchor and positive"],
} as const;

export const embedding: readonly LossEntry[] = [
  {
    name: "triplet",
    title: "Triplet loss",
    formula: "max(0, d(a, p) − d(a, n) + margin), d(a, b) = (Σ|a − b + eps|ᵖ)^(1/p)",
    names: { keras: NONE, tensorflow: NONE, pytorch: "TripletMarginLoss", optax: "triplet_margin_loss", sklearn: NONE },
    options: [
      TRIPLET.margin,
      ["p", "2", "the power of the norm: above 0, or Infinity"],
      TRIPLET.swap,
      ["eps", "1e-6", "keeps the gradient of equal vectors finite"],
      ["epsPlace", "difference", "adds eps to each difference, as PyTorch; root: to the sum under the root, as optax"],
      ["axis", "−1", "the axis of the vectors"],
      WEIGHT,
    ],
    edges: [
      `${KINK} A distance of 0 has gradient 0.`,
      "Differences are scaled before they are raised: only a distance beyond the dtype overflows.",
      NOTHING,
    ],
    kernels: 2,
    mean: PER_LOSS,
    vectors: [{ file: "torch.json", cases: ["triplet_*"] }],
    source: "Balntas et al. (2016)",
  },
  {
    name: "tripletWithDistance",
    title: "Triplet loss of any distance",
    formula: "max(0, d(a, p) − d(a, n) + margin)",
    names: { keras: NONE, tensorflow: NONE, pytorch: "TripletMarginWithDistanceLoss", optax: NONE, sklearn: NONE },
    options: [
      ["distance", "Euclidean, eps 1e-6", "a function of two tensors that gives one number for each pair of rows"],
      TRIPLET.margin,
      TRIPLET.swap,
      WEIGHT,
    ],
    edges: [KINK, "Distances that are both ∞ count as equal.", "Distances of two shapes are an error.", NOTHING],
    kernels: 2,
    mean: PER_LOSS,
    vectors: "Distances reckoned by hand, and triplet for the default, in embedding.test.ts.",
    source: "Balntas et al. (2016)",
  },
  {
    name: "hingeEmbedding",
    title: "Hinge loss of distances",
    formula: "x where t = 1, max(0, margin − x) where t = −1",
    names: { keras: NONE, tensorflow: NONE, pytorch: "HingeEmbeddingLoss", optax: NONE, sklearn: NONE },
    options: [["margin", "1", "the distance that unlike pairs should have"], WEIGHT],
    edges: [KINK, SIGNS, NOTHING],
    kernels: 1,
    mean: PER_LOSS,
    vectors: [{ file: "torch.json", cases: ["hinge_embedding"] }],
    source: "PyTorch, HingeEmbeddingLoss",
  },
  {
    name: "cosineEmbedding",
    title: "Cosine loss of pairs",
    formula: "1 − cos(x₁, x₂) where t = 1, max(0, cos(x₁, x₂) − margin) where t = −1",
    names: { keras: NONE, tensorflow: NONE, pytorch: "CosineEmbeddingLoss", optax: NONE, sklearn: NONE },
    options: [
      ["margin", "0", "the cosine that unlike pairs may have"],
      ["eps", "1e-12", "is added to the squared lengths"],
      WEIGHT,
    ],
    edges: [
      `${KINK} ${SIGNS}`,
      "A vector of zeros has the cosine 0, and a gradient of up to 1e6; long vectors are scaled, so that finite input gives no NaN.",
      NOTHING,
    ],
    kernels: 2,
    mean: PER_LOSS,
    vectors: [{ file: "torch.json", cases: ["cosine_embedding"] }],
    source: "PyTorch, CosineEmbeddingLoss",
  },
  {
    name: "ntxent",
    title: "NT-Xent, the loss of SimCLR",
    formula:
      "−log(exp(s[i,j]) / (exp(s[i,j]) + Σ exp(s[i,k]))), s = cosine / temperature, k the rows with other labels",
    names: { keras: NONE, tensorflow: NONE, pytorch: NONE, optax: "ntxent", sklearn: NONE },
    options: [["temperature", "0.07", "what the cosines are divided by"]],
    edges: [
      "Without pairs the mean is 0; a row that has no others gives 0.",
      "A vector of zeros has the cosine 0, and gradient 0.",
      "Certain pairs keep their relative accuracy.",
    ],
    kernels: [8, "matrix products of all pairs of rows, forward and backward; it is no loss of single rows"],
    mean: "the number of pairs (i, j), i ≠ j, of one label",
    vectors: "The figures of optax, losses/_self_supervised_test.py, in embedding.test.ts.",
    source: "Chen et al. (2020), A simple framework for contrastive learning of visual representations",
  },
  {
    name: "circle",
    title: "Circle loss",
    formula:
      "softplus(log Σ exp(−gamma (m + d)(m − d)) + log Σ exp(gamma max(0, 1 + m − d)(1 − m − d))), over positives and negatives, d = 1 − cos",
    names: { keras: "Circle", tensorflow: NONE, pytorch: NONE, optax: NONE, sklearn: NONE },
    options: [
      ["gamma", "80", "the scale of the exponents"],
      ["margin", "0.4", "m, the radius of the decision boundary"],
      ["references", "the embeddings", "what rows are compared with"],
      ["referenceLabels", "the labels", "the labels of the references"],
      ["removeDiagonal", "true", "row i and reference i are one and no pair"],
      ["normalize", "false", "divides rows by their lengths first"],
      ["weight", "none", "factors of the rows' losses, broadcast"],
    ],
    edges: [
      "A row without positives or without negatives gives 0, with gradient 0, and leaves the mean.",
      "A row whose loss rounds to 0 stays in the mean, which Keras leaves out.",
      KINK,
    ],
    kernels: [11, "matrix products of all pairs of rows, forward and backward; it is no loss of single rows"],
    mean: "the number of rows with positives and negatives, whatever their weights; 0 if there are none",
    vectors: [{ file: "keras.json", cases: ["circle"] }],
    source: "Sun et al. (2020), Circle loss: a unified perspective of pair similarity optimization",
  },
  ...ranking,
];
