/** @file Label smoothing, as a function of its own. */
import { extentOf, normalizeAxis, type Tensor } from "@adjoint/core";
import { checkFloats, checkFraction } from "../check.ts";
import { smoothAlong } from "./smooth-along.ts";

/**
 * Probabilities moved towards equal ones: (1 − alpha) t + alpha / C for C classes.
 *
 * Shapes: target f32[…, C, …] → the same. Labels become such by `oneHot`.
 * @throws {DTypeError} if the target is not floats. @throws {ShapeError} if there is no such axis.
 * @throws {UsageError} if alpha lies outside [0, 1].
 * @see Szegedy et al. (2016), Rethinking the Inception architecture for computer vision
 * @example smoothLabels(tensor([[1, 0]]), 0.1) // [[0.95, 0.05]]
 */
export function smoothLabels(target: Tensor, alpha: number, options: { readonly axis?: number } = {}): Tensor {
  const op = "smoothLabels";
  const t = checkFloats(op, "target", target);
  const axis = normalizeAxis(op, options.axis ?? -1, t.rank);
  return smoothAlong(t, checkFraction(op, "alpha", alpha), extentOf(t.shape, axis));
}
