/** @file Adagrad. */
import type { Tree } from "@adjoint/autograd";
import { add, div, mul, sqrt, sub, type Tensor } from "@adjoint/core";
import { type Method, stateAt } from "./method.ts";
import { checkRange, Optimizer } from "./optimizer.ts";
import type { Schedule } from "./schedules.ts";

export interface AdagradOptions {
  /** Learning rate, or the rate by step. Default 1e-2. */
  readonly lr?: number | Schedule;
  /** The rate of step t (from 1) is divided by 1 + (t − 1) · lrDecay. Default 0. */
  readonly lrDecay?: number;
  /** Adds this share of the parameter to its gradient. Default 0. */
  readonly weightDecay?: number;
  /** What the sum of squares starts with. Default 0. */
  readonly initialAccumulatorValue?: number;
  /** Added to the root of the sum. Default 1e-10. */
  readonly eps?: number;
}

/**
 * Adagrad: p ← p − lr · g / (√s + eps), with s the sum of all g² so far.
 * @throws {UsageError} if an option is out of range.
 * @see Duchi, Hazan, Singer (2011); the defaults are PyTorch's
 */
export function adagrad<P extends Tree>(params: P, options: AdagradOptions = {}): Optimizer<P> {
  const { lr = 1e-2, lrDecay = 0, weightDecay = 0, initialAccumulatorValue = 0, eps = 1e-10 } = options;
  checkRange("adagrad", { lrDecay, weightDecay, initialAccumulatorValue, eps }, 0, Infinity);
  const method: Method<"rate"> = {
    name: "adagrad",
    state: ["sum"],
    initialValue: initialAccumulatorValue,
    scalars: (rate, step) => ({ rate: rate / (1 + (step - 1) * lrDecay) }),
    update: (parameter, gradient, state, { rate }) => {
      const g: Tensor = weightDecay === 0 ? gradient : add(gradient, mul(weightDecay, parameter));
      const sum = add(stateAt(state, 0), mul(g, g));
      return { parameter: sub(parameter, div(mul(rate, g), add(sqrt(sum), eps))), state: [sum] };
    },
  };
  return new Optimizer(params, lr, method);
}
