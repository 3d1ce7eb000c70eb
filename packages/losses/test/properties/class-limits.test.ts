/** @file Losses of classes and regions that are others at the limit of an option: values and gradients. */
import { add, logSoftmax, mul, sigmoid, softmax, sub, type Tensor } from "@adjoint/core";
import { expectClose, type Tolerance, uniforms } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../../test/support/backend.ts";
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  categoricalCrossEntropy,
  categoricalFocal,
  crossEntropy,
  dice,
  focal,
  generalizedCrossEntropy,
  generalizedKl,
  hinge,
  klDivergence,
  logistic,
  multiclassHinge,
  multiclassPerceptron,
  multiLabelSoftMargin,
  multiMargin,
  nll,
  perceptron,
  polyLoss,
  smoothLabels,
  softMargin,
  squaredHinge,
  tversky,
} from "../../src/index.ts";
import { device, evaluate } from "../support/engines.ts";
import { toLabels, toTensor } from "../support/numbers.ts";

useBackend();

const EXACT: Tolerance = { rel: 1e-12, abs: 1e-14, reason: "some roundings of double precision" };
const NEAR: Tolerance = { rel: 1e-5, abs: 1e-6, reason: "an option 1e-7 from its limit" };
const draw = (seed: number, low = -2, high = 2) => Array.from(uniforms(seed, 12, low, high));
const matrix = (data: number[]) => toTensor(data, "f64", [4, 3]);

const labels = () => toLabels([0, 2, 1, 2]);
const onehot = () => matrix([1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1]);
const rows = () => softmax(matrix(draw(7)));
const fractions = () => matrix(draw(4, 0, 1));
const bits = () => matrix(draw(8, 0, 1).map(Math.round));
const signs = () => sub(mul(bits(), 2), 1);

type Loss = (x: Tensor) => Tensor;

describe("at the limit of an option a loss is another", () => {
  it.each<[string, Loss, Loss, Tolerance]>([
    [
      "focal of gamma 0 is cross-entropy",
      (x) => focal(x, bits(), { gamma: 0 }),
      (x) => binaryCrossEntropyWithLogits(x, bits()),
      EXACT,
    ],
    [
      "focal of probabilities is that of logits",
      (x) => focal(sigmoid(x), bits(), { fromLogits: false }),
      (x) => focal(x, bits()),
      EXACT,
    ],
    [
      "categoricalFocal of gamma 0 is cross-entropy",
      (x) => categoricalFocal(x, onehot(), { gamma: 0, alpha: 1 }),
      (x) => crossEntropy(x, onehot()),
      EXACT,
    ],
    [
      "generalizedCrossEntropy of q near 0 is cross-entropy",
      (x) => generalizedCrossEntropy(x, labels(), { q: 1e-7 }),
      (x) => crossEntropy(x, labels()),
      NEAR,
    ],
    [
      "polyLoss of epsilon 0 is cross-entropy",
      (x) => polyLoss(x, labels(), { epsilon: 0 }),
      (x) => crossEntropy(x, labels()),
      EXACT,
    ],
    [
      "nll of log softmax is cross-entropy",
      (x) => nll(logSoftmax(x), labels()),
      (x) => crossEntropy(x, labels()),
      EXACT,
    ],
    [
      "categoricalCrossEntropy of softmax is cross-entropy",
      (x) => categoricalCrossEntropy(softmax(x), rows()),
      (x) => crossEntropy(x, rows()),
      EXACT,
    ],
    [
      "binaryCrossEntropy of sigmoid is that of logits",
      (x) => binaryCrossEntropy(sigmoid(x), fractions()),
      (x) => binaryCrossEntropyWithLogits(x, fractions()),
      EXACT,
    ],
    [
      "crossEntropy smooths as smoothLabels does",
      (x) => crossEntropy(x, smoothLabels(onehot(), 0.3)),
      (x) => crossEntropy(x, labels(), { labelSmoothing: 0.3 }),
      EXACT,
    ],
    [
      "klDivergence has the gradient of cross-entropy",
      (x) => klDivergence(logSoftmax(x), rows(), { reduction: "batchmean" }),
      (x) => sub(crossEntropy(x, rows()), crossEntropy(matrix(draw(7)), rows())),
      EXACT,
    ],
    [
      "generalizedKl of distributions is klDivergence",
      (x) => generalizedKl(logSoftmax(x), rows(), { reduction: "sum" }),
      (x) => klDivergence(logSoftmax(x), rows(), { reduction: "sum" }),
      EXACT,
    ],
    ["softMargin is logistic", (x) => softMargin(x, signs()), (x) => logistic(x, signs()), EXACT],
    [
      "logistic is binary cross-entropy",
      (x) => logistic(x, signs()),
      (x) => binaryCrossEntropyWithLogits(x, bits()),
      EXACT,
    ],
    [
      "multiLabelSoftMargin is binary cross-entropy",
      (x) => multiLabelSoftMargin(x, bits()),
      (x) => binaryCrossEntropyWithLogits(x, bits()),
      EXACT,
    ],
    ["hinge around 0 is perceptron", (x) => hinge(add(x, signs()), signs()), (x) => perceptron(x, signs()), EXACT],
    [
      "squaredHinge is the square of hinge",
      (x) => squaredHinge(x, signs(), { reduction: "none" }),
      (x) => {
        const h = hinge(x, signs(), { reduction: "none" });
        return mul(h, h);
      },
      EXACT,
    ],
    [
      "multiclassHinge with the label's score raised is multiclassPerceptron",
      (x) => multiclassHinge(add(x, onehot()), labels()),
      (x) => multiclassPerceptron(x, labels()),
      EXACT,
    ],
    [
      "multiMargin of two classes is half of multiclassHinge",
      (x) => mul(multiMargin(twoOf(x), pair()), 2),
      (x) => multiclassHinge(twoOf(x), pair()),
      EXACT,
    ],
    [
      "tversky of halves is dice",
      (x) => tversky(sigmoid(x), bits(), { eps: 0 }),
      (x) => dice(sigmoid(x), bits(), { eps: 0 }),
      EXACT,
    ],
  ])("%s", async (_, a, b, tolerance) => {
    const x = () => matrix(draw(1));
    const [left, right] = [await evaluate(device, x(), a), await evaluate(device, x(), b)];
    expectClose(left.value, right.value, tolerance);
    expectClose(left.gradient, right.gradient, tolerance);
    expect(left.gradient.some((g) => g !== 0)).toBe(true);
  });
});

const twoOf = (x: Tensor) => x.reshape([6, 2]);
const pair = () => toLabels([0, 1, 1, 0, 1, 0]);
