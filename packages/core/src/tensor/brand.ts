/**
 * @file How tensors are told from other objects, also those of another copy of the library.
 */
/** Marks tensors of this copy of the library and of others. */
export const TENSOR_BRAND: unique symbol = Symbol.for("adjoint.tensor") as never;

/** What something is that should have been a tensor. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined || typeof value === "number") return String(value);
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object") return typeof value;
  return value.constructor?.name ?? "an object without a class";
}

/** True for tensors of any copy of the library. */
export function hasTensorBrand(value: unknown): value is { readonly [TENSOR_BRAND]: true } {
  return typeof value === "object" && value !== null && TENSOR_BRAND in value;
}
