/**
 * @file Learning-rate schedules: plain functions of the step. Step 0 is the first. Every optimizer takes one for `lr`.
 */
import { UsageError } from "@adjoint/core";

/** The learning rate of a step. */
export type Schedule = (step: number) => number;

/** The same rate at every step. */
export function constant(rate: number): Schedule {
  return () => rate;
}

/**
 * rate · decay^(step / every); with `staircase`, in jumps of `every` steps.
 * @example exponentialDecay(0.1, { decay: 0.5, every: 100 })(200) // 0.025
 */
export function exponentialDecay(
  rate: number,
  options: { decay: number; every?: number; staircase?: boolean },
): Schedule {
  const { decay, every = 1, staircase = false } = options;
  expectPositive("exponentialDecay", "every", every);
  return (step) => rate * decay ** (staircase ? Math.floor(step / every) : step / every);
}

/**
 * Multiplies the rate by `factor` at each of the `boundaries`, or every so many steps.
 * @example stepDecay(1, { factor: 0.1, boundaries: [30, 80] })(50) // 0.1
 */
export function stepDecay(
  rate: number,
  options: { factor?: number; every?: number; boundaries?: readonly number[] },
): Schedule {
  const { factor = 0.1, every, boundaries } = options;
  if ((every === undefined) === (boundaries === undefined)) {
    throw new UsageError({
      op: "stepDecay",
      rule: "either every or boundaries must be given",
      got: every === undefined ? "neither" : "both",
    });
  }
  if (every !== undefined) expectPositive("stepDecay", "every", every);
  const passed = (step: number): number =>
    every === undefined ? (boundaries ?? []).filter((boundary) => step >= boundary).length : Math.floor(step / every);
  return (step) => rate * factor ** passed(step);
}

/**
 * From `rate` down to `final` along half a cosine, over `steps`; stays there.
 * @see Loshchilov, Hutter (2017), SGDR, eq. 5
 */
export function cosineDecay(rate: number, options: { steps: number; final?: number }): Schedule {
  const { steps, final = 0 } = options;
  expectPositive("cosineDecay", "steps", steps);
  return (step) => final + ((rate - final) * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps))) / 2;
}

/** From `rate` to `final` along a line, over `steps`; stays there. */
export function linearDecay(rate: number, options: { steps: number; final?: number }): Schedule {
  const { steps, final = 0 } = options;
  expectPositive("linearDecay", "steps", steps);
  return (step) => rate + (final - rate) * (Math.min(step, steps) / steps);
}

/**
 * Rises along a line to the first rate of `next` over `steps`, the first step having 1/steps of it, and then follows `next`.
 * @example warmup(cosineDecay(1e-3, { steps: 900 }), { steps: 100 })
 */
export function warmup(next: number | Schedule, options: { steps: number }): Schedule {
  const { steps } = options;
  expectPositive("warmup", "steps", steps);
  const schedule = typeof next === "number" ? constant(next) : next;
  return (step) => (step < steps ? (schedule(0) * (step + 1)) / steps : schedule(step - steps));
}

/**
 * Up from rate / `startDivisor` to `rate` over the first `rise` of the steps, then down to rate / (startDivisor ·
 * endDivisor), along half cosines. The last step has the lowest rate.
 * @see Smith, Topin (2018), Super-convergence; the defaults are PyTorch's
 */
export function oneCycle(
  rate: number,
  options: { steps: number; rise?: number; startDivisor?: number; endDivisor?: number },
): Schedule {
  const { steps, rise = 0.3, startDivisor = 25, endDivisor = 1e4 } = options;
  expectPositive("oneCycle", "steps", steps);
  const start = rate / startDivisor;
  const end = start / endDivisor;
  const top = rise * steps - 1;
  const cosine = (from: number, to: number, part: number): number =>
    to + ((from - to) * (1 + Math.cos(Math.PI * part))) / 2;
  return (step) => {
    if (step <= top) return cosine(start, rate, step / top);
    return cosine(rate, end, Math.min(1, (step - top) / (steps - 1 - top)));
  };
}

function expectPositive(op: string, name: string, value: number): void {
  if (!(value > 0))
    throw new UsageError({ op, rule: `${name} must be positive`, got: String(value), hint: "it counts steps" });
}
