/** @file Products of matrices against sums in double precision: the oracle for the products of both backends. */
import type { DotSpec } from "../lower/plan.ts";
import { operandAt } from "./operand-at.ts";

export interface DotOperands {
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/**
 * The first element that is further off than rounding allows, in words; undefined if there is none. Any order of k additions
 * and k products, each rounded to 24 bits, stays within (k + 1) · 2⁻²⁴ · Σ|a·b| of the exact sum, to first order
 * [Higham 2002, 3.1]; 1 more for the store and higher orders.
 */
export function dotMistake(s: DotSpec, { a, b }: DotOperands, out: Float32Array): string | undefined {
  const { batch, m, n, k } = s;
  const [aAt, bAt] = [operandAt(s, "a"), operandAt(s, "b")];
  for (let at = 0; at < batch * m * n; at++) {
    const [z, i, j] = [Math.floor(at / (m * n)), Math.floor(at / n) % m, at % n];
    let sum = 0;
    let sizes = 0;
    for (let x = 0; x < k; x++) {
      const left = a[aAt(z, i, x)] ?? Number.NaN;
      const right = b[bAt(z, x, j)] ?? Number.NaN;
      sum += left * right;
      sizes += Math.abs(left * right);
    }
    const error = Math.abs((out[at] ?? Number.NaN) - sum);
    if (!(error <= (k + 2) * 2 ** -24 * sizes))
      return `${JSON.stringify(s)}: element [${z}, ${i}, ${j}] is ${out[at]}, not ${sum}; error ${error}`;
  }
  return undefined;
}
