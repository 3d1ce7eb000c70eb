/** @file What rows of classes are compared with: a label each, or a probability for each class. */
import {
  type DType,
  DTypeError,
  formatShape,
  isFloat,
  ShapeError,
  sameShape,
  type Tensor,
  UsageError,
} from "@adjoint/core";
import { checkFloats, checkIntegers, checkTensor } from "../check.ts";

export type ClassTarget =
  | { readonly kind: "labels"; readonly labels: Tensor<"i32"> }
  | { readonly kind: "probabilities"; readonly probabilities: Tensor };

/**
 * The target of `x`, by its shape.
 * @throws {ShapeError} if it is neither. @throws {DTypeError} if it holds the wrong kind of numbers.
 * @throws {UsageError} for `ignoreIndex` with probabilities.
 */
export function checkClassTarget(
  op: string,
  x: Tensor,
  target: Tensor<DType>,
  axis: number,
  ignoreIndex: number | undefined,
): ClassTarget {
  const t = checkTensor(op, "target", target);
  if (sameShape(t.shape, x.shape)) {
    if (!isFloat(t.dtype)) {
      const rule = "a target of the logits' shape must hold probabilities";
      throw new DTypeError({ op, rule, got: t.dtype, hint: "cast it to f32, or leave out the class axis for labels" });
    }
    if (ignoreIndex !== undefined) {
      const rule = "ignoreIndex goes with labels, not with probabilities";
      const got = `a target of the logits' shape ${formatShape(t.shape)}`;
      throw new UsageError({ op, rule, got, hint: "use labels" });
    }
    return { kind: "probabilities", probabilities: checkFloats(op, "target", t) };
  }
  const rows = x.shape.filter((_, i) => i !== axis);
  if (!sameShape(t.shape, rows)) {
    throw new ShapeError({
      op,
      rule: "the target must have the logits' shape (probabilities), or that without the class axis (labels)",
      got: `logits=${formatShape(x.shape)}, target=${formatShape(t.shape)}, class axis ${axis}`,
      hint: `labels would be ${formatShape(rows)}`,
    });
  }
  return { kind: "labels", labels: checkIntegers(op, "labels", t) };
}
