/** @file What the losses of overlapping regions share: how regions are summed, weighed and reduced. */
import {
  add,
  div,
  equal,
  exp,
  formatShape,
  less,
  mul,
  neg,
  normalizeAxes,
  normalizeAxis,
  ShapeError,
  sameShape,
  slice,
  softmax,
  squeeze,
  sub,
  sum,
  type Tensor,
  where,
} from "@adjoint/core";
import { checkFloats, checkSameShape } from "../check.ts";
import { checkNotNegative } from "../check-number.ts";
import { layAlong } from "../class-axis.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { checkNoNaN, weigh } from "../weigh.ts";

export interface OverlapOptions extends WeightedLossOptions {
  /** The axes over which a region extends. Default: all, as in Keras. optax has all but the first and the class axis. */
  readonly axis?: number | readonly number[] | undefined;
  /** Added to the denominator. Default 1e-7. */
  readonly eps?: number | undefined;
  /** Added to the overlap, in numerator and denominator. Default 0; optax has 1, with `eps: 0`. */
  readonly smooth?: number | undefined;
  /** The prediction holds logits: softmax along the class axis, or the sigmoid if there is one class. Default false. */
  readonly applySoftmax?: boolean | undefined;
  /** Factors of the classes' losses, f32[C]. */
  readonly classWeights?: Tensor | undefined;
  /** Leaves out class 0, if there are others. Default false. */
  readonly ignoreBackground?: boolean | undefined;
  /** The axis of the classes. Default −1. */
  readonly classAxis?: number | undefined;
}

/** How much false positives and false negatives count, beside what is common. */
export interface OverlapFactors {
  readonly alpha: number;
  readonly beta: number;
  /** What `eps` is multiplied with. */
  readonly epsShare: number;
}

/** What is predicted and what not: p and 1 − p. Of logits, each is accurate to its last digits. */
export interface Region {
  readonly inside: Tensor;
  readonly outside: Tensor;
}

/** The loss of a region, for checked arguments; the axes stay as extents of 1. */
export interface Overlap {
  readonly region: Region;
  readonly target: Tensor;
  readonly axes: readonly number[];
  readonly smooth: number;
  readonly eps: number;
}

export function overlapLosses({ region, target, axes, smooth, eps }: Overlap, { alpha, beta }: OverlapFactors): Tensor {
  const common = sum(mul(region.inside, target), axes, true);
  const falsePositives = mul(sum(mul(region.inside, sub(1, target)), axes, true), alpha);
  const falseNegatives = mul(sum(mul(region.outside, target), axes, true), beta);
  const missed = add(falsePositives, falseNegatives);
  // 1 − (common + smooth) / total, without the cancellation that leaves no digits of a good match.
  const total = add(add(common, missed), smooth + eps);
  if (smooth + eps > 0) return div(add(missed, eps), total);
  const isEmpty = equal(total, 0);
  return where(isEmpty, 1, div(missed, where(isEmpty, 1, total)));
}

/** What is common to `dice`, `tversky` and `generalizedDice`: checks, classes, weights and reduction. */
export function overlapLoss(
  op: string,
  prediction: Tensor,
  target: Tensor,
  options: OverlapOptions,
  factors: OverlapFactors,
): Tensor {
  const reduction = checkReduction(op, options.reduction);
  const x = checkFloats(op, "prediction", prediction);
  const t = checkFloats(op, "target", target);
  checkSameShape(op, { prediction: x.shape, target: t.shape });
  const eps = checkNotNegative(op, "eps", options.eps ?? 1e-7) * factors.epsShare;
  const smooth = checkNotNegative(op, "smooth", options.smooth ?? 0);
  const axes = normalizeAxes(op, options.axis, x.rank);
  const losses = overlapLosses({ region: regionOf(op, x, options), target: t, axes, smooth, eps }, factors);
  const ofClasses = withClasses(op, losses, x, axes, options);
  return reduceLosses(weigh(op, squeeze(ofClasses, axes), options.weight), reduction);
}

/** σ(x) and σ(−x) of the logits of one class, from one power of e. */
export function sigmoidRegion(x: Tensor): Region {
  const isNegative = less(x, 0);
  const power = exp(where(isNegative, x, neg(x)));
  const total = add(power, 1);
  return { inside: div(where(isNegative, power, 1), total), outside: div(where(isNegative, 1, power), total) };
}

function regionOf(op: string, x: Tensor, options: OverlapOptions): Region {
  if (options.applySoftmax !== true) return { inside: x, outside: sub(1, x) };
  const axis = normalizeAxis(op, options.classAxis ?? -1, x.rank);
  if (x.shape[axis] === 1) return sigmoidRegion(x);
  const inside = softmax(x, axis);
  return { inside, outside: sub(1, inside) };
}

/** The losses with the classes weighed and chosen; `axes` are kept as extents of 1. */
function withClasses(
  op: string,
  losses: Tensor,
  x: Tensor,
  axes: readonly number[],
  { classWeights, ignoreBackground = false, classAxis = -1 }: OverlapOptions,
): Tensor {
  if (classWeights === undefined && !ignoreBackground) return losses;
  const axis = normalizeAxis(op, classAxis, x.rank);
  if (axes.includes(axis)) {
    const rule = "classWeights and ignoreBackground need a loss for each class";
    const got = `a region that extends over the class axis ${axis}`;
    throw new ShapeError({ op, rule, got, hint: "name the other axes as axis" });
  }
  const classes = x.shape[axis] ?? 0;
  const weighed =
    classWeights === undefined ? losses : mul(losses, weightsAlong(op, classWeights, classes, axis, x.rank));
  if (!ignoreBackground || classes < 2) return weighed;
  return slice(
    weighed,
    weighed.shape.map((_, i) => (i === axis ? 1 : 0)),
  );
}

function weightsAlong(op: string, weights: Tensor, classes: number, axis: number, rank: number): Tensor {
  const w = checkFloats(op, "classWeights", weights);
  if (!sameShape(w.shape, [classes])) {
    const got = `classWeights=${formatShape(w.shape)} for ${classes} classes`;
    throw new ShapeError({ op, rule: "classWeights must have one element for each class", got });
  }
  checkNoNaN(op, "classWeights", weights);
  return layAlong(w, axis, rank);
}
