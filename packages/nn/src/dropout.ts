import { div, less, type Tensor, UsageError, where } from "@adjoint/core";
import { type Key, uniformUnit } from "./init.ts";
import { type CallOptions, type Layer, makeLayer } from "./layer.ts";

/** What `dropout` looks at when it is called. */
export interface DropoutOptions extends CallOptions {
  /** Key of the draw: the same key drops the same elements. Default: the next of the global generator. */
  readonly key?: Key;
}

/**
 * Sets elements to 0 with probability `rate`, and divides the others by 1 − rate, so that the mean stays. Does nothing
 * where `isTraining` is false.
 *
 * Shapes: […] → […].
 * @throws {UsageError} if the rate is not in [0, 1).
 * @see Srivastava et al. (2014)
 * @example dropout(0.5)(x) // about half of x is 0, the rest doubled
 */
export function dropout(rate: number): Layer<[], readonly [x: Tensor, options?: DropoutOptions], Tensor> {
  if (!(rate >= 0 && rate < 1)) {
    throw new UsageError({
      op: "dropout",
      rule: "the rate must be in [0, 1)",
      got: String(rate),
      hint: "it is the part that is dropped",
    });
  }
  return makeLayer([], (_params: [], x: Tensor, options: DropoutOptions = {}) => {
    if (rate === 0 || options.isTraining === false) return x;
    return where(less(uniformUnit(x.shape, options.key), rate), 0, div(x, 1 - rate));
  });
}
