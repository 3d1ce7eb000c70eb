/** @file The kinks of losses, and where their slope jumps or their formula ends: which gradient is the one documented there. */
import type { Tensor } from "@adjoint/core";
import * as losses from "../../src/index.ts";
import { type Numbers, toLabels, toTensor } from "../support/numbers.ts";

export interface Kink {
  /** The exported function. */
  readonly of: string;
  readonly note: string;
  readonly x: Numbers;
  /** The gradient of the sum of the losses with respect to `x`. */
  readonly gradient: Numbers;
  /** `like` makes tensors in the dtype that is tested. */
  run(x: Tensor, like: (values: Numbers) => Tensor): Tensor;
}

const SUM = { reduction: "sum" } as const;

type Elementwise = (x: Tensor, t: Tensor, options: { readonly reduction: "sum" }) => Tensor;

function kink(of: string, note: string, x: Numbers, gradient: Numbers, run: Kink["run"]): Kink {
  return { of, note, x, gradient, run };
}

function against(of: string, loss: Elementwise, x: Numbers, t: Numbers, gradient: Numbers, note = "at its kink"): Kink {
  return kink(of, note, x, gradient, (given, like) => loss(given, like(t), SUM));
}

const ofErrors: readonly Kink[] = [
  against("mae", losses.mae, [2, -1], [2, -1], [0, 0]),
  against("rmse", losses.rmse, [2, -1], [2, -1], [0, 0], "without errors"),
  against("rmsle", losses.rmsle, [2, 1], [2, 1], [0, 0], "without errors"),
  against("mape", losses.mape, [2, -1], [2, -1], [0, 0]),
  kink("msle", "at the floor and below", [0.5, 0.25], [2 * Math.log(0.75) * (1 / 1.5), 0], (x, like) =>
    losses.msle(x, like([1, 1]), { ...SUM, floor: 0.5 }),
  ),
  against("huber", losses.huber, [1, -1, 0], [0, 0, 0], [1, -1, 0]),
  against("smoothL1", losses.smoothL1, [1, -1, 0], [0, 0, 0], [1, -1, 0]),
  against("smoothL1", (x, t, o) => losses.smoothL1(x, t, { ...o, beta: 0 }), [0], [0], [0], "without a tip"),
  against("quantile", (x, t, o) => losses.quantile(x, t, { ...o, q: 0.25 }), [0, 1], [0, 0], [0, 0.75]),
  against(
    "epsilonInsensitive",
    (x, t, o) => losses.epsilonInsensitive(x, t, { ...o, epsilon: 0.5 }),
    [0.5, -0.5],
    [0, 0],
    [0, 0],
  ),
  against(
    "squaredEpsilonInsensitive",
    (x, t, o) => losses.squaredEpsilonInsensitive(x, t, { ...o, epsilon: 0.5 }),
    [0.5, -0.5],
    [0, 0],
    [0, 0],
  ),
  kink("gaussianNll", "variances below eps", [0.25, 0], [0.5 * (2 - 4), 0.5 * (2 - 4)], (v, like) =>
    losses.gaussianNll(like([1, 1]), like([0, 0]), v, { ...SUM, eps: 0.5 }),
  ),
  against("cosineSimilarity", losses.cosineSimilarity, [[0, 0]], [[1, 2]], [[0, 0]], "of no length"),
  against("cosineDistance", losses.cosineDistance, [[0, 0]], [[1, 2]], [[0, 0]], "of no length"),
  against("poissonNll", (x, t, o) => losses.poissonNll(x, t, { ...o, logInput: false }), [0], [0], [1], "of nothing"),
];

const ofMargins: readonly Kink[] = [
  against("hinge", losses.hinge, [1, -1], [1, -1], [-1, 1]),
  against("squaredHinge", losses.squaredHinge, [1, -1], [1, -1], [0, 0]),
  against("modifiedHuber", losses.modifiedHuber, [1, -1], [1, 1], [0, -4]),
  against("perceptron", losses.perceptron, [0, 0], [1, -1], [-1, 1]),
  against("sparsemax", losses.sparsemax, [1, -1], [1, 1], [0, -1]),
  // The label's own class, with the score 0, is the third of those that are equal.
  against(
    "categoricalHinge",
    losses.categoricalHinge,
    [[1, 0, 0]],
    [[1, 0, 0]],
    [[-1, 1 / 3, 1 / 3]],
    "at the margin, with a tie",
  ),
  kink("multiclassHinge", "at the margin, with a tie", [[1, 0, 0]], [[-1, 0.5, 0.5]], (x) =>
    losses.multiclassHinge(x, toLabels([0]), SUM),
  ),
  kink("multiclassPerceptron", "at equal scores", [[1, 1]], [[-1, 1]], (x) =>
    losses.multiclassPerceptron(x, toLabels([0]), SUM),
  ),
  kink("multiMargin", "at the margin", [[1, 0]], [[-0.5, 0.5]], (x) => losses.multiMargin(x, toLabels([0]), SUM)),
  kink("multiLabelMargin", "at the margin", [[1, 0]], [[-0.5, 0.5]], (x) =>
    losses.multiLabelMargin(x, toLabels([[0, -1]]), SUM),
  ),
  kink("multiclassSparsemax", "where a class enters", [[1, 0]], [[0, 0]], (x) =>
    losses.multiclassSparsemax(x, toLabels([0]), SUM),
  ),
];

