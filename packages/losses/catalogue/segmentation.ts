/** @file Losses of overlapping regions. */
import { type LossEntry, NONE } from "./entry.ts";

const WEIGHT = ["weight", "none", "factors of the losses, broadcast"] as const;
const SMOOTH = "is added to the overlap, in numerator and denominator";
const DIGITS = "A good match keeps its digits: the errors are summed, and not taken from 1.";
const NOTHING = "The mean of no losses is NaN.";
const PER_LOSS = "the number of losses, whatever their weights";

const SHARED = [
  ["axis", "all axes", "the axes over which a region extends; optax: all but the first and that of the classes"],
  ["eps", "1e-7", "is added to the denominator; optax: 0"],
  ["smooth", "0", `${SMOOTH}; optax: 1`],
  ["applySoftmax", "false", "the prediction holds logits: softmax, or the sigmoid of one class"],
  ["classWeights", "none", "a factor for each class"],
  ["ignoreBackground", "false", "leaves out class 0, if there are others"],
  ["classAxis", "−1", "the axis of the classes"],
  WEIGHT,
] as const;

const EMPTY = "Two empty regions have loss 1; 0 with smooth and eps 0; 0/0 counts as 1, with gradient 0.";
const RANGE = "Predictions are not checked to lie in [0, 1].";

export const segmentation: readonly LossEntry[] = [
  {
    name: "dice",
    title: "Dice loss",
    formula: "1 − (2 Σ p t + 2 smooth) / (Σ p + Σ t + 2 smooth + eps)",
    names: { keras: "Dice", tensorflow: NONE, pytorch: NONE, optax: "dice_loss", sklearn: NONE },
    options: SHARED,
    edges: [EMPTY, RANGE, DIGITS, NOTHING],
    kernels: [4, "2; with applySoftmax 4, as rows of classes and regions cross each other"],
    mean: PER_LOSS,
    vectors: [{ file: "keras.json", cases: ["dice"] }],
    source: "Milletari, Navab, Ahmadi (2016)",
  },
  {
    name: "tversky",
    title: "Tversky loss",
    formula: "1 − (I + smooth) / (I + alpha Σ p (1 − t) + beta Σ (1 − p) t + smooth + eps), I = Σ p t",
    names: { keras: "Tversky", tensorflow: NONE, pytorch: NONE, optax: "dice_loss (alpha, beta)", sklearn: NONE },
    options: [
      ["alpha", "0.5", "how much false positives count"],
      ["beta", "0.5", "how much false negatives count"],
      ...SHARED,
    ],
    edges: [EMPTY, RANGE, DIGITS, NOTHING],
    kernels: 2,
    mean: PER_LOSS,
    vectors: [{ file: "keras.json", cases: ["tversky"] }],
    source: "Salehi, Erdogmus, Gholipour (2017)",
  },
  {
    name: "binaryDice",
    title: "Dice loss of one class",
    formula: "dice of sigmoid(x), for each sample",
    names: { keras: NONE, tensorflow: NONE, pytorch: NONE, optax: "binary_dice_loss", sklearn: NONE },
    options: [
      ["smooth", "1", SMOOTH],
      ["eps", "0", "is added to the denominator"],
      ["applySigmoid", "true", "the prediction holds logits"],
      ["weight", "none", "factors of the samples' losses, broadcast"],
    ],
    edges: ["Two empty regions have loss 0, unless smooth is 0.", DIGITS, NOTHING],
    kernels: 2,
    mean: "the number of samples, whatever their weights",
    vectors: "The formula of optax, summed by hand, in segmentation.test.ts.",
    source: "Milletari, Navab, Ahmadi (2016)",
  },
  {
    name: "generalizedDice",
    title: "Dice loss of classes weighed by rarity",
    formula: "dice of each sample and class, times C w / Σ w, w = 1 / (n² + 1e-7) for n elements of the class",
    names: {
      keras: NONE,
      tensorflow: NONE,
      pytorch: NONE,
      optax: "multiclass_generalized_dice_loss",
      sklearn: NONE,
    },
    options: [
      ["smooth", "1", SMOOTH],
      ["applySoftmax", "true", "the prediction holds logits: softmax, or the sigmoid of one class"],
      ["ignoreBackground", "false", "leaves out class 0, whose weight is reckoned with all the same"],
      ["classAxis", "−1", "the axis of the classes"],
    ],
    edges: ["A class that no target has gets almost all of the weight.", DIGITS, NOTHING],
    kernels: [4, "rows of classes, regions, and the weights of classes in the whole batch cross each other"],
    mean: "the number of samples times that of the classes",
    vectors: "The formula of optax, summed by hand, in segmentation.test.ts.",
    source: "Sudre et al. (2017)",
  },
];
