/** @file Which classes the nearest point of the simplex gives some probability. */
import {
  add,
  cast,
  cumsum,
  equal,
  expandDims,
  greater,
  greaterEqual,
  less,
  maximum,
  mul,
  sort,
  sub,
  sum,
  type Tensor,
  where,
} from "@adjoint/core";
import { indexAlong } from "../class-axis.ts";

/** Up to so many classes all pairs are compared, which needs no sorting. */
const MOST_PAIRED = 128;

/**
 * The mask of the support of the projection of `x` on the simplex. `x` holds no gradient; `peak` is the row's greatest.
 *
 * A class j is in the support if Σ max(0, x[i] − x[j]) < 1. In sorted order these are the first k, the greatest k with
 * 1 + k x[k] > Σ x[1…k].
 * @see Held, Wolfe, Crowder (1974), Validation of subgradient optimization; Duchi et al. (2008), figure 1
 */
export function simplexSupport(x: Tensor, peak: Tensor, axis: number): Tensor<"bool"> {
  const below = where(equal(x, peak), 0, sub(x, peak));
  // One below the peak and more there is no probability; −∞ would give NaN. This is so cheap that each pair works it out.
  const near = maximum(below, -2);
  const isPaired = (x.shape[axis] ?? 0) <= MOST_PAIRED;
  return isPaired ? comparedSupport(near, axis) : sortedSupport(near, axis);
}

function comparedSupport(x: Tensor, axis: number): Tensor<"bool"> {
  const above = sub(expandDims(x, axis), expandDims(x, axis + 1));
  return less(sum(maximum(above, 0), axis + 1), 1);
}

function sortedSupport(x: Tensor, axis: number): Tensor<"bool"> {
  const sorted = sort(x, axis, { descending: true }).values;
  const rank = add(indexAlong(x.shape, axis), 1);
  const isIn = greater(add(mul(cast(rank, x.dtype) as Tensor, sorted), 1), cumsum(sorted, axis));
  const count = sum(cast(isIn, "i32"), axis, true);
  const least = sum(where(equal(rank, count), sorted, 0), axis, true);
  return greaterEqual(x, least);
}
