/**
 * @file How tensors are told from other objects, also those of another copy of the library.
 */
/** Marks tensors of this copy of the library and of others. */
export const TENSOR_BRAND: unique symbol = Symbol.for("adjoint.tensor") as never;

/** True for tensors of any copy of the library. */
export function hasTensorBrand(value: unknown): value is { readonly [TENSOR_BRAND]: true } {
  return typeof value === "object" && value !== null && TENSOR_BRAND in value;
}
