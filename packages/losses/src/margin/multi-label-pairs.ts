/** @file The multi-label margin loss of each row from primitives, which takes all pairs of classes. */
import {
  add,
  cast,
  div,
  equal,
  expandDims,
  greater,
  greaterEqual,
  less,
  logicalAnd,
  min,
  mul,
  sub,
  sum,
  type Tensor,
  where,
} from "@adjoint/core";
import { indexAlong } from "../class-axis.ts";
import { positivePart } from "./positive-part.ts";

/** Shapes: scores f[…, C], labels i32[…, C], ended by −1 → […]. A row with a label that is no class gives NaN. */
export function multiLabelPairs(scores: Tensor, labels: Tensor<"i32">): Tensor {
  const axis = scores.rank - 1;
  const classes = scores.shape[axis] ?? 0;
  const place = indexAlong(scores.shape, axis);
  const end = min(where(less(labels, 0), place, classes), axis, true);
  const isListed = less(place, end);
  const isBad = sum(cast(logicalAnd(isListed, greaterEqual(labels, classes)), "i32"), axis);
  // [.., class, place]: how often each class is a label.
  const named = logicalAnd(equal(expandDims(place, axis + 1), expandDims(labels, axis)), expandDims(isListed, axis));
  const counts = sum(cast(named, scores.dtype), axis + 1);

  // [.., label, other class]
  const excess = positivePart(add(sub(expandDims(scores, axis), expandDims(scores, axis + 1)), 1));
  const times = expandDims(counts, axis + 1);
  const isPair = logicalAnd(greater(times, 0), equal(expandDims(counts, axis), 0));
  const total = sum(where(isPair, mul(times, excess), 0), [axis, axis + 1]);
  return where(greater(isBad, 0), Number.NaN, div(total, classes)) as Tensor;
}
