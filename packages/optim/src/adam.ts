/** @file Adam and AdamW. */

import type { Tree } from "@adjoint/autograd";
import { add, div, maximum, mul, sqrt, sub, type Tensor } from "@adjoint/core";
import { type Method, stateAt } from "./method.ts";
import { checkRange, Optimizer } from "./optimizer.ts";
import type { Schedule } from "./schedules.ts";

export interface AdamOptions {
  /** Learning rate, or the rate by step. Default 1e-3. */
  readonly lr?: number | Schedule;
  /** How much is kept of the mean of the gradient, and of its square. Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Added to the root of the mean square. Default 1e-8. */
  readonly eps?: number;
  /** Default 0 for adam, where it is added to the gradient; 0.01 for adamw, where it shrinks the parameter. */
  readonly weightDecay?: number;
  /** Divides by the largest mean square so far. Default false. */
  readonly amsgrad?: boolean;
}

/**
 * Adam: p ← p − lr · m̂ / (√v̂ + eps), with m and v the running means of the gradient and of its square, m̂ and v̂ these
 * corrected for their start at 0.
 * @throws {UsageError} if an option is out of range.
 * @see Kingma, Ba (2015), algorithm 1
 */
export function adam<P extends Tree>(params: P, options: AdamOptions = {}): Optimizer<P> {
  return new Optimizer(params, options.lr ?? 1e-3, adamMethod("adam", options, options.weightDecay ?? 0));
}

/**
 * Adam with decoupled weight decay: p ← p · (1 − lr · weightDecay) before the step of Adam.
 * @throws {UsageError} if an option is out of range.
 * @see Loshchilov, Hutter (2019), algorithm 2
 */
export function adamw<P extends Tree>(params: P, options: AdamOptions = {}): Optimizer<P> {
  return new Optimizer(params, options.lr ?? 1e-3, adamMethod("adamw", options, options.weightDecay ?? 1e-2));
}

type AdamScalars = "rate" | "inverseRoot" | "shrink" | "keep" | "take" | "keepSquare" | "takeSquare" | "smallest";

function adamMethod(name: "adam" | "adamw", options: AdamOptions, weightDecay: number): Method<AdamScalars> {
  const { betas = [0.9, 0.999], eps = 1e-8, amsgrad = false } = options;
  const [beta1, beta2] = betas;
  checkRange(name, { "betas[0]": beta1, "betas[1]": beta2 }, 0, 1);
  checkRange(name, { eps, weightDecay }, 0, Infinity);
  const isCoupled = name === "adam";

  return {
    name,
    state: amsgrad ? ["mean", "meanSquare", "largestMeanSquare"] : ["mean", "meanSquare"],
    scalars: (rate, step) => ({
      rate: rate / (1 - beta1 ** step),
      inverseRoot: 1 / Math.sqrt(1 - beta2 ** step),
      shrink: 1 - rate * weightDecay,
      // These never change, and are here so that all parameters share them.
      keep: beta1,
      take: 1 - beta1,
      keepSquare: beta2,
      takeSquare: 1 - beta2,
      smallest: eps,
    }),
    update: (
      parameter,
      gradient,
      state,
      { rate, inverseRoot, shrink, keep, take, keepSquare, takeSquare, smallest },
    ) => {
      const g: Tensor = isCoupled && weightDecay !== 0 ? add(gradient, mul(weightDecay, parameter)) : gradient;
      const p: Tensor = isCoupled || weightDecay === 0 ? parameter : mul(shrink, parameter);
      const mean = add(mul(keep, stateAt(state, 0)), mul(take, g));
      const meanSquare = add(mul(keepSquare, stateAt(state, 1)), mul(takeSquare, mul(g, g)));
      const largest = amsgrad ? maximum(stateAt(state, 2), meanSquare) : meanSquare;
      const scale = add(mul(inverseRoot, sqrt(largest)), smallest);
      const next = sub(p, div(mul(rate, mean), scale));
      return { parameter: next, state: amsgrad ? [mean, meanSquare, largest] : [mean, meanSquare] };
    },
  };
}
