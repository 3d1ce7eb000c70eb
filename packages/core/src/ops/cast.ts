/** @file Conversion between dtypes. */
import type { DType } from "../dtype.ts";
import { cast as castNode } from "../ir/build.ts";
import { Tensor } from "../tensor/tensor.ts";
import { checkDType } from "./checks.ts";
import type { Operand } from "./operand-types.ts";
import { toNode } from "./operands.ts";

/**
 * x in another dtype. Floats become integers towards 0, limited to their range, NaN becomes 0; bool is `x ≠ 0`.
 * Gradients flow between float dtypes.
 *
 * Shapes: […] → […].
 * @throws {DTypeError} if the dtype does not exist.
 * @example cast(tensor([1.9, -1.9]), "i32") // [1, -1]
 */
export function cast<D extends DType>(x: Operand, dtype: D): Tensor<D> {
  return new Tensor<D>(castNode(toNode("cast", x), checkDType("cast", dtype)));
}

/** Another name of `cast`, for those who come from NumPy. */
export function astype<D extends DType>(x: Operand, dtype: D): Tensor<D> {
  return cast(x, dtype);
}
