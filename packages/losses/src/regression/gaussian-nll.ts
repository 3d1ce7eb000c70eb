/** @file The negative log-likelihood of a normal distribution whose variance is predicted too. */
import {
  add,
  detach,
  div,
  expandDims,
  formatShape,
  less,
  log,
  mul,
  type Shape,
  ShapeError,
  sameShape,
  sub,
  type Tensor,
  where,
} from "@adjoint/core";
import { checkFloats } from "../check.ts";
import { checkPositive } from "../check-number.ts";
import { checkKnown } from "../known.ts";
import type { WeightedLossOptions } from "../options.ts";
import { elementwiseLoss } from "./elementwise.ts";

export interface GaussianNllOptions extends WeightedLossOptions {
  /** Whether the constant log(2π)/2 is added. Default false. */
  readonly full?: boolean | undefined;
  /** Smaller variances count as this. Default 1e-6. */
  readonly eps?: number | undefined;
}

/**
 * Negative log-likelihood of a target under a normal distribution, (log v + e²/v) / 2, e = prediction − target,
 * v = max(variance, eps).
 *
 * Shapes: prediction f32[…], the means, target f32[…] of the same shape; variance f32 of that shape, where axes may be 1, or
 * without its last axis → f32[], or f32[…] without reduction.
 * Gradient: e/v for the prediction, (1/v − e²/v²)/2 for the variance, over N. As in PyTorch, a variance below eps has the
 * gradient at eps, not the 0 of a limit: so it can grow again.
 * Numerics: e²/v is formed as e (e/v), which does not overflow before the loss does. The gradient of the variance grows as
 * e²/eps²: 1e12 e² by default.
 * Weights are factors of the elements' losses; the mean divides by the number of elements all the same. The mean of no
 * elements is NaN.
 * A negative variance on the device gives NaN.
 * @throws {ShapeError} if the shapes do not fit. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if a variance known on the host is negative, eps is not positive, or a weight NaN.
 * @see Nix, Weigend (1994), "Estimating the mean and variance of the target probability distribution"
 * @example gaussianNll(tensor([1, 2]), tensor([1, 4]), tensor([1, 2])) // 0.6733
 */
export function gaussianNll(
  prediction: Tensor,
  target: Tensor,
  variance: Tensor,
  options: GaussianNllOptions = {},
): Tensor {
  const op = "gaussianNll";
  const eps = checkPositive(op, "eps", options.eps ?? 1e-6);
  const given = checkFloats(op, "variance", variance);
  checkKnown(op, variance, "variance must not be negative", (value) => value >= 0, "predict its logarithm");
  return elementwiseLoss(op, prediction, target, options, (p, t) => {
    const v = limited(layVariance(op, given, p.shape), eps);
    const error = sub(p, t);
    const losses = mul(add(log(v), mul(error, div(error, v))), 0.5);
    return options.full === true ? add(losses, Math.log(2 * Math.PI) / 2) : losses;
  });
}

/** max(variance, eps) with the gradient of the variance everywhere; NaN below 0. */
function limited(variance: Tensor, eps: number): Tensor {
  const zero = sub(variance, detach(variance));
  const raised = where(less(variance, eps), add(zero, eps), variance);
  return where(less(variance, 0), Number.NaN, raised);
}

/** @throws {ShapeError} if the variance does not fit the shape. */
function layVariance(op: string, variance: Tensor, shape: Shape): Tensor {
  const { rank } = variance;
  const fits = (axis: number): boolean => variance.shape[axis] === 1 || variance.shape[axis] === shape[axis];
  if (rank === shape.length && variance.shape.every((_, axis) => fits(axis))) return variance;
  if (rank === shape.length - 1 && sameShape(variance.shape, shape.slice(0, -1))) return expandDims(variance, -1);
  const got = `variance=${formatShape(variance.shape)}, prediction=${formatShape(shape)}`;
  throw new ShapeError({ op, rule: "variance must have the shape of prediction", got, hint: "its axes may be 1" });
}
