/** @file Stochastic gradient descent, with momentum. */

import type { Tree } from "@adjoint/autograd";
import { add, mul, sub, type Tensor, UsageError } from "@adjoint/core";
import { type Method, stateAt } from "./method.ts";
import { checkRange, Optimizer } from "./optimizer.ts";
import type { Schedule } from "./schedules.ts";

export interface SgdOptions {
  /** Learning rate, or the rate by step. Default 1e-3. */
  readonly lr?: number | Schedule;
  /** Share of the last update that is kept. Default 0. */
  readonly momentum?: number;
  /** Share of the gradient that does not enter the momentum, from the second step on. Default 0. */
  readonly dampening?: number;
  /** Looks ahead by the momentum. Default false. */
  readonly nesterov?: boolean;
  /** Adds this share of the parameter to its gradient. Default 0. */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent: p ← p − lr · b, where b ← momentum · b + (1 − dampening) · g, and at the first step b ← g.
 * With `nesterov`, p ← p − lr · (g + momentum · b). Without momentum, b is g.
 * @throws {UsageError} if nesterov is asked for without momentum or with dampening, or an option is out of range.
 * @see Sutskever, Martens, Dahl, Hinton (2013); the form is PyTorch's
 */
export function sgd<P extends Tree>(params: P, options: SgdOptions = {}): Optimizer<P> {
  const { lr = 1e-3, momentum = 0, dampening = 0, nesterov = false, weightDecay = 0 } = options;
  checkRange("sgd", { momentum, weightDecay }, 0, Infinity);
  if (nesterov && (momentum <= 0 || dampening !== 0)) {
    const got = `momentum ${momentum}, dampening ${dampening}`;
    throw new UsageError({
      op: "sgd",
      rule: "nesterov needs a momentum and no dampening",
      got,
      hint: "set momentum to 0.9",
    });
  }
  const method: Method<"rate" | "share"> = {
    name: "sgd",
    state: momentum === 0 ? [] : ["momentum"],
    scalars: (rate, step) => ({ rate, share: step === 1 ? 1 : 1 - dampening }),
    update: (parameter, gradient, state, { rate, share }) => {
      const g: Tensor = weightDecay === 0 ? gradient : add(gradient, mul(weightDecay, parameter));
      if (momentum === 0) return { parameter: sub(parameter, mul(rate, g)), state: [] };
      const kept = mul(momentum, stateAt(state, 0));
      const b = add(kept, dampening === 0 ? g : mul(share, g));
      const direction = nesterov ? add(g, mul(momentum, b)) : b;
      return { parameter: sub(parameter, mul(rate, direction)), state: [b] };
    },
  };
  return new Optimizer(params, lr, method);
}
