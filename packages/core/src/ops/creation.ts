/** @file Tensors from nothing but a shape. They take no memory until they are used. */
import { DTYPES, type DType } from "../dtype.ts";
import { DTypeError, ShapeError } from "../errors.ts";
import { cast, expand, iota, map, variable } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { checkShape, type Shape } from "../shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { checkDType } from "./checks.ts";
import { numberNode } from "./operands.ts";

export interface CreationOptions<D extends DType> {
  /** Element type. Default f32. */
  readonly dtype?: D;
  /** True if `backward()` shall add to `grad`. */
  readonly requiresGrad?: boolean;
}

/** Zeros. @throws {ShapeError} if an extent is not a whole number ≥ 0. */
export function zeros<D extends DType = "f32">(shape: Shape, options?: CreationOptions<D>): Tensor<D> {
  return fill("zeros", shape, 0, options);
}

/** Ones. @throws {ShapeError} if an extent is not a whole number ≥ 0. */
export function ones<D extends DType = "f32">(shape: Shape, options?: CreationOptions<D>): Tensor<D> {
  return fill("ones", shape, 1, options);
}

/**
 * One value everywhere.
 * @throws {ShapeError} if an extent is not a whole number ≥ 0.
 * @example full([2], 7) // [7, 7]
 */
export function full<D extends DType = "f32">(shape: Shape, value: number, options?: CreationOptions<D>): Tensor<D> {
  return fill("full", shape, value, options);
}

/** Zeros of the shape and dtype of another tensor. */
export function zerosLike<D extends DType>(x: Tensor<D>): Tensor<D> {
  return fill("zerosLike", x.shape, 0, { dtype: x.dtype });
}

/** Ones of the shape and dtype of another tensor. */
export function onesLike<D extends DType>(x: Tensor<D>): Tensor<D> {
  return fill("onesLike", x.shape, 1, { dtype: x.dtype });
}

/**
 * The numbers from `start` up to, not including, `stop`, at a distance of `step`; `arange(n)` counts from 0.
 *
 * Shapes: → [ceil((stop − start) / step)], at least 0. dtype f32 unless another is named.
 * Numerics: start + i · step, so f32 is exact for whole numbers up to 2²⁴.
 * @throws {ShapeError} if the step is 0 or a bound is not finite.
 * @example arange(1, 7, 2) // [1, 3, 5]
 */
export function arange<D extends DType = "f32">(
  start: number,
  stop?: number,
  step = 1,
  options?: CreationOptions<D>,
): Tensor<D> {
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  if (step === 0 || ![from, to, step].every(Number.isFinite)) {
    const got = `start ${from}, stop ${to}, step ${step}`;
    throw new ShapeError({
      op: "arange",
      rule: "bounds must be finite, and the step not 0",
      got,
      hint: "use full for equal elements",
    });
  }
  return progression("arange", Math.max(0, Math.ceil((to - from) / step)), from, step, options);
}

/**
 * `count` numbers from `start` to `stop`, both included, at equal distances.
 *
 * Shapes: → [count].
 * @throws {ShapeError} if the count is not a whole number ≥ 0.
 * @example linspace(0, 1, 3) // [0, 0.5, 1]
 */
export function linspace<D extends DType = "f32">(
  start: number,
  stop: number,
  count: number,
  options?: CreationOptions<D>,
): Tensor<D> {
  checkShape("linspace", [count]);
  return progression("linspace", count, start, count > 1 ? (stop - start) / (count - 1) : 0, options);
}

/** The identity matrix: ones where row and column agree. Shapes: → [rows, columns], square if one is given. */
export function eye<D extends DType = "f32">(rows: number, columns = rows, options?: CreationOptions<D>): Tensor<D> {
  const shape = checkShape("eye", [rows, columns]);
  const node = cast(map("eq", iota(shape, 0), iota(shape, 1)), checkDType("eye", options?.dtype ?? ("f32" as D)));
  return finish(node, options);
}

function fill<D extends DType>(op: string, shape: Shape, value: number, options?: CreationOptions<D>): Tensor<D> {
  const dtype = checkDType(op, options?.dtype ?? ("f32" as D));
  return finish(expand(numberNode(value, dtype), checkShape(op, shape)), options);
}

function progression<D extends DType>(
  op: string,
  count: number,
  start: number,
  step: number,
  options?: CreationOptions<D>,
): Tensor<D> {
  const dtype = checkDType(op, options?.dtype ?? ("f32" as D));
  if (DTYPES[dtype].kind === "bool")
    throw new DTypeError({ op, rule: "a progression needs numbers", got: dtype, hint: "cast the result" });
  const isWhole = DTYPES[dtype].kind === "float" || (Number.isInteger(start) && Number.isInteger(step));
  if (!isWhole) {
    const got = `start ${start}, step ${step}`;
    throw new DTypeError({ op, rule: `${dtype} needs whole numbers`, got, hint: 'use { dtype: "f32" }' });
  }
  const index = cast(iota([count], 0), dtype);
  const spread = step === 1 ? index : map("mul", index, expand(numberNode(step, dtype), [count]));
  return finish(start === 0 ? spread : map("add", spread, expand(numberNode(start, dtype), [count])), options);
}

/** The tensor of a node; as a leaf of differentiation if asked. */
function finish<D extends DType>(node: Node, options: CreationOptions<D> | undefined): Tensor<D> {
  const isLeaf = options?.requiresGrad === true;
  const tensor = new Tensor<D>(isLeaf ? variable(node) : node);
  if (isLeaf) tensor.requiresGrad = true;
  return tensor;
}
