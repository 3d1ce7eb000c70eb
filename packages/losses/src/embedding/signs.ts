/** @file Targets that are 1 or −1. */
import { DTYPES, type DType, DTypeError, equal, logicalOr, type Tensor, UsageError, where } from "@adjoint/core";
import { checkTensor, hostData } from "../check.ts";

/**
 * A tensor of 1 and −1, floats or integers.
 * @throws {DTypeError} if it holds neither. @throws {UsageError} for another number, where the host knows.
 */
export function checkSigns(op: string, name: string, x: unknown): Tensor<DType> {
  const signs = checkTensor(op, name, x);
  if (DTYPES[signs.dtype].kind === "bool") {
    throw new DTypeError({
      op,
      rule: `${name} must hold the numbers 1 and −1`,
      got: signs.dtype,
      hint: "use where(…, 1, -1)",
    });
  }
  const data = signs.dtype === "f16" ? undefined : hostData(signs);
  const at = data?.findIndex((value) => value !== 1 && value !== -1) ?? -1;
  if (data !== undefined && at >= 0) {
    throw new UsageError({ op, rule: `${name} must hold 1 and −1 only`, got: `${data[at]} at element ${at}` });
  }
  return signs;
}

/** `ifPositive` where the sign is 1, `ifNegative` where it is −1, and NaN elsewhere. */
export function chooseBySign(signs: Tensor<DType>, ifPositive: Tensor, ifNegative: Tensor): Tensor {
  const isPositive = equal(signs, 1);
  const isSign = logicalOr(isPositive, equal(signs, -1));
  return where(isSign, where(isPositive, ifPositive, ifNegative), Number.NaN);
}
