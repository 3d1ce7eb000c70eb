/** @file Linear layers on rows, and their gradients. */
import { addProduct, addProductNT, addProductTN } from "./products.ts";

/** out[R, N] = x[R, K] · w[K, N] + b[N]. */
export function linear(
  x: Float32Array,
  w: Float32Array,
  b: Float32Array | undefined,
  out: Float32Array,
  rows: number,
): void {
  const [k, n] = [x.length / rows, out.length / rows];
  if (b === undefined) out.fill(0);
  else for (let i = 0; i < rows; i++) out.set(b, i * n);
  addProduct(x, w, out, rows, k, n);
}

/** The gradients that a layer is wanted for are added to. */
export interface LinearGradients {
  readonly x?: Float32Array;
  readonly w: Float32Array;
  readonly b?: Float32Array;
}

/** From the gradient by the output to those by `x`, `w` and the bias. */
export function linearBackward(
  x: Float32Array,
  w: Float32Array,
  cotangent: Float32Array,
  rows: number,
  to: LinearGradients,
): void {
  const [k, n] = [x.length / rows, cotangent.length / rows];
  addProductTN(x, cotangent, to.w, k, rows, n);
  if (to.x !== undefined) addProductNT(cotangent, w, to.x, rows, n, k);
  if (to.b !== undefined) addRows(cotangent, to.b);
}

function addRows(matrix: Float32Array, out: Float32Array): void {
  for (let begin = 0; begin < matrix.length; begin += out.length)
    for (let j = 0; j < out.length; j++) (out[j] as number) += matrix[begin + j] as number;
}
