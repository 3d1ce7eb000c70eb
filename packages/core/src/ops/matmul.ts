/** @file Matrix products, with NumPy's rules for vectors and batches. */
import type { DType } from "../dtype.ts";
import { isFloat, promote } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { cast, dot as dotNode, expand, map, reduce, reshape } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { broadcastShapes, extentOf, type Shape, sizeOf } from "../shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { checkShapes, describeShapes } from "./checks.ts";
import type { Arithmetic, Promote } from "./operand-types.ts";
import { computeDType, toNode } from "./operands.ts";

/**
 * Matrix product over the last two axes.
 *
 * Shapes: a[…, M, K], b[…, K, N] → […, M, N]; the leading axes broadcast. A vector a[K] counts as one row, a vector b[K]
 * as one column; that axis then goes.
 * Numerics: f32 and f16 accumulate in f32, f64 in f64; integers are exact up to wrapping.
 * @throws {ShapeError} if an operand is a scalar, if K differs, or if the leading axes do not broadcast.
 * @example matmul(tensor([[1, 2]]), tensor([[3], [4]])) // [[11]]
 */
export function matmul<A extends DType, B extends DType>(
  a: Tensor<A>,
  b: Tensor<B>,
): Tensor<Arithmetic<Promote<A, B>>> {
  const left = toNode("matmul", a);
  const right = toNode("matmul", b);
  checkOperands("matmul", left, right);
  const dtype = computeDType("number", promote("matmul", left.dtype, right.dtype));
  const product = multiply(asMatrix(cast(left, dtype), true), asMatrix(cast(right, dtype), false));
  const isRow = left.shape.length === 1;
  const isColumn = right.shape.length === 1;
  if (!isRow && !isColumn) return new Tensor(product);
  const matrixAxes = [...(isRow ? [] : product.shape.slice(-2, -1)), ...(isColumn ? [] : product.shape.slice(-1))];
  return new Tensor(reshape(product, [...product.shape.slice(0, -2), ...matrixAxes]));
}

/** A vector as one row or one column; anything else as it is. */
function asMatrix(x: Node, isRow: boolean): Node {
  if (x.shape.length > 1) return x;
  const extent = extentOf(x.shape, 0);
  return reshape(x, isRow ? [1, extent] : [extent, 1]);
}

/**
 * Scalar product of two vectors, or matrix product of two matrices, as `matmul` but for the batches.
 *
 * Shapes: a[K], b[K] → []; a[M, K], b[K, N] → [M, N]; likewise mixed.
 * @throws {ShapeError} if K differs, or if an operand has another rank than 1 or 2.
 */
export function dot<A extends DType, B extends DType>(a: Tensor<A>, b: Tensor<B>): Tensor<Arithmetic<Promote<A, B>>> {
  const shapes = { a: toNode("dot", a).shape, b: toNode("dot", b).shape };
  const fits = shapes.a.length <= 2 && shapes.b.length <= 2;
  checkShapes(
    fits,
    "dot",
    "operands must be vectors or matrices",
    () => describeShapes(shapes),
    "use matmul for batches",
  );
  return matmul(a, b);
}

function checkOperands(op: string, a: Node, b: Node): void {
  const got = (): string => describeShapes({ a: a.shape, b: b.shape });
  checkShapes(
    a.shape.length > 0 && b.shape.length > 0,
    op,
    "operands must be vectors or matrices",
    got,
    "use mul for scalars",
  );
  const inner = a.shape[a.shape.length - 1];
  const other = b.shape[Math.max(0, b.shape.length - 2)];
  if (inner === other) return;
  const rule = "a[…, M, K] @ b[…, K, N] needs equal K";
  throw new ShapeError({ op, rule, got: got(), hint: "transpose one operand?" });
}

/** The product of matrices of one dtype, of rank 2 or more. */
function multiply(a: Node, b: Node): Node {
  if (b.shape.length === 2 && a.shape.length > 2) {
    // One matrix for all of a's batches: they are rows of one larger product.
    const inner = extentOf(a.shape, a.shape.length - 1);
    const rows = a.shape.slice(0, -1);
    const product = multiplyBatches(reshape(a, [sizeOf(rows), inner]), b);
    return reshape(product, [...rows, extentOf(b.shape, 1)]);
  }
  if (b.shape.length === 2) return multiplyBatches(a, b);
  const batch = broadcastShapes("matmul", a.shape.slice(0, -2), b.shape.slice(0, -2));
  return multiplyBatches(expand(a, [...batch, ...a.shape.slice(-2)]), expand(b, [...batch, ...b.shape.slice(-2)]));
}

/** The product of matrices with equal batch axes. */
function multiplyBatches(a: Node, b: Node): Node {
  if (a.dtype === "f16") return cast(dotNode(cast(a, "f32"), cast(b, "f32")), "f16");
  return isFloat(a.dtype) ? dotNode(a, b) : multiplyIntegers(a, b);
}

/** The product of integer matrices, as a sum of products: contractions compute in floats. */
function multiplyIntegers(a: Node, b: Node): Node {
  const rank = a.shape.length;
  const batch = a.shape.slice(0, -2);
  const [m, k, n] = [extentOf(a.shape, rank - 2), extentOf(a.shape, rank - 1), extentOf(b.shape, rank - 1)];
  const full: Shape = [...batch, m, k, n];
  const left = expand(reshape(a, [...batch, m, k, 1]), full);
  const right = expand(reshape(b, [...batch, 1, k, n]), full);
  return reshape(reduce("sum", map("mul", left, right), [rank - 1]), [...batch, m, n]);
}
