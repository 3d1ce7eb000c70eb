/** @file Checks of options that are numbers, with worded errors. */
import { UsageError } from "@adjoint/core";

/** A finite number. @throws {UsageError} if it is none. */
export function checkFinite(op: string, name: string, value: number): number {
  if (Number.isFinite(value)) return value;
  throw new UsageError({ op, rule: `${name} must be a finite number`, got: String(value) });
}

/** A finite number above 0. @throws {UsageError} if it is none. */
export function checkPositive(op: string, name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError({ op, rule: `${name} must be a finite number above 0`, got: String(value) });
}

/** A finite number, 0 or above. @throws {UsageError} if it is none. */
export function checkNotNegative(op: string, name: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new UsageError({ op, rule: `${name} must be a finite number ≥ 0`, got: String(value) });
}
