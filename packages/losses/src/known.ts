/** @file Checks of elements, where they are known on the host. */
import { type DType, type Tensor, UsageError } from "@adjoint/core";
import { hostData } from "./check.ts";

/**
 * Checks the elements of a tensor that was made from host data and not uploaded yet. What the device alone knows passes.
 * @throws {UsageError} with the first element for which the rule does not hold.
 */
export function checkKnown(
  op: string,
  x: Tensor<DType>,
  rule: string,
  holds: (value: number) => boolean,
  hint?: string,
): void {
  const data = hostData(x);
  const at = data?.findIndex((value) => !holds(value)) ?? -1;
  if (data === undefined || at < 0) return;
  throw new UsageError({ op, rule, got: `${data[at]} at element ${at}`, hint });
}
