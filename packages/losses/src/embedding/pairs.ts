/** @file Which rows of a batch belong together: labels, compared with each other. */
import {
  type DType,
  equal,
  expandDims,
  formatShape,
  ir,
  logicalAnd,
  logSumExp,
  notEqual,
  ShapeError,
  sameShape,
  Tensor,
  where,
} from "@adjoint/core";
import { checkFloats, checkIntegers } from "../check.ts";

export interface LabelledRows {
  /** f32[N, D]. */
  readonly rows: Tensor;
  /** i32[N]. */
  readonly labels: Tensor<"i32">;
}

/** @throws {ShapeError} if the embeddings are no matrix, or have not one label each. */
export function checkRows(op: string, names: readonly [string, string], x: Tensor, t: Tensor<DType>): LabelledRows {
  const rows = checkFloats(op, names[0], x);
  const labels = checkIntegers(op, names[1], t);
  const [count = 0] = rows.shape;
  if (rows.rank === 2 && sameShape(labels.shape, [count])) return { rows, labels };
  const got = `${names[0]}=${formatShape(rows.shape)}, ${names[1]}=${formatShape(labels.shape)}`;
  throw new ShapeError({ op, rule: `${names[0]} must be [N, D] and ${names[1]} [N]`, got });
}

/** True at [i, j] where the labels `a[i]` and `b[j]` are equal. */
export function areAlike(a: Tensor<"i32">, b: Tensor<"i32">): Tensor<"bool"> {
  return equal(expandDims(a, 1), expandDims(b, 0));
}

/** The mask without its diagonal. */
export function withoutDiagonal(mask: Tensor<"bool">): Tensor<"bool"> {
  const along = (axis: number): Tensor<"i32"> => new Tensor<"i32">(ir.iota(mask.shape, axis));
  return logicalAnd(mask, notEqual(along(0), along(1)));
}

/** log Σ eˣ over what the mask admits of each row: −Infinity for nothing. */
export function maskedLogSumExp(x: Tensor, mask: Tensor<"bool">): Tensor {
  return logSumExp(where(mask, x, Number.NEGATIVE_INFINITY), 1, true);
}
