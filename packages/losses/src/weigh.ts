/** @file Losses times their weights. */
import { abs, equal, formatShape, logicalAnd, mul, ShapeError, type Tensor, UsageError, where } from "@adjoint/core";
import { checkFloats, hostData } from "./check.ts";

/**
 * Losses times the weights given, if any, which broadcast to them. An infinite loss of weight 0 counts as 0; NaN stays.
 * @throws {ShapeError} if they do not. @throws {DTypeError} if they are not floats.
 * @throws {UsageError} for NaN among weights that are still on the host.
 */
export function weigh(op: string, losses: Tensor, weight: Tensor | undefined): Tensor {
  return weight === undefined ? losses : weighed(losses, checkFactor(op, "weight", weight, losses));
}

/** losses · weights, where 0 · ∞ is 0. Elsewhere the gradient of a weight is the loss, that of a weight of 0 as well. */
function weighed(losses: Tensor, weights: Tensor): Tensor {
  const isVoid = logicalAnd(equal(weights, 0), equal(abs(losses), Number.POSITIVE_INFINITY));
  return mul(where(isVoid, 0, losses), weights);
}

/** Factors that broadcast to the losses. Errors as `weigh`. */
export function checkFactor(op: string, name: string, factor: Tensor, losses: Tensor): Tensor {
  const w = checkFloats(op, name, factor);
  if (!broadcastsTo(w, losses)) {
    const got = `${name}=${formatShape(w.shape)}, losses=${formatShape(losses.shape)}`;
    throw new ShapeError({ op, rule: `${name} must broadcast to the losses`, got, hint: "reshape it" });
  }
  checkNoNaN(op, name, factor);
  return w;
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
