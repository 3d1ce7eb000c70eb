/**
 * @file Nested arrays of numbers: flattening what users pass, with its shape, and nesting what they read.
 */
import type { DType, TypedArray } from "../dtype.ts";
import { DTypeError, ShapeError } from "../errors.ts";
import { extentOf, type Shape } from "../shape.ts";

/** A scalar, or arrays of arrays of them. */
export type Nested = number | boolean | Nested[];

/** As `Nested`, but what users may pass. */
export type NestedInput = number | boolean | readonly NestedInput[] | TypedArray;

/** Elements in row-major order. */
export interface Flattened {
  readonly values: number[];
  readonly shape: Shape;
  readonly isBoolean: boolean;
}

/**
 * Flattens nested arrays.
 * @throws {ShapeError} naming the place, if they are ragged.
 * @throws {DTypeError} naming the place, if something is no number.
 */
export function flattenNested(op: string, data: unknown): Flattened {
  const shape = shapeAlongFirst(data);
  const values: number[] = [];
  const booleans = { count: 0 };
  visit(data, 0, "data");
  if (booleans.count > 0 && booleans.count < values.length) {
    const hint = "write 1 and 0, or true and false";
    throw new DTypeError({ op, rule: "elements must be all numbers or all booleans", got: "both", hint });
  }
  return { values, shape, isBoolean: booleans.count > 0 };

  function visit(value: unknown, depth: number, path: string): void {
    if (depth === shape.length) {
      values.push(toNumber(op, value, path, booleans));
      return;
    }
    const extent = extentOf(shape, depth);
    if (!isArrayLike(value) || value.length !== extent) {
      const found = isArrayLike(value) ? `${path} of length ${value.length}` : `${path} = ${describe(value)}`;
      const hint = "every array on one level needs the same length";
      throw new ShapeError({
        op,
        rule: "nested arrays must be rectangular",
        got: `${found} in place of length ${extent}`,
        hint,
      });
    }
    for (let i = 0; i < extent; i++) visit(value[i], depth + 1, `${path}[${i}]`);
  }
}

function shapeAlongFirst(data: unknown): Shape {
  const shape: number[] = [];
  for (let level = data; isArrayLike(level); level = level[0]) shape.push(level.length);
  return shape;
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function toNumber(op: string, value: unknown, path: string, booleans: { count: number }): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") {
    booleans.count++;
    return value ? 1 : 0;
  }
  if (isArrayLike(value)) {
    const hint = "every array on one level needs the same depth";
    throw new ShapeError({
      op,
      rule: "nested arrays must be rectangular",
      got: `an array at ${path} in place of a number`,
      hint,
    });
  }
  const got = `${describe(value)} at ${path}`;
  throw new DTypeError({ op, rule: "elements must be numbers or booleans", got, hint: "convert them with Number(…)" });
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return `an object (${value.constructor?.name ?? "no class"})`;
  return typeof value === "bigint" ? `the bigint ${value}` : String(value);
}

/** Nested arrays of the elements; the element itself if the rank is 0. */
export function nest(values: TypedArray, shape: Shape, dtype: DType): Nested {
  const element = (i: number): number | boolean => (dtype === "bool" ? values[i] !== 0 : (values[i] as number));
  let next = 0;
  const build = (axis: number): Nested => {
    if (axis === shape.length) return element(next++);
    return Array.from({ length: extentOf(shape, axis) }, () => build(axis + 1));
  };
  return build(0);
}
