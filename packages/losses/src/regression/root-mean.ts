/** @file The root of a mean of squares. */
import { add, equal, mean, sqrt, type Tensor, where } from "@adjoint/core";
import { checkNotNegative } from "../check-number.ts";
import type { Reduction } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";

export interface RootMeanOptions {
  /** How the roots become the result, where `axis` leaves several. Default "mean". */
  readonly reduction?: Reduction | undefined;
  /** The axes whose squares share a root; for outputs in columns, the axis of samples, 0. Default: all axes, one root. */
  readonly axis?: number | readonly number[] | undefined;
  /** Added to the mean of squares, so that the root is smooth where all errors are 0. Default 0. */
  readonly eps?: number | undefined;
}

/** √(mean + eps) of squares, reduced. Where that is 0, its gradient is 0, the middle one of its subgradients. */
export function reduceRoots(op: string, squares: Tensor, options: RootMeanOptions): Tensor {
  const reduction = checkReduction(op, options.reduction);
  const eps = checkNotNegative(op, "eps", options.eps ?? 0);
  const means = mean(squares, options.axis);
  if (eps > 0) return reduceLosses(sqrt(add(means, eps)), reduction);
  const isZero = equal(means, 0);
  return reduceLosses(where(isZero, 0, sqrt(where(isZero, 1, means))), reduction);
}
