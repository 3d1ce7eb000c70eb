/** @file max(0, x) of the hinge losses. */
import { less, type Tensor, where } from "@adjoint/core";

/**
 * max(0, x), whose derivative at 0 is 1, so that the whole hinge family passes its gradient on at the margin, as
 * scikit-learn does. NaN stays.
 */
export function positivePart(x: Tensor): Tensor {
  return where(less(x, 0), 0, x);
}