const ofPairs: readonly Kink[] = [
  kink("triplet", "at the margin", [[3, 0]], [[0, 0]], (x, like) =>
    losses.triplet(x, like([[1, 0]]), like([[0, 0]]), { ...SUM, eps: 0 }),
  ),
  kink("triplet", "where anchor and positive meet", [[0, 0]], [[1, 0]], (x, like) =>
    losses.triplet(x, like([[0, 0]]), like([[1, 0]]), { ...SUM, eps: 0 }),
  ),
  kink("tripletWithDistance", "at the margin", [[0, 0]], [[0, 2]], (x, like) =>
    losses.tripletWithDistance(x, like([[1, 0]]), like([[1, 1]]), {
      ...SUM,
      distance: (a, b) => a.sub(b).square().sum(-1),
    }),
  ),
  kink("hingeEmbedding", "at the margin", [1], [-1], (x) => losses.hingeEmbedding(x, toLabels([-1]), SUM)),
  kink("cosineEmbedding", "at the margin", [[1, 0]], [[0, 1]], (x, like) =>
    losses.cosineEmbedding(x, like([[0, 1]]), toLabels([-1]), SUM),
  ),
  // 1e-12 is added to the squared lengths, as in PyTorch.
  kink("cosineEmbedding", "of no length", [[0, 0]], [[0, -1e6]], (x, like) =>
    losses.cosineEmbedding(x, like([[0, 1]]), toLabels([1]), SUM),
  ),
  kink("marginRanking", "at the margin", [2], [-1], (x, like) =>
    losses.marginRanking(x, like([2]), toLabels([1]), SUM),
  ),
  kink(
    "ntxent",
    "of no length",
    [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
    [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
    (x) => losses.ntxent(x, toLabels([0, 0, 1]), SUM),
  ),
  kink(
    "circle",
    "without positives",
    [
      [1, 0],
      [0, 1],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    (x) => losses.circle(x, toLabels([0, 1]), SUM),
  ),
  kink("rankingSoftmax", "of a list in which nothing counts", [[1, 2]], [[0, 0]], (x, like) =>
    losses.rankingSoftmax(x, like([[1, 0]]), { ...SUM, where: like([[0, 0]]) }),
  ),
];

const EMPTY = { smooth: 0, eps: 0, ...SUM } as const;

const ofProbabilities: readonly Kink[] = [
  kink("binaryCrossEntropy", "at 0 and 1, where logarithms end", [1, 0], [0, 0], (p, like) =>
    losses.binaryCrossEntropy(p, like([1, 0]), { ...SUM, eps: 1e-6 }),
  ),
  kink("focal", "of the certain and right", [1, 0], [0, 0], (p, like) =>
    losses.focal(p, like([1, 0]), { ...SUM, fromLogits: false }),
  ),
  kink("klDivergence", "of no probability", [-3, 2], [0, -1], (x, like) => losses.klDivergence(x, like([0, 1]), SUM)),
  kink("generalizedKl", "of no probability", [0], [1], (x, like) => losses.generalizedKl(x, like([0]), SUM)),
  kink("dice", "of two empty regions", [0, 0], [0, 0], (p, like) => losses.dice(p, like([0, 0]), EMPTY)),
  kink("tversky", "of two empty regions", [0, 0], [0, 0], (p, like) => losses.tversky(p, like([0, 0]), EMPTY)),
  kink("crossEntropy", "of an ignored row", [[9, 1]], [[0, 0]], (x) =>
    losses.crossEntropy(x, toLabels([1]), { ...SUM, ignoreIndex: 1 }),
  ),
  kink("nll", "of an ignored row", [[9, 1]], [[0, 0]], (x) => losses.nll(x, toLabels([1]), { ...SUM, ignoreIndex: 1 })),
  kink("categoricalCrossEntropy", "of one class", [[0.5]], [[0]], (p) =>
    losses.categoricalCrossEntropy(p, toLabels([0]), SUM),
  ),
];

export const kinks: readonly Kink[] = [...ofErrors, ...ofMargins, ...ofPairs, ...ofProbabilities];

/** Losses without kinks: smooth functions of all that they may be given. */
export const SMOOTH: readonly string[] = [
  ...["mse", "logCosh", "gammaNll", "tweedie", "binaryCrossEntropyWithLogits", "categoricalFocal", "polyLoss"],
  ...["generalizedCrossEntropy", "logistic", "exponential", "multiLabelSoftMargin", "fenchelYoung"],
  ...["meanPairwiseSquaredError", "binaryDice", "generalizedDice", "linearCrossEntropy", "adaptiveLogSoftmax"],
  ...["sampledSoftmax", "nce", "ctcLoss", "ctcLossFromLogProbs", "rnntLoss", "rnntLossFromLogProbs"],
];

export const inDType =
  (dtype: "f32" | "f64") =>
  (values: Numbers): Tensor =>
    toTensor(values, dtype);
