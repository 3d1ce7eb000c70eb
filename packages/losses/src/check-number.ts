/** @file Checks of options that are numbers, with worded errors. */
import { UsageError } from "@adjoint/core";

/** Numbers are those of f32, in which losses compute: what is infinite or 0 there is refused with that reason. */
function gotOf(value: number): string {
  const rounded = Math.fround(value);
  const isOther = (Number.isFinite(value) && !Number.isFinite(rounded)) || (value !== 0 && rounded === 0);
  return isOther ? `${value}, which f32 rounds to ${rounded}` : String(value);
}

const isFiniteF32 = (value: number): boolean => Number.isFinite(Math.fround(value));

/** A finite number. @throws {UsageError} if it is none. */
export function checkFinite(op: string, name: string, value: number): number {
  if (isFiniteF32(value)) return value;
  throw new UsageError({ op, rule: `${name} must be a finite number`, got: gotOf(value) });
}

/** A finite number above 0. @throws {UsageError} if it is none. */
export function checkPositive(op: string, name: string, value: number): number {
  if (isFiniteF32(value) && Math.fround(value) > 0) return value;
  throw new UsageError({ op, rule: `${name} must be a finite number above 0`, got: gotOf(value) });
}

/** A finite number, 0 or above. @throws {UsageError} if it is none. */
export function checkNotNegative(op: string, name: string, value: number): number {
  if (isFiniteF32(value) && value >= 0) return value;
  throw new UsageError({ op, rule: `${name} must be a finite number ≥ 0`, got: gotOf(value) });
}
