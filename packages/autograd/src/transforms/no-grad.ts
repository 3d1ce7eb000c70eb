/** @file `noGrad`: computes without keeping what gradients would need. */
import { ir, UsageError } from "@adjoint/core";

/**
 * Calls `body`; everything it computes counts as constant for every gradient, and lets go of its inputs once it is
 * realised. Transforms inside, such as `grad`, work as ever; their results are constant outside.
 * @throws {UsageError} if `body` returns a promise, since tracking cannot stay off across an `await`.
 */
export function noGrad<T>(body: () => T): T {
  const result = ir.withTracking(false, body);
  if (result instanceof Promise) {
    throw new UsageError({
      op: "noGrad",
      rule: "the function must be synchronous",
      got: "a promise",
      hint: "await outside",
    });
  }
  return result;
}
