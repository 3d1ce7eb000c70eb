/**
 * @file Where reductions start and how they combine, for every pass and every backend.
 */
import type { DType } from "../dtype.ts";
import type { ScalarOp } from "../scalar/table.ts";
import type { ReduceOp } from "./types.ts";

const IDENTITIES: Readonly<Record<ReduceOp, number>> = { sum: 0, prod: 1, max: -Infinity, min: Infinity };

/** Least and greatest value of the types that have no infinities. */
const RANGES: Readonly<Partial<Record<DType, readonly [low: number, high: number]>>> = {
  i32: [-(2 ** 31), 2 ** 31 - 1],
  u32: [0, 2 ** 32 - 1],
  bool: [0, 1],
};

/** The identity of a reduction, within the range of the dtype. */
export function reductionIdentity(op: ReduceOp, dtype: DType): number {
  const [low, high] = RANGES[dtype] ?? [-Infinity, Infinity];
  return Math.min(Math.max(IDENTITIES[op], low), high);
}

const COMBINE: Readonly<Record<ReduceOp, ScalarOp>> = { sum: "add", prod: "mul", max: "max", min: "min" };
/** For bools, sum and maximum are "any", product and minimum "all". */
const COMBINE_BOOLS: Readonly<Record<ReduceOp, ScalarOp>> = { sum: "or", prod: "and", max: "or", min: "and" };

/** The operation that joins two partial results of a reduction. */
export function reductionOp(op: ReduceOp, dtype: DType): ScalarOp {
  return dtype === "bool" ? COMBINE_BOOLS[op] : COMBINE[op];
}
