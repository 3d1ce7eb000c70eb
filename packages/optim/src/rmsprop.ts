/** @file RMSprop. */
import type { Tree } from "@adjoint/autograd";
import { add, div, mul, sqrt, sub, type Tensor } from "@adjoint/core";
import { type Method, stateAt } from "./method.ts";
import { checkRange, Optimizer } from "./optimizer.ts";
import type { Schedule } from "./schedules.ts";

export interface RmspropOptions {
  /** Learning rate, or the rate by step. Default 1e-2. */
  readonly lr?: number | Schedule;
  /** How much is kept of the mean square of the gradient. Default 0.99. */
  readonly alpha?: number;
  /** Added to the root of the mean square. Default 1e-8. */
  readonly eps?: number;
  /** Adds this share of the parameter to its gradient. Default 0. */
  readonly weightDecay?: number;
  /** Share of the last update that is kept. Default 0. */
  readonly momentum?: number;
  /** Divides by the standard deviation, not the root mean square. Default false. */
  readonly centered?: boolean;
}

/**
 * RMSprop: p ← p − lr · g / (√v + eps), with v the running mean of g²; less the square of the running mean of g if
 * `centered`. With momentum, p ← p − lr · b, where b ← momentum · b + g / (√v + eps).
 * @throws {UsageError} if an option is out of range.
 * @see Tieleman, Hinton (2012), lecture 6.5; Graves (2013) for the centered form; the details are PyTorch's
 */
export function rmsprop<P extends Tree>(params: P, options: RmspropOptions = {}): Optimizer<P> {
  const { lr = 1e-2, alpha = 0.99, eps = 1e-8, weightDecay = 0, momentum = 0, centered = false } = options;
  checkRange("rmsprop", { alpha }, 0, 1);
  checkRange("rmsprop", { eps, weightDecay, momentum }, 0, Infinity);
  const state = ["meanSquare", ...(centered ? ["mean"] : []), ...(momentum > 0 ? ["momentum"] : [])];

  const method: Method<"rate"> = {
    name: "rmsprop",
    state,
    scalars: (rate) => ({ rate }),
    update: (parameter, gradient, before, { rate }) => {
      const g: Tensor = weightDecay === 0 ? gradient : add(gradient, mul(weightDecay, parameter));
      const meanSquare = add(mul(alpha, stateAt(before, 0)), mul(1 - alpha, mul(g, g)));
      const mean = centered ? add(mul(alpha, stateAt(before, 1)), mul(1 - alpha, g)) : undefined;
      const spread = mean === undefined ? meanSquare : sub(meanSquare, mul(mean, mean));
      const scaled = div(g, add(sqrt(spread), eps));
      const b = momentum > 0 ? add(mul(momentum, stateAt(before, state.indexOf("momentum"))), scaled) : undefined;
      const after = [meanSquare, mean, b].filter((tensor) => tensor !== undefined);
      return { parameter: sub(parameter, mul(rate, b ?? scaled)), state: after };
    },
  };
  return new Optimizer(params, lr, method);
}
