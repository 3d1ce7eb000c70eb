/** @file From single losses to the result: the reductions that all losses share. */
import { div, mean, sum, type Tensor, UsageError } from "@adjoint/core";
import type { Reduction } from "./options.ts";

const REDUCTIONS: readonly Reduction[] = ["mean", "sum", "none"];

/**
 * The reduction asked for, "mean" by default.
 * @throws {UsageError} if there is none of that name.
 */
export function checkReduction(op: string, reduction: Reduction | undefined): Reduction {
  if (reduction === undefined) return "mean";
  if (REDUCTIONS.includes(reduction)) return reduction;
  const rule = `reduction must be one of ${REDUCTIONS.join(", ")}`;
  throw new UsageError({ op, rule, got: String(reduction), hint: "mean is the default" });
}

/** Reduces losses over all axes. The mean divides by `total`, if given, and else by the number of losses. */
export function reduceLosses(losses: Tensor, reduction: Reduction, total?: Tensor): Tensor {
  switch (reduction) {
    case "none":
      return losses;
    case "sum":
      return sum(losses);
    case "mean":
      return total === undefined ? mean(losses) : div(sum(losses), total);
    default:
      return reduction satisfies never;
  }
}
