/** @file The factor by which focal losses turn from what is certain already. */
import { equal, pow, type Tensor, where } from "@adjoint/core";
import { checkNotNegative } from "../check-number.ts";

/** (1 − p)^γ of the chance 1 − p ≥ 0 of a mistake, for γ > 0. Its derivative at 0 is finite; the loss is 0 there. */
export function focalFactor(mistake: Tensor, gamma: number): Tensor {
  if (gamma >= 1) return pow(mistake, gamma);
  const isZero = equal(mistake, 0);
  return where(isZero, 0, pow(where(isZero, 1, mistake), gamma));
}

/** The exponent of a focal loss, 2 by default. @throws {UsageError} if it is negative. */
export function checkGamma(op: string, gamma: number | undefined): number {
  return checkNotNegative(op, "gamma", gamma ?? 2);
}
