/** @file How many kernels the losses of classes and margins, and divergences, take with their gradients. */
import { explain, logSumExp, scope, type Tensor, tensor, valueAndGrad } from "adjoint";
import { describe, expect, it } from "vitest";
import * as losses from "../src/index.ts";
import { toLabels } from "./support/numbers.ts";

const filled = (f: (i: number) => number): Tensor =>
  tensor(
    Float32Array.from({ length: 40 }, (_, i) => f(i)),
    { shape: [8, 5] },
  );
const x = () => filled((i) => Math.sin(i));
const fractions = () => filled((i) => 0.5 + 0.3 * Math.sin(i));
const signs = () => filled((i) => (i % 2 === 0 ? 1 : -1));
const bits = () => filled((i) => i % 2);
const labels = () => toLabels([0, 1, 2, 3, 4, 0, 1, 2]);

type Row = readonly [name: string, loss: (x: Tensor) => Tensor, dispatches: number];

/** The mean, which waits for all elements, is part of the same kernel where there are few. */
const ELEMENTWISE: readonly Row[] = [
  ["binaryCrossEntropy", (p) => losses.binaryCrossEntropy(p.abs(), fractions()), 1],
  ["binaryCrossEntropy, limited", (p) => losses.binaryCrossEntropy(p.abs(), fractions(), { eps: 1e-7 }), 1],
  ["binaryCrossEntropyWithLogits", (p) => losses.binaryCrossEntropyWithLogits(p, fractions()), 1],
  ["focal", (p) => losses.focal(p, fractions(), { alpha: 0.25 }), 1],
  ["focal of probabilities", (p) => losses.focal(p.abs(), fractions(), { fromLogits: false }), 1],
  ["klDivergence", (p) => losses.klDivergence(p, fractions()), 1],
  ["generalizedKl", (p) => losses.generalizedKl(p, fractions()), 1],
  ["hinge", (p) => losses.hinge(p, signs()), 1],
  ["squaredHinge", (p) => losses.squaredHinge(p, signs()), 1],
  ["modifiedHuber", (p) => losses.modifiedHuber(p, signs()), 1],
  ["perceptron", (p) => losses.perceptron(p, signs()), 1],
  ["logistic", (p) => losses.logistic(p, signs()), 1],
  ["softMargin", (p) => losses.softMargin(p, signs()), 1],
  ["exponential", (p) => losses.exponential(p, signs()), 1],
  ["sparsemax", (p) => losses.sparsemax(p, signs()), 1],
];

const ROWS: readonly Row[] = [
  ["nll", (p) => losses.nll(p, labels()), 2],
  ["categoricalCrossEntropy", (p) => losses.categoricalCrossEntropy(p.abs(), labels()), 2],
  ["categoricalFocal", (p) => losses.categoricalFocal(p, labels()), 2],
  ["categoricalFocal, smoothed", (p) => losses.categoricalFocal(p, labels(), { labelSmoothing: 0.1 }), 2],
  ["categoricalFocal of probabilities", (p) => losses.categoricalFocal(p, fractions()), 2],
  ["polyLoss", (p) => losses.polyLoss(p, labels()), 2],
  ["generalizedCrossEntropy", (p) => losses.generalizedCrossEntropy(p, labels()), 2],
  ["multiclassSparsemax", (p) => losses.multiclassSparsemax(p, labels()), 2],
  ["fenchelYoung", (p) => losses.fenchelYoung((s) => logSumExp(s, -1))(p, fractions()), 2],
  ["categoricalHinge", (p) => losses.categoricalHinge(p, bits()), 2],
  ["multiMargin", (p) => losses.multiMargin(p, labels()), 2],
  ["multiclassHinge", (p) => losses.multiclassHinge(p, labels()), 2],
  ["multiclassPerceptron", (p) => losses.multiclassPerceptron(p, labels()), 2],
  ["multiLabelSoftMargin", (p) => losses.multiLabelSoftMargin(p, bits()), 2],
];

describe("value and gradient together take few kernels", () => {
  it.each([...ELEMENTWISE, ...ROWS])("%s", (_, loss, most) => {
    const dispatches = scope(() => explain(...valueAndGrad(loss)(x())).dispatches);
    expect(dispatches).toBeGreaterThan(0);
    expect(dispatches).toBeLessThanOrEqual(most);
  });
});
