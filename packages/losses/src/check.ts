/** @file Checks of what losses are given, with worded errors. */
import {
  cast,
  DTYPES,
  type DType,
  DTypeError,
  foreignTensorError,
  formatShape,
  hasTensorBrand,
  isFloat,
  type Shape,
  ShapeError,
  sameShape,
  Tensor,
  type TypedArray,
  UsageError,
} from "@adjoint/core";

/**
 * A tensor of floats, f16 widened to f32.
 * @throws {UsageError} if it is no tensor.
 * @throws {DTypeError} if it holds no floats.
 */
export function checkFloats(op: string, name: string, x: unknown): Tensor {
  const tensor = checkTensor(op, name, x);
  if (!isFloat(tensor.dtype)) {
    throw new DTypeError({ op, rule: `${name} must hold floats`, got: tensor.dtype, hint: `cast(${name}, "f32")` });
  }
  return tensor.dtype === "f16" ? cast(tensor, "f32") : (tensor as Tensor);
}

/**
 * A tensor of integers, as i32.
 * @throws {UsageError} if it is no tensor.
 * @throws {DTypeError} if it holds no integers.
 */
export function checkIntegers(op: string, name: string, x: unknown): Tensor<"i32"> {
  const tensor = checkTensor(op, name, x);
  if (DTYPES[tensor.dtype].kind === "integer") return cast(tensor, "i32");
  throw new DTypeError({ op, rule: `${name} must be i32`, got: tensor.dtype, hint: `cast(${name}, "i32")` });
}

export function checkTensor(op: string, name: string, x: unknown): Tensor<DType> {
  if (x instanceof Tensor) {
    x.nodeFor(op);
    return x as Tensor<DType>;
  }
  if (hasTensorBrand(x)) throw foreignTensorError(op);
  const got = x === null ? "null" : Array.isArray(x) ? "an array" : typeof x;
  throw new UsageError({ op, rule: `${name} must be a tensor`, got, hint: "wrap the data in tensor(…)" });
}

/** @throws {ShapeError} if the shapes differ. */
export function checkSameShape(op: string, a: Readonly<Record<string, Shape>>): void {
  const entries = Object.entries(a);
  const first = entries[0]?.[1] ?? [];
  if (entries.every(([, shape]) => sameShape(shape, first))) return;
  const got = entries.map(([name, shape]) => `${name}=${formatShape(shape)}`).join(", ");
  throw new ShapeError({ op, rule: "shapes must be equal", got, hint: "losses do not broadcast; reshape one of them" });
}

/**
 * A fraction, 0 by default.
 * @throws {UsageError} if it does not lie in [0, 1].
 */
export function checkFraction(op: string, name: string, value: number | undefined): number {
  if (value === undefined) return 0;
  if (value >= 0 && value <= 1) return value;
  throw new UsageError({ op, rule: `${name} must lie in [0, 1]`, got: String(value), hint: "0 leaves it out" });
}

/** @throws {ShapeError} if the blank of CTC is not a class. */
export function checkBlank(op: string, blank: number, classes: number): void {
  if (Number.isInteger(blank) && blank >= 0 && blank < classes) return;
  const rule = `blank must be a class, in [0, ${classes})`;
  throw new ShapeError({ op, rule, got: String(blank), hint: "its default is 0" });
}

/** The elements of a tensor that was made from host data and not uploaded yet; else undefined. */
export function hostData(x: Tensor<DType>): TypedArray | undefined {
  const state = x.node.storage?.state;
  return state?.kind === "host" ? state.data : undefined;
}
