/** @file The factor by which focal losses turn from what is certain already. */
import { equal, pow, type Tensor, where } from "@adjoint/core";
import { checkNotNegative } from "../check-number.ts";

/** (1 − p)^γ of the chance 1 − p ≥ 0 of a mistake. Its derivative at 0 is 0, since the loss is 0 there. */
export function focalFactor(mistake: Tensor, gamma: number): Tensor | number {
  if (gamma === 0) return 1;
  const isZero = equal(mistake, 0);
  return where(isZero, 0, pow(where(isZero, 1, mistake), gamma));
}

/** The exponent of a focal loss, 2 by default. @throws {UsageError} if it is negative. */
export function checkGamma(op: string, gamma: number | undefined): number {
  return checkNotNegative(op, "gamma", gamma ?? 2);
}
