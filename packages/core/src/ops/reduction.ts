/**
 * @file Reductions over one axis, several, or all: `op(x, axis?, keepAxes?)`. The reduced axes disappear, or stay as
 * extents of 1 if `keepAxes` says so. A negative axis counts from the end.
 */
import { cast, product } from "../ir/build.ts";
import { Tensor } from "../tensor/tensor.ts";
import { div } from "./arithmetic.ts";
import type { Arithmetic, DTypeOf, Float, Operand } from "./operand-types.ts";
import { floatTensor, operandNode, toNode, typed } from "./operands.ts";
import { type Axes, checkNotEmpty, countOf, reduceAxes } from "./reduce-axes.ts";

/**
 * Sum over axes. Integers wrap; bools are counted. The sum of nothing is 0.
 *
 * Numerics: floats are added in blocks, so that the error grows with the logarithm of the count rather than the count.
 * @throws {ShapeError} if an axis does not exist or is named twice.
 * @example sum(tensor([[1, 2], [3, 4]]), 0) // [4, 6]
 */
export function sum<X extends Operand>(x: X, axis?: Axes, keepAxes = false): Tensor<Arithmetic<DTypeOf<X>>> {
  const node = operandNode("sum", "number", x);
  return new Tensor(reduceAxes("sum", "sum", node, axis, keepAxes));
}

/** Product over axes. Integers wrap. The product of nothing is 1. Errors as for `sum`. */
export function prod<X extends Operand>(x: X, axis?: Axes, keepAxes = false): Tensor<Arithmetic<DTypeOf<X>>> {
  const node = operandNode("prod", "number", x);
  return new Tensor(reduceAxes("prod", product, node, axis, keepAxes));
}

/** Mean over axes; of integers as f32. The mean of nothing is NaN. Errors as for `sum`. */
export function mean<X extends Operand>(x: X, axis?: Axes, keepAxes = false): Tensor<Float<DTypeOf<X>>> {
  const v = floatTensor("mean", x);
  const total: Tensor = new Tensor(reduceAxes("mean", "sum", v.node, axis, keepAxes));
  return typed(div(total, countOf("mean", v.shape, axis)));
}

/**
 * Greatest element over axes. NaN wins. Elements that tie for it share its gradient.
 * @throws {ShapeError} if there is nothing to choose from, or as for `sum`.
 */
export function max<X extends Operand>(x: X, axis?: Axes, keepAxes = false): Tensor<DTypeOf<X>> {
  return extreme("max", x, axis, keepAxes);
}

/** Least element over axes; otherwise as `max`. */
export function min<X extends Operand>(x: X, axis?: Axes, keepAxes = false): Tensor<DTypeOf<X>> {
  return extreme("min", x, axis, keepAxes);
}

function extreme<X extends Operand>(
  op: "max" | "min",
  x: X,
  axis: Axes | undefined,
  keepAxes: boolean,
): Tensor<DTypeOf<X>> {
  const node = toNode(op, x);
  checkNotEmpty(op, node, axis);
  const isBool = node.dtype === "bool";
  const reduced = reduceAxes(op, op, isBool ? cast(node, "u32") : node, axis, keepAxes);
  return new Tensor(isBool ? cast(reduced, "bool") : reduced);
}

/** True where every element over the axes holds (is not 0); true of nothing. Errors as for `sum`. */
export function all(x: Operand, axis?: Axes, keepAxes = false): Tensor<"bool"> {
  // As u32, the identities of min and max (the greatest number and 0) are the truth values for nothing.
  const claims = cast(operandNode("all", "logic", x), "u32");
  return new Tensor(cast(reduceAxes("all", "min", claims, axis, keepAxes), "bool"));
}

/** True where some element over the axes holds (is not 0); false of nothing. Errors as for `sum`. */
export function any(x: Operand, axis?: Axes, keepAxes = false): Tensor<"bool"> {
  const claims = cast(operandNode("any", "logic", x), "u32");
  return new Tensor(cast(reduceAxes("any", "max", claims, axis, keepAxes), "bool"));
}
