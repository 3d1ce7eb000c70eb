/**
 * @file Where reductions start.
 */
import type { ReduceOp, ValueType } from "@adjoint/core";

const RANGE: Readonly<Record<ValueType, readonly [low: number, high: number]>> = {
  f32: [-Infinity, Infinity],
  f64: [-Infinity, Infinity],
  i32: [-(2 ** 31), 2 ** 31 - 1],
  u32: [0, 2 ** 32 - 1],
  bool: [0, 1],
};

/** The identity of each reduction, for a type. */
export const IDENTITIES: Readonly<Record<ReduceOp, (dtype: ValueType) => number>> = {
  sum: () => 0,
  prod: () => 1,
  max: (dtype) => RANGE[dtype][0],
  min: (dtype) => RANGE[dtype][1],
};
