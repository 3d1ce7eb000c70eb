/** @file Losses times their weights. */
import { formatShape, mul, ShapeError, type Tensor, UsageError } from "@adjoint/core";
import { checkFloats, hostData } from "./check.ts";

/**
 * Losses times the weights given, if any, which broadcast to them.
 * @throws {ShapeError} if they do not. @throws {DTypeError} if they are not floats.
 * @throws {UsageError} for NaN among weights that are still on the host.
 */
export function weigh(op: string, losses: Tensor, weight: Tensor | undefined): Tensor {
  if (weight === undefined) return losses;
  const w = checkFloats(op, "weight", weight);
  if (!broadcastsTo(w, losses)) {
    const got = `weight=${formatShape(w.shape)}, losses=${formatShape(losses.shape)}`;
    throw new ShapeError({ op, rule: "weight must broadcast to the losses", got, hint: "reshape it" });
  }
  checkNoNaN(op, "weight", weight);
  return mul(losses, w);
}

/** @throws {UsageError} with the first NaN of a tensor that is still on the host. */
export function checkNoNaN(op: string, name: string, x: Tensor): void {
  const at = hostData(x)?.findIndex((value) => Number.isNaN(value)) ?? -1;
  if (at < 0) return;
  throw new UsageError({ op, rule: `${name} must not hold NaN`, got: `NaN at element ${at}` });
}

function broadcastsTo(x: Tensor, to: Tensor): boolean {
  const lead = to.rank - x.rank;
  return lead >= 0 && x.shape.every((extent, axis) => extent === 1 || extent === to.shape[lead + axis]);
}
