/**
 * @file The primitives that combine elements, by plain loops from their definitions.
 */
import type { ValueType } from "../dtype.ts";
import type { ReduceOp } from "../kernel/types.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { combineValues, reductionIdentity } from "./scalar-value.ts";
import { eachIndex, elementAt, offsetOf } from "./view-values.ts";

/** Reduces x over the axes that have an extent of 1 in `to`. */
export function reduceValues(op: ReduceOp, type: ValueType, x: Float64Array, from: Shape, to: Shape): Float64Array {
  const totals = new Float64Array(sizeOf(to)).fill(reductionIdentity(op, type));
  let i = 0;
  for (const index of eachIndex(from)) {
    const target = offsetOf(
      to,
      index.map((n, axis) => (to[axis] === 1 ? 0 : n)),
    ) as number;
    totals[target] = combineValues(op, type, totals[target] as number, x[i++] as number, "f64");
  }
  return totals;
}

/** a[…, M, K] @ b[…, K, N]. */
export function dotValues(
  type: ValueType,
  a: Float64Array,
  aShape: Shape,
  b: Float64Array,
  bShape: Shape,
): Float64Array {
  const [m = 1, k = 1] = aShape.slice(-2);
  const n = bShape.at(-1) ?? 1;
  const batch = sizeOf(aShape.slice(0, -2));
  const out = new Float64Array(batch * m * n);
  for (let s = 0; s < batch; s++) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++) {
          const product = combineValues(
            "prod",
            type,
            a[(s * m + i) * k + l] as number,
            b[(s * k + l) * n + j] as number,
            "f64",
          );
          sum = combineValues("sum", type, sum, product, "f64");
        }
        out[(s * m + i) * n + j] = sum;
      }
    }
  }
  return out;
}

const moved = (index: readonly number[], axis: number, to: number): number[] =>
  index.map((n, i) => (i === axis ? to : n));

/** Reads x along `axis` where the indices point, 0 outside. */
export function gatherValues(
  axis: number,
  x: Float64Array,
  xShape: Shape,
  indices: Float64Array,
  shape: Shape,
): Float64Array {
  const out = new Float64Array(sizeOf(shape));
  let i = 0;
  for (const index of eachIndex(shape)) {
    out[i] = elementAt(x, xShape, moved(index, axis, indices[i] as number));
    i++;
  }
  return out;
}

/** Adds the updates to `base` along `axis` where the indices point; those outside are dropped. */
export function scatterAddValues(
  axis: number,
  type: ValueType,
  base: Float64Array,
  baseShape: Shape,
  indices: Float64Array,
  updates: Float64Array,
  shape: Shape,
): Float64Array {
  const out = base.slice();
  let i = 0;
  for (const index of eachIndex(shape)) {
    const target = offsetOf(baseShape, moved(index, axis, indices[i] as number));
    if (target !== undefined)
      out[target] = combineValues("sum", type, out[target] as number, updates[i] as number, "f64");
    i++;
  }
  return out;
}

/** Sorts along the last axis, stably; NaN counts as greatest: the first values, as many as `to` has, and where they were. */
export function sortValues(
  x: Float64Array,
  from: Shape,
  to: Shape,
  isDescending: boolean,
): [values: Float64Array, indices: Float64Array] {
  const length = from.at(-1) ?? 1;
  const kept = to.at(-1) ?? 1;
  const values = new Float64Array(sizeOf(to));
  const indices = new Float64Array(values.length);
  for (let row = 0, out = 0; row < x.length; row += length, out += kept) {
    const at = (i: number): number => x[row + i] as number;
    const compare = (i: number, j: number): number => {
      const byNaN = Number(Number.isNaN(at(i))) - Number(Number.isNaN(at(j)));
      const order = at(i) < at(j) ? -1 : at(i) > at(j) ? 1 : byNaN;
      return isDescending ? -order : order;
    };
    const order = Array.from({ length }, (_, i) => i).sort(compare);
    for (const [i, source] of order.slice(0, kept).entries()) {
      values[out + i] = at(source);
      indices[out + i] = source;
    }
  }
  return [values, indices];
}

/** Running sums along the last axis. */
export function cumsumValues(type: ValueType, x: Float64Array, shape: Shape): Float64Array {
  const length = shape.at(-1) ?? 1;
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const before = i % length === 0 ? 0 : (out[i - 1] as number);
    out[i] = combineValues("sum", type, before, x[i] as number, "f64");
  }
  return out;
}
