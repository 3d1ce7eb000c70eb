/**
 * @file Comparisons, truth values and choice. All broadcast and promote; results are bool.
 */
import type { DType } from "../dtype.ts";
import { cast, expand, map } from "../ir/build.ts";
import { broadcastShapes } from "../shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { constantLike, nanMask } from "./masks.ts";
import type { Common, Operand } from "./operand-types.ts";
import { binary, operandNode, promoteOperands, toNode, unary } from "./operands.ts";

/**
 * Where a = b. NaN equals nothing.
 *
 * Shapes: a[…], b[…] → bool of their broadcast shape.
 * @throws {ShapeError} if the shapes do not broadcast.
 */
export function equal(a: Operand, b: Operand): Tensor<"bool"> {
  return binary("eq", "any", a, b, "equal");
}

/** Where a ≠ b; true for NaN. Shapes and errors as for `equal`. */
export function notEqual(a: Operand, b: Operand): Tensor<"bool"> {
  const [left, right] = promoteOperands("notEqual", "any", a, b);
  return new Tensor(map("not", map("eq", left, right)));
}

/** Where a < b; false for NaN. Shapes and errors as for `equal`. */
export function less(a: Operand, b: Operand): Tensor<"bool"> {
  return binary("lt", "number", a, b, "less");
}

/** Where a ≤ b; false for NaN. Shapes and errors as for `equal`. */
export function lessEqual(a: Operand, b: Operand): Tensor<"bool"> {
  return binary("le", "number", a, b, "lessEqual");
}

/** Where a > b; false for NaN. Shapes and errors as for `equal`. */
export function greater(a: Operand, b: Operand): Tensor<"bool"> {
  const [left, right] = promoteOperands("greater", "number", a, b);
  return new Tensor(map("lt", right, left));
}

/** Where a ≥ b; false for NaN. Shapes and errors as for `equal`. */
export function greaterEqual(a: Operand, b: Operand): Tensor<"bool"> {
  const [left, right] = promoteOperands("greaterEqual", "number", a, b);
  return new Tensor(map("le", right, left));
}

/** Where both hold. Anything but 0 counts as true. Shapes and errors as for `equal`. */
export function logicalAnd(a: Operand, b: Operand): Tensor<"bool"> {
  return binary("and", "logic", a, b, "logicalAnd");
}

/** Where one or both hold. Anything but 0 counts as true. Shapes and errors as for `equal`. */
export function logicalOr(a: Operand, b: Operand): Tensor<"bool"> {
  return binary("or", "logic", a, b, "logicalOr");
}

/** Where exactly one holds. Anything but 0 counts as true. Shapes and errors as for `equal`. */
export function logicalXor(a: Operand, b: Operand): Tensor<"bool"> {
  return binary("xor", "logic", a, b, "logicalXor");
}

/** Where x does not hold, that is, where it is 0. Shapes: […] → bool[…]. */
export function logicalNot(x: Operand): Tensor<"bool"> {
  return unary("not", "logic", x, "logicalNot");
}

/**
 * `a` where the condition holds, else `b`. A NaN or infinity in the one not taken does no harm, here or in the gradient.
 *
 * Shapes: condition[…], a[…], b[…] → their broadcast shape. Any condition but bool counts as `≠ 0`.
 * Of two numbers the result is f32, or of the `dtype` given: beside f64 it would else promote only after it was rounded.
 * @throws {ShapeError} if the shapes do not broadcast.
 * @example where(greater(x, 0), x, 0)
 * @example where(greater(x, 0), 0.1, 0.2, "f64")
 */
export function where<A extends Operand, B extends Operand>(condition: Operand, a: A, b: B): Tensor<Common<A, B>>;
export function where<D extends DType>(condition: Operand, a: number, b: number, dtype: D): Tensor<D>;
export function where(condition: Operand, a: Operand, b: Operand, dtype?: DType): Tensor<DType> {
  const claim = cast(toNode("where", condition), "bool");
  const [left, right] =
    dtype === undefined
      ? promoteOperands("where", "any", a, b)
      : [toNode("where", a, dtype), toNode("where", b, dtype)];
  if (claim.shape === left.shape) return new Tensor(map("where", claim, left, right));
  const shape = broadcastShapes("where", claim.shape, left.shape);
  return new Tensor(map("where", expand(claim, shape), expand(left, shape), expand(right, shape)));
}

/** Where x is NaN. Shapes: […] → bool[…]. */
// biome-ignore lint/suspicious/noShadowRestrictedNames: the global one takes a number, this one a tensor.
export function isNaN(x: Operand): Tensor<"bool"> {
  return new Tensor(nanMask(operandNode("isNaN", "float", x)));
}

/** Where x is neither NaN nor infinite. Shapes: […] → bool[…]. */
// biome-ignore lint/suspicious/noShadowRestrictedNames: the global one takes a number, this one a tensor.
export function isFinite(x: Operand): Tensor<"bool"> {
  const node = operandNode("isFinite", "float", x);
  const largest = { f64: Number.MAX_VALUE, f16: 65504, f32: 2 ** 128 - 2 ** 104 }[node.dtype as "f64" | "f16" | "f32"];
  return new Tensor(map("le", map("abs", node), constantLike(node, largest)));
}
