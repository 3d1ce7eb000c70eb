/** @file Small linear maps of tiles, applied along rows and along columns: out = L · tile · Lᵀ, in as few operations as symmetry allows. */
import type { KernelBuilder } from "../../kernel/build.ts";
import * as k from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";

/** By row. */
export type Matrix = readonly (readonly number[])[];

export function transposed(matrix: Matrix): Matrix {
  return (matrix[0] ?? []).map((_, column) => matrix.map((row) => row[column] ?? 0));
}

/** L · tile · Lᵀ; the tile is given by its rows. */
export function applySeparable(b: KernelBuilder, matrix: Matrix, tile: readonly (readonly Expr[])[]): Expr[][] {
  const columns = (tile[0] ?? []).map((_, j) =>
    applyTo(
      b,
      matrix,
      tile.map((row) => row[j] as Expr),
    ),
  );
  return matrix.map((_, i) =>
    applyTo(
      b,
      matrix,
      columns.map((column) => column[i] as Expr),
    ),
  );
}

/** L · x. Two rows that differ in signs only share their sums: of what has one sign in both, and of what has not. */
function applyTo(b: KernelBuilder, matrix: Matrix, x: readonly Expr[]): Expr[] {
  const out: Expr[] = [];
  for (let i = 0; i < matrix.length; i++) {
    const [row = [], next] = [matrix[i], matrix[i + 1]];
    if (next?.every((value, j) => Math.abs(value) === Math.abs(row[j] ?? 0)) === true) {
      const same = b.let(
        "even",
        sumOf(
          row.map((value, j) => (value === next[j] ? value : 0)),
          x,
        ),
      );
      const other = b.let(
        "odd",
        sumOf(
          row.map((value, j) => (value === next[j] ? 0 : value)),
          x,
        ),
      );
      out.push(b.let("plus", k.add(same, other)), b.let("minus", k.sub(same, other)));
      i++;
    } else out.push(b.let("sum", sumOf(row, x)));
  }
  return out;
}

function sumOf(factors: readonly number[], x: readonly Expr[]): Expr {
  let total: Expr | undefined;
  factors.forEach((factor, j) => {
    if (factor === 0) return;
    const term = factor === 1 ? (x[j] as Expr) : k.mul(x[j] as Expr, k.constant(factor, "f32"));
    total = total === undefined ? term : k.add(total, term);
  });
  return total ?? k.constant(0, "f32");
}
