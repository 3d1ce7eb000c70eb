/** @file What users hand over, as numbers in double precision: samples, targets and weights. */
import {
  type DType,
  foreignTensorError,
  formatShape,
  hasTensorBrand,
  ShapeError,
  Tensor,
  type TypedArray,
  UsageError,
} from "@adjoint/core";

/** Samples, a row for each: a tensor [samples, features], or arrays. */
export type Rows = Tensor<DType> | readonly (readonly number[] | TypedArray)[];

/** A number for each sample: a tensor [samples], or an array. */
export type Column = Tensor<DType> | readonly number[] | TypedArray;

/** Row-major numbers. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/**
 * The numbers of `X`. Arrays are copied at the call; tensors are waited for.
 * @throws {ShapeError} if it has no two axes, no row or no column, or ragged rows. @throws {UsageError} if one is not finite.
 */
export async function readMatrix(op: string, name: string, x: unknown): Promise<Matrix> {
  const matrix = isTensor(op, x) ? await matrixOfTensor(op, name, x) : matrixOfArrays(op, name, x);
  if (matrix.rows === 0 || matrix.columns === 0) {
    const got = formatShape([matrix.rows, matrix.columns]);
    throw new ShapeError({ op, rule: `${name} needs at least one sample and one feature`, got });
  }
  const { data, columns } = matrix;
  checkFinite(op, data, (i) => `${name}[${Math.floor(i / columns)}][${i % columns}]`);
  return matrix;
}

/**
 * A number for each sample. Arrays are copied at the call; tensors are waited for.
 * @throws {ShapeError} if it has not one axis. @throws {UsageError} if a number is not finite.
 */
export async function readColumn(op: string, name: string, y: unknown): Promise<Float64Array> {
  const values = isTensor(op, y) ? await columnOfTensor(op, name, y) : columnOfArray(op, name, y);
  checkFinite(op, values, (i) => `${name}[${i}]`);
  return values;
}

/** Whether it is a tensor. @throws {UsageError} if it is one of another copy of the library. */
export function isTensor(op: string, x: unknown): x is Tensor<DType> {
  if (x instanceof Tensor) return true;
  if (hasTensorBrand(x)) throw foreignTensorError(op);
  return false;
}

async function matrixOfTensor(op: string, name: string, x: Tensor<DType>): Promise<Matrix> {
  const [rows, columns] = x.shape;
  if (x.rank !== 2 || rows === undefined || columns === undefined) throw rowsError(op, name, formatShape(x.shape));
  return { rows, columns, data: Float64Array.from(await x.data()) };
}

function matrixOfArrays(op: string, name: string, x: unknown): Matrix {
  if (!Array.isArray(x)) throw rowsError(op, name, isArrayOfNumbers(x) ? `one axis of length ${x.length}` : typeof x);
  const rows: unknown[] = x;
  const columns = isArrayOfNumbers(rows[0]) ? rows[0].length : 0;
  const data = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    if (!isArrayOfNumbers(row)) throw rowsError(op, name, `${describe(row)} at ${name}[${i}]`);
    if (row.length !== columns) {
      const got = `${name}[${i}] of length ${row.length} in place of ${columns}`;
      throw new ShapeError({ op, rule: `rows of ${name} must be equally long`, got });
    }
    for (let j = 0; j < columns; j++) data[i * columns + j] = toNumber(op, `${name}[${i}][${j}]`, row[j]);
  });
  return { rows: rows.length, columns, data };
}

async function columnOfTensor(op: string, name: string, y: Tensor<DType>): Promise<Float64Array> {
  if (y.rank !== 1) throw columnError(op, name, formatShape(y.shape));
  return Float64Array.from(await y.data());
}

function columnOfArray(op: string, name: string, y: unknown): Float64Array {
  if (!isArrayOfNumbers(y)) throw columnError(op, name, describe(y));
  return Float64Array.from({ length: y.length }, (_, i) => toNumber(op, `${name}[${i}]`, y[i]));
}

/** An array, or one with numbers alone. What is in an array is looked at when it is read. */
export function isArrayOfNumbers(x: unknown): x is ArrayLike<unknown> {
  return Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView));
}

function toNumber(op: string, place: string, value: unknown): number {
  if (typeof value === "number") return value;
  if (isArrayOfNumbers(value)) throw new ShapeError({ op, rule: `${place} must be a number`, got: "an array" });
  throw new UsageError({
    op,
    rule: `${place} must be a number`,
    got: describe(value),
    hint: "convert it with Number(…)",
  });
}

function checkFinite(op: string, values: Float64Array, place: (index: number) => string): void {
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return;
  const got = `${values[index]} at ${place(index)}`;
  throw new UsageError({ op, rule: "data must be finite", got, hint: "leave the sample out, or fill the gap" });
}

function rowsError(op: string, name: string, got: string): ShapeError {
  const hint = `one row for each sample, such as [[1], [2]]; or reshape(${name}, [-1, 1])`;
  return new ShapeError({ op, rule: `${name} must be [samples, features]`, got, hint });
}

function columnError(op: string, name: string, got: string): ShapeError {
  return new ShapeError({
    op,
    rule: `${name} must be [samples]`,
    got,
    hint: `reshape(${name}, [-1]) if it is a column`,
  });
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return "an array";
  return value !== null && typeof value === "object" ? "an object" : String(value);
}
