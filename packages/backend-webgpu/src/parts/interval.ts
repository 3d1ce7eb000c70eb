/**
 * @file Ranges of whole numbers, and what becomes of them under the arithmetic of indices. Whatever is not known to stay
 * within bounds is `ANY`, so that a range never leaves out a value.
 */
import type { ScalarOp } from "@adjoint/core";

/** From `low` to `high`, both included. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const ANY: Interval = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

export const only = (value: number): Interval => ({ low: value, high: value });

/** All values of either. */
export const union = (a: Interval, b: Interval): Interval => ({
  low: Math.min(a.low, b.low),
  high: Math.max(a.high, b.high),
});

type Rule = (a: Interval, b: Interval, c: Interval) => Interval;

const isBounded = ({ low, high }: Interval): boolean => Number.isFinite(low) && Number.isFinite(high);
const isOne = ({ low, high }: Interval): boolean => low === high;

function product(a: Interval, b: Interval): Interval {
  if (!isBounded(a) || !isBounded(b)) return ANY;
  const ends = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

/** Rounded towards zero. */
function quotient(a: Interval, b: Interval): Interval {
  if (!isBounded(a) || !isOne(b) || b.low <= 0) return ANY;
  return { low: Math.trunc(a.low / b.low), high: Math.trunc(a.high / b.low) };
}

/** With the sign of the dividend. */
function remainder(a: Interval, b: Interval): Interval {
  if (!isOne(b) || b.low <= 0 || !(a.low >= 0)) return ANY;
  const by = b.low;
  const isInOne = Math.floor(a.low / by) === Math.floor(a.high / by);
  return isInOne ? { low: a.low % by, high: a.high % by } : { low: 0, high: Math.min(by - 1, a.high) };
}

/** Operations of which more is known than nothing. */
const RULES: Partial<Record<ScalarOp, Rule>> = {
  add: (a, b) => ({ low: a.low + b.low, high: a.high + b.high }),
  sub: (a, b) => ({ low: a.low - b.high, high: a.high - b.low }),
  neg: (a) => ({ low: -a.high, high: -a.low }),
  mul: product,
  idiv: quotient,
  mod: remainder,
  min: (a, b) => ({ low: Math.min(a.low, b.low), high: Math.min(a.high, b.high) }),
  max: (a, b) => ({ low: Math.max(a.low, b.low), high: Math.max(a.high, b.high) }),
  where: (_, b, c) => union(b, c),
};

/** The range of an operation on integers. What may leave the type wraps around, and may be anything then. */
export function rangeOf(op: ScalarOp, dtype: "i32" | "u32", args: readonly Interval[]): Interval {
  const [a = ANY, b = ANY, c = ANY] = args;
  return within(RULES[op]?.(a, b, c) ?? ANY, dtype);
}

/** The range, if all of it is of the type. */
export function within(range: Interval, dtype: "i32" | "u32"): Interval {
  const [low, high] = dtype === "i32" ? [-(2 ** 31), 2 ** 31 - 1] : [0, 2 ** 32 - 1];
  return range.low >= low && range.high <= high ? range : ANY;
}
