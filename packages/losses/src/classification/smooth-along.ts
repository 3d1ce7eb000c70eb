/** @file The formula of label smoothing. */
import { add, mul, type Tensor } from "@adjoint/core";

/** t (1 − s) + s/C, for C classes. */
export function smoothAlong(t: Tensor, smoothing: number, classes: number): Tensor {
  return smoothing === 0 ? t : add(mul(t, 1 - smoothing), smoothing / classes);
}
